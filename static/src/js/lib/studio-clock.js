// The studio's time as the server has it: from when one may go on air, since when one is, and how long it is meant to go on.

import { standing } from "./studio-beside.js";

export class StudioClock {
  constructor({ now, opens, ends, on_air_at: onAirAt, at }) {
    Object.assign(this, { opens, ends, onAirAt, at });
    this.ahead = now - Date.now(); // the server's clock before ours
  }

  get now() {
    return Date.now() + this.ahead;
  }

  get isTime() {
    return !this.opens || this.now >= this.opens;
  }

  /** When one may go on air, on the clock of this device. */
  get opensHere() {
    return this.opens ? new Date(this.opens - this.ahead) : null;
  }

  get onAirMs() {
    return this.onAirAt ? this.now - this.onAirAt : 0;
  }

  get leftMs() {
    return this.ends ? this.ends - this.now : null;
  }

  /** Ask since when it is on air, where the button was pressed elsewhere. */
  async ask() {
    this.onAirAt = (await standing(this.at.now).catch(() => ({}))).on_air_at ?? this.now;
  }
}
