// The book-keeping of recordings: which take is ours, what of it is on the device, what the server has.
// Every piece lies on the device before it leaves; a take is closed when the server has every piece.

import { Refused, SignedOut, ask } from "./desk-line.js";
import { PieceSender, sha256 } from "./piece-sender.js";

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * `tell(what, answer)` hears "counted", "signedOut", and "closed" when the server has closed our take already; `told()`
 * gives what is said to the server with the last of it.
 */
export class TakeKeeper {
  constructor({ store, begin, owner, unfinished, tell, told = () => ({}) }) {
    Object.assign(this, { store, begin, owner, unfinished, tell, told });
    this.left = new Map();
    this.lastRun = 0;
    this.take = null;
    this.none();
  }

  none() {
    this.pieces = [];
    this.serverRuns = {};
    this.saved = this.sent = 0;
    this.isWaiting = false;
    this.trouble = "";
  }

  // What was left from before ------------------------------------------------------------------
  /** Send on what an earlier visit left on the device; gives the newest take that was neither sent nor thrown away. */
  async takeUp() {
    this.left = new Map(this.unfinished.map((take) => [take.id, { ...take }]));
    for (const take of await this.store.takes(this.owner)) {
      const pieces = await this.store.pieces(take.id);
      if (take.isDiscarded || !pieces.length) {
        this.left.delete(take.id);
        await this.forget(take.id, take.isDiscarded);
        continue;
      }
      const known = { ...take, runs: {}, ms: 0, ...this.left.get(take.id), isHere: true };
      this.left.set(take.id, known);
      this.senderOf(known).kick();
    }
    const newest = [...this.left.values()].sort((one, other) => (one.began < other.began ? 1 : -1))[0];
    if (newest) await this.adopt(newest);
    return newest;
  }

  /** Make a take ours to go on with. */
  async adopt(take) {
    this.none();
    this.take = take;
    this.serverRuns = take.runs ?? {};
    this.sender = this.senderOf(take);
    await this.count();
  }

  senderOf(take) {
    take.sender ??= new PieceSender({
      store: this.store,
      take: { id: take.id, mime: take.mime },
      begin: this.begin,
      address: take.address,
      tell: (what, answer) => this.heard(take, what, answer),
    });
    return take.sender;
  }

  async heard(take, what, answer) {
    if (what === "closed") await this.store.removeTake(take.id);
    if (take !== this.take) return;
    this.isWaiting = take.sender.isWaiting;
    this.trouble = take.sender.trouble;
    if (what === "closed" || what === "signedOut") this.tell(what, answer);
    await this.count();
  }

  // Recording ----------------------------------------------------------------------------------
  /** Begin a take on the device; the server hears of it with the first piece. */
  async begun(mime) {
    const take = { id: crypto.randomUUID(), owner: this.owner, mime, began: new Date().toISOString() };
    await this.store.keepTake(take);
    await this.adopt({ ...take, isHere: true });
  }

  /** The number of the next run, after all that are here or on the server. */
  nextRun() {
    this.lastRun = Math.max(0, this.lastRun, ...Object.keys(this.counted).map(Number)) + 1;
    return this.lastRun;
  }

  /** Keep a piece and send it; gives false when the device had no room for it. */
  async keep(run, number, blob, ms) {
    const bytes = await blob.arrayBuffer();
    const { id, mime, began } = this.take;
    if (!this.take.isHere) {
      await this.store.keepTake({ id, mime, began, owner: this.owner }); // begun on another device
      this.take.isHere = true;
    }
    const piece = { take: id, run, number, ms, sha256: await sha256(bytes), sent: false };
    const isKept = await this.store.keepPiece(piece, bytes);
    this.sender.kick();
    await this.count();
    return isKept;
  }

  /** Do not wait any longer: try to send now. */
  hurry() {
    this.sender.kick();
  }

  // Closing ------------------------------------------------------------------------------------
  /** Send the rest, however long the line is broken, and say that this was all. Gives the address to go to. */
  async conclude() {
    this.sender.kick();
    await this.allSent();
    for (let tries = 0; ; tries++) {
      try {
        const { next } = await this.close();
        await this.store.removeTake(this.take.id);
        return next;
      } catch (error) {
        if (error instanceof SignedOut) throw error;
        if (error instanceof Refused && (!error.answer.missing || tries > 3)) throw error;
        if (error instanceof Refused) await this.sendAgain(error.answer.missing);
        else await later(Math.min(15, 2 ** tries) * 1000);
      }
    }
  }

  async close() {
    try {
      return await ask(`${this.begin}${this.take.id}/send/`, { expected: this.counted, ...this.told() });
    } catch (error) {
      if (error.status === 410 && error.answer.next) return error.answer; // closed by an answer we did not hear
      throw error;
    }
  }

  async allSent() {
    await this.count();
    while (this.pieces.some((piece) => !piece.sent)) await later(200);
  }

  async sendAgain(missing) {
    for (const piece of this.pieces) {
      if (missing[piece.run]?.includes(piece.number)) await this.store.markSent(piece, false);
    }
    this.sender.kick();
    await this.allSent();
  }

  /** Throw our take away, here and on the server. */
  async discard() {
    const { id } = this.take;
    this.sender.close();
    this.left.delete(id);
    this.take = null;
    this.none();
    await this.forget(id, true);
  }

  /** Remove a take from the device; a discarded one only after the server has heard of it. */
  async forget(id, isDiscarded) {
    if (isDiscarded) {
      const take = (await this.store.takes(this.owner)).find((one) => one.id === id);
      if (take) await this.store.keepTake({ ...take, isDiscarded: true });
      try {
        await ask(`${this.begin}${id}/discard/`);
      } catch {
        return; // told at the next visit
      }
    }
    await this.store.removeTake(id);
  }

  // Counting -----------------------------------------------------------------------------------
  /** Run → number of pieces, of everything here or on the server. */
  get counted() {
    const runs = { ...this.serverRuns };
    for (const { run, number } of this.pieces) runs[run] = Math.max(runs[run] ?? 0, number);
    return runs;
  }

  async count() {
    const { take } = this;
    const pieces = take ? await this.store.pieces(take.id) : [];
    if (take !== this.take) return;
    const sum = (some) => some.reduce((total, { ms }) => total + ms, 0);
    const elsewhere = this.elsewhere(new Set(pieces.map(({ run }) => String(run))));
    this.pieces = pieces;
    this.saved = sum(pieces) + elsewhere;
    this.sent = sum(pieces.filter((piece) => piece.sent)) + elsewhere;
    this.tell("counted");
  }

  /** Milliseconds of runs that are only on the server; of its total, by their share of the pieces. */
  elsewhere(here) {
    const runs = Object.entries(this.serverRuns);
    const all = runs.reduce((total, [, count]) => total + count, 0);
    const away = runs.reduce((total, [run, count]) => total + (here.has(run) ? 0 : count), 0);
    return all ? ((this.take?.ms ?? 0) * away) / all : 0;
  }
}
