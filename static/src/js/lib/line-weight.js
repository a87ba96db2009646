// Whether the picture is too large for the line, or could be larger again. It gets smaller at once and larger slowly: each
// time a larger one turns out to be too much, the next try waits twice as long, so that it does not go up and down.

const BEHIND_MS = 8000; // so much on its way: the line is too slow for this picture
const NEAR_MS = 500; // the backlog shrinks by less than this: it does not shrink
const CALM_MS = 3000; // so little on its way: the line has room
const PATIENCE_MS = 60_000; // of calm, before a larger picture is tried
const LONGEST_MS = 16 * 60_000;

export const [SMALLER, SAME, LARGER] = [-1, 0, 1];

export class LineWeight {
  constructor() {
    this.patience = PATIENCE_MS;
    this.calmSince = this.last = null;
    this.triedAt = -Infinity;
  }

  /** Asked every few seconds with what is on its way, what was sent so far, and whether the line is cut. */
  look({ waitingMs, sentMs, isWaiting }, now = performance.now()) {
    const { last } = this;
    this.last = { waitingMs, sentMs };
    const moves = !isWaiting && last !== null && sentMs > last.sentMs;
    if (!moves || waitingMs > CALM_MS) this.calmSince = null;
    else this.calmSince ??= now;
    if (moves && waitingMs > BEHIND_MS && waitingMs > last.waitingMs - NEAR_MS) return SMALLER;
    return this.calmSince !== null && now - this.calmSince >= this.patience ? LARGER : SAME;
  }

  /** The picture is smaller now: was it the larger one that was too much? */
  smaller(now = performance.now()) {
    const wasTried = now - this.triedAt < this.patience;
    if (wasTried) this.patience = Math.min(2 * this.patience, LONGEST_MS);
    this.calmSince = this.last = null;
  }

  /** A larger one is tried. */
  larger(now = performance.now()) {
    this.triedAt = now;
    this.calmSince = this.last = null;
  }
}
