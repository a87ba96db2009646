// Sends what a studio records while it is on air: run after run, each piece until the server has acknowledged it.
// Every piece lies on the device first. A broken line only makes it wait; a reload goes on with what is left.

import { LineLost, Refused, SignedOut, ask, reach } from "./desk-line.js";
import { sha256 } from "./piece-sender.js";

const WAITS = [0.5, 1, 2, 3, 5]; // seconds
const PATIENCE = 15; // seconds for one request: a line that hangs is a line that is cut
const AT_ONCE = 3; // pieces on their way together
const KEPT_MS = 2 * 24 * 3600 * 1000; // long after the server has closed the recording
const DROPPED = new Set(["taken_over", "not_on_air"]);

const lengthOf = (runs) => runs.reduce((total, run) => total + run.queue.reduce((sum, { ms }) => sum + ms, 0), 0);

/**
 * `open` is the view that gives the address to send to. `tell(what, answer, asked)` hears "mode" with every answer and
 * the moment it was asked for, "counted", "waiting", "through", "signedOut", "refused" for a run that is not wanted, and
 * "headless" for one whose beginning nobody has.
 */
export class LiveSender {
  constructor({ store, owner, holder, open, tell }) {
    Object.assign(this, { store, owner, holder, open, tell });
    this.address = "";
    this.runs = [];
    this.failures = 0;
    this.again = this.isWaiting = this.isOver = false;
    this.working = null;
    this.sentMs = 0; // since the page was opened
    this.left = []; // runs that nobody takes any more; they stay on the device
    addEventListener("online", () => this.kick());
  }

  /** Milliseconds that are recorded and not yet acknowledged. */
  get waitingMs() {
    return lengthOf(this.runs);
  }

  /** Milliseconds that stay on the device; the last pieces of a recording come after it was refused. */
  get unsentMs() {
    return lengthOf(this.left);
  }

  get waitingPieces() {
    return this.runs.reduce((total, { queue }) => total + queue.length, 0);
  }

  // What is to be sent -------------------------------------------------------------------------
  /** Send on what an earlier page left on the device; its runs are over. What nobody takes any more goes. */
  async takeUp() {
    for (const { id, began } of await this.store.allTakes()) {
      if (began < Date.now() - KEPT_MS) await this.store.removeTake(id);
    }
    const takes = (await this.store.takes(this.owner)).sort((one, other) => one.began - other.began);
    for (const take of takes) {
      const pieces = await this.store.pieces(take.id);
      const run = { ...take, isOver: true, queue: pieces.filter(({ sent }) => !sent) };
      run.count = Math.max(0, ...pieces.map(({ number }) => number));
      const known = new Set(pieces.map(({ number }) => number));
      run.lost = Array.from({ length: run.count }, (_none, index) => index + 1).filter((number) => !known.has(number));
      if (run.count) this.runs.push(run);
      else await this.store.removeTake(take.id);
    }
    this.kick();
  }

  /** Begin a run; the server hears of it as soon as the line allows. */
  async begin(mime, onAir) {
    const take = { id: crypto.randomUUID(), owner: this.owner, mime, onAir, began: Date.now(), server: 0 };
    await this.store.keepTake(take);
    const run = { ...take, isOver: false, queue: [], count: 0, lost: [] };
    this.runs.push(run);
    this.kick();
    return run;
  }

  /** Keep a piece of a run and send it; gives false when the device had no room for it and memory has to do. */
  async keep(run, blob, ms) {
    if (run.isDropped) return true;
    const bytes = await blob.arrayBuffer();
    const piece = { take: run.id, run: 1, number: ++run.count, ms, sha256: await sha256(bytes), sent: false };
    const isKept = await this.store.keepPiece(piece, bytes);
    run.queue.push(piece);
    this.tell("counted");
    this.kick();
    return isKept;
  }

  /** No more pieces come of a run. */
  over(run) {
    run.isOver = true;
    this.kick();
  }

  // Asking --------------------------------------------------------------------------------------
  /** How the broadcast stands: {mode, holder, run, held_s, …}. */
  look() {
    return this.request("GET", "");
  }

  /** From now on this device sends; another one that did stops. */
  takeOver() {
    return this.request("POST", "/take-over", { holder: this.holder });
  }

  async request(method, path, body) {
    const headers = body ? { "Content-Type": "application/json" } : {};
    return this.reach(path, { method, headers, body: body && JSON.stringify(body) });
  }

  async reach(path, options) {
    if (!this.address) this.address = (await ask(this.open, new FormData())).address;
    const asked = performance.now();
    return this.read(await reach(`${this.address}${path}`, options, PATIENCE), asked);
  }

  async read(response, asked) {
    const answer = await response.json().catch(() => null);
    if (answer?.mode) this.tell("mode", answer, asked);
    if (!response.ok || !answer) throw new Refused(response.status, answer);
    return answer;
  }

