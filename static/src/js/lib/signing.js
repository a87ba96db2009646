// The signed film of a lesson as people choose it: on or off, how large, on which side. Kept for the next film.
import { keep, kept } from "./kept.js";

const SIZES = ["small", "medium", "large"];
const choice = () => kept("sign", { on: false, size: "medium", side: "after" });

/** Whether this person wants films signed. */
export const wantsSigning = () => choice().on;

export const keepSigning = (on) => keep("sign", { ...choice(), on });

export class Signing {
  /** `film` is all that belongs to the film on the page; the stage is made when it is opened. */
  constructor(film, { label, failed }) {
    Object.assign(this, { film, label, failed });
    for (const button of film.querySelectorAll("[data-sign-size]")) {
      button.addEventListener("click", () => this.change({ size: Number(button.dataset.signSize) }));
    }
    film.querySelector("[data-sign-turn]")?.addEventListener("click", () => this.change({ turn: true }));
  }

  /** Play a signed film ({playlist, offset_ms}) beside the main one. */
  async begin(video, sign, { saver }) {
    if (this.isOn) return;
    this.isOn = true;
    const { signBeside } = await import("./sign-film.js");
    if (!this.isOn || this.stop) return;
    this.show(true);
    this.stop = signBeside(video, this.place, sign.playlist, {
      offset: sign.offset_ms / 1000,
      saver,
      label: this.label,
      failed: () => {
        this.end();
        this.failed();
      },
    });
  }

  end() {
    this.isOn = false;
    this.stop?.();
    this.stop = null;
    if (this.place) this.show(false);
  }

  get place() {
    return this.film.querySelector("[data-player-sign]");
  }

  show(isOn) {
    this.place.hidden = !isOn;
    const choices = this.film.querySelector("[data-sign-choices]");
    if (choices) choices.hidden = !isOn;
    this.arrange();
  }

  change({ size = 0, turn = false }) {
    const now = choice();
    const at = Math.max(0, Math.min(SIZES.length - 1, SIZES.indexOf(now.size) + size));
    const side = turn ? (now.side === "after" ? "before" : "after") : now.side;
    keep("sign", { ...now, size: SIZES[at], side });
    this.arrange();
  }

  arrange() {
    const { size, side } = choice();
    Object.assign(this.film.querySelector("[data-player-screens]").dataset, {
      sign: this.place.hidden ? "" : size,
      signSide: side,
    });
    for (const button of this.film.querySelectorAll("[data-sign-size]")) {
      const isLast = size === (button.dataset.signSize === "1" ? SIZES.at(-1) : SIZES[0]);
      button.setAttribute("aria-disabled", String(isLast));
    }
  }
}
