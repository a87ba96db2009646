// Sends the pieces of one take, in order, one at a time, until the server has acknowledged each.
// In order, because then a device that dies leaves an unbroken row; a broken line only makes it wait.

import { LineLost, Refused, SignedOut, ask, reach } from "./desk-line.js";

const WAITS = [1, 2, 4, 8, 15]; // seconds
const NO_ROOM = 507;

/** What keeps us from sending: "line" (nothing gets through), "full" (the site has no room), "busy" (it cannot now). */
export function troubleOf(status) {
  if (status === NO_ROOM) return "full";
  return status >= 500 || status === 429 ? "busy" : "line";
}

/** The lower-case hexadecimal SHA-256 of some bytes. */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * `take` is {id, mime}; `address` may be known already. `tell(what)` hears "sent", "waiting", "through",
 * "signedOut", or "closed" with what the server said of a take that takes nothing more.
 */
export class PieceSender {
  constructor({ store, take, begin, address = "", tell }) {
    Object.assign(this, { store, take, begin, address, tell });
    this.again = this.isWaiting = this.isClosed = false;
    this.failures = 0;
    this.trouble = "";
    this.working = null;
    this.wake = () => {};
    addEventListener("online", () => this.kick());
  }

  /** There is something to send, or a better moment to try. */
  kick() {
    this.again = true;
    this.wake();
    if (!this.isClosed) this.working ??= this.work();
    return this.working;
  }

  close() {
    this.isClosed = true;
    this.wake();
  }

  async work() {
    try {
      while (this.again && !this.isClosed) {
        this.again = false;
        for (let piece; !this.isClosed && (piece = await this.next()); ) await this.attempt(piece);
      }
    } finally {
      this.working = null; // in the same breath as the last look, so that no kick is missed
    }
  }

  async attempt(piece) {
    try {
      await this.send(piece);
      this.failures = 0;
      if (this.isWaiting) this.tell("through");
      this.isWaiting = false;
      this.trouble = "";
      this.tell("sent");
    } catch (error) {
      await this.stumble(error, piece);
    }
  }

  async next() {
    return (await this.store.pieces(this.take.id)).find((piece) => !piece.sent);
  }

  async send(piece) {
    if (!this.address) this.address = (await ask(this.begin, this.take)).address;
    const response = await reach(`${this.address}/${piece.run}/${piece.number}`, {
      method: "PUT",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-Sha256": piece.sha256,
        "X-Duration-Ms": String(Math.round(piece.ms)),
      },
      body: await this.store.bytes([piece.take, piece.run, piece.number]),
    });
    if (!response.ok) throw new Refused(response.status, await response.json().catch(() => null));
    await this.store.markSent(piece);
  }

  /** A try failed: wait, fetch a new address, or stop. */
  async stumble(error, piece) {
    if (error instanceof SignedOut) {
      this.tell("signedOut");
    } else if (error instanceof Refused && error.status === 410) {
      this.close();
      this.tell("closed", error.answer);
      return;
    } else if (error instanceof Refused && error.status === 409 && piece.number === 1) {
      await this.renumber(piece.run); // another device took this run's number while we were offline
      return;
    } else if (error instanceof Refused && (error.status === 403 || error.status === 404)) {
      this.address = ""; // its time was over; the next try asks for a new one
    } else if (!(error instanceof LineLost) && !(error instanceof Refused)) {
      throw error;
    }
    this.isWaiting = true;
    this.trouble = troubleOf(error.status ?? 0);
    this.tell("waiting");
    await this.pause(WAITS[Math.min(this.failures++, WAITS.length - 1)]);
  }

  async renumber(run) {
    const { runs } = await (await reach(this.address)).json();
    const known = [...Object.keys(runs).map(Number), ...(await this.store.pieces(this.take.id)).map((one) => one.run)];
    await this.store.moveRun(this.take.id, run, Math.max(...known) + 1);
  }

  pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