  // Sending -------------------------------------------------------------------------------------
  kick() {
    this.again = true;
    if (!this.isOver) this.working ??= this.work();
    return this.working;
  }

  async work() {
    try {
      while (this.again && !this.isOver) {
        this.again = false;
        while (!this.isOver && (await this.step()));
      }
    } finally {
      this.working = null; // in the same breath as the last look, so that no kick is missed
    }
    this.tell("counted");
  }

  /** Do the next thing; gives false when there is nothing to do. */
  async step() {
    const run = this.runs[0];
    if (!run || (run.server && !run.queue.length && !run.isOver)) return false;
    try {
      if (!run.server) await this.announce(run);
      else if (run.queue.length) await this.sendSome(run);
      else await this.conclude(run);
      this.failures = 0;
      if (this.isWaiting) this.tell("through");
      this.isWaiting = false;
    } catch (error) {
      await this.stumble(error, run);
    }
    return true;
  }

  async announce(run) {
    const { mime, onAir, began, id } = run;
    const body = { holder: this.holder, mime, on_air: onAir, ago_ms: Math.max(0, Date.now() - began), key: id };
    run.server = (await this.request("POST", "/runs", body)).run;
    const { owner, server } = run;
    await this.store.keepTake({ id, owner, mime, onAir, began, server });
  }

  /** Send the next few pieces together; those that did not get through stay in their order. */
  async sendSome(run) {
    const some = run.queue.slice(0, AT_ONCE);
    const results = await Promise.allSettled(some.map((piece) => this.send(run, piece)));
    const failed = results.find(({ status }) => status === "rejected");
    const gone = new Set(some.filter((_piece, index) => results[index].status === "fulfilled"));
    run.queue = run.queue.filter((piece) => !gone.has(piece));
    for (const piece of gone) this.sentMs += piece.ms;
    this.tell("counted");
    if (failed) throw failed.reason;
  }

  async send(run, piece) {
    const bytes = await this.store.bytes([piece.take, piece.run, piece.number]);
    if (!bytes) return void run.lost.push(piece.number); // the device has lost it
    const headers = {
      "Content-Type": "application/octet-stream",
      "X-Sha256": piece.sha256,
      "X-Duration-Ms": String(Math.round(piece.ms)),
      "X-Waiting": String(this.waitingPieces - 1),
    };
    try {
      const answer = await this.reach(`/${run.server}/${piece.number}`, { method: "PUT", headers, body: bytes });
      // The first piece, with the header in it, may be on its way; where it is not, another run has to begin.
      if (answer.headless && run.queue[0]?.number !== 1) this.beheaded(run);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) throw error; // 409: it has this number already
    }
    return this.store.letGo(piece);
  }

  beheaded(run) {
    if (run.isHeadless) return;
    run.isHeadless = true;
    this.tell("headless", run);
  }

  async conclude(run) {
    await this.request("POST", `/${run.server}/over`, { pieces: run.count, lost: run.lost });
    await this.drop(run);
  }

  async drop(run) {
    run.isDropped = true;
    run.queue = [];
    this.runs = this.runs.filter((one) => one !== run);
    await this.store.removeTake(run.id);
  }

  /** A try failed: wait, fetch a new address, or give the run up. */
  async stumble(error, run) {
    if (error instanceof Refused && error.status === 410) {
      // What was rehearsed is given up at the end, and so is what was begun after it. Nobody misses either.
      const isMissed = run.onAir && (run.server || error.answer?.code !== "over");
      return void (isMissed ? this.rest() : await this.drop(run));
    }
    if (error instanceof Refused && error.status === 423) return void this.rest();
    if (error instanceof Refused && (DROPPED.has(error.answer.code) || this.isUnknown(error, run))) {
      await this.drop(run);
      this.tell("refused", error.answer);
      return;
    }
    if (error instanceof SignedOut) this.tell("signedOut");
    else if (error instanceof Refused && error.status === 403) this.address = ""; // its time was over
    else if (!(error instanceof LineLost) && !(error instanceof Refused)) throw error;
    this.isWaiting = true;
    this.tell("waiting");
    await this.pause(WAITS[Math.min(this.failures++, WAITS.length - 1)]);
  }

  /** Nothing is taken in, or not until a stop is decided. What was on air stays on the device: a later page tries again. */
  rest() {
    this.left = this.runs.filter(({ onAir }) => onAir);
    this.runs = [];
    this.isOver = true;
  }

  /** A run that the server has never heard of, though it was announced: its recording was given up. */
  isUnknown(error, run) {
    return error.status === 404 && run.server > 0;
  }

  /** Wait; a line that is back ends the waiting. */
  pause(seconds) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      addEventListener("online", done);
    });
  }
}
