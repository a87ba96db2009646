// Keeps what is typed: on this device at once, with us a moment later. A cut line, a closed window or a lost session lose
// nothing; what others did meanwhile is put together with it, and what collides is asked about.
import { bring, changed, changes, merge } from "./caption-merge.js";
import { LineLost, Refused, SignedOut, ask } from "./desk-line.js";

const QUIET = 1500; // ms without a key before it is sent
const AGAIN = 5000; // ms before another try
const KEPT_MS = 30 * 86_400_000;
const STORE = "korpu-captions";

export class CaptionKeeper {
  /** `tell(what, more)` hears "saving", "saved", "waiting", "signed_out", "refused" and "merged". */
  constructor({ address, owner, track, revision, lines, tell }) {
    Object.assign(this, { address, revision, tell });
    this.name = `${STORE}:${owner}:${track}`;
    this.base = lines; // what the server has
    this.lines = lines; // what is on the screen
    this.groups = new Map(); // lines that were split or joined are saved together or not at all
    this.conflicts = [];
    this.card = null; // a line that is being typed and is not one yet
    addEventListener("online", () => void this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.save();
      else void this.look();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && void this.look());
    forgetOld();
  }

  get changes() {
    return changes(this.base, this.lines, this.groups);
  }

  get isSaved() {
    return !this.saving && !this.changes.length;
  }

  /** Take up what this device kept when the page was last left; others may have gone on meanwhile. */
  takeUp() {
    const kept = read(this.name);
    if (!kept) return;
    this.card = kept.card ?? null;
    const { lines, conflicts } = bring(this.base, kept.changes ?? []);
    this.lines = lines;
    this.asks([...(kept.conflicts ?? []), ...conflicts]);
  }

  /** The lines were changed on the screen. `together` names lines that belong to one deed. */
  change(lines, together = []) {
    this.lines = lines;
    if (together.length) this.link(together);
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), QUIET);
  }

  link(ids) {
    const known = new Set(ids.map((id) => this.groups.get(id)).filter(Boolean));
    const group = [...known][0] ?? ids[0].slice(0, 16);
    for (const [id, name] of this.groups) if (known.has(name)) this.groups.set(id, group);
    for (const id of ids) this.groups.set(id, group);
  }

  /** A line is being typed that is not one yet: {from, text}, or null. */
  typing(card) {
    this.card = card;
    this.keep();
  }

  settle(id) {
    this.conflicts = this.conflicts.filter((conflict) => conflict.id !== id);
    this.keep();
  }

  /** Send what the server has not; gives when it has it, or when it cannot be had now. */
  async save() {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    const list = this.changes;
    if (!list.length) return;
    this.tell("saving");
    this.saving = this.send(this.lines, list).finally(() => (this.saving = null));
    await this.saving;
    if (!this.isStuck && this.changes.length) await this.save();
  }

  /** See whether there is more than this page was given: a save that was still on its way, or what others did. */
  async look() {
    if (this.saving) return;
    const served = this.base;
    this.saving = ask(this.address, { base: this.revision, changes: [] })
      .then((answer) => this.take(served, [], answer, { isQuiet: true }))
      .catch(() => {}) // a save will tell
      .finally(() => (this.saving = null));
    await this.saving;
    this.keep();
    await this.save();
  }

  async send(sent, list) {
    try {
      const answer = await ask(this.address, { base: this.revision, changes: list });
      this.isStuck = false;
      this.groups.clear();
      this.take(sent, list, answer);
      this.tell("saved", answer.saved);
    } catch (error) {
      this.failed(error);
    }
    this.keep();
  }

  /** What the server has now; what was typed since is put on top of it. */
  take(sent, list, { revision, cues, conflicts }, { isQuiet = false } = {}) {
    const lost = new Set(conflicts.map(({ id }) => id));
    const through = list.filter(({ was, now }) => !lost.has((now ?? was).id));
    const agreed = cues ?? changed(this.base, through);
    const merged = merge(sent, this.lines, agreed);
    const isNews = changes(this.lines, merged.lines).length > 0;
    [this.revision, this.base, this.lines] = [revision, agreed, merged.lines];
    this.asks([...conflicts, ...merged.conflicts]);
    if (isNews || conflicts.length) this.tell("merged", { sent, agreed, isQuiet });
  }

  /** What collides is asked about once for each line, in its newest words. */
  asks(conflicts) {
    const asked = new Map(this.conflicts.map((conflict) => [conflict.id, conflict]));
    for (const conflict of conflicts) asked.set(conflict.id, conflict);
    this.conflicts = [...asked.values()];
  }

  failed(error) {
    this.isStuck = true;
    if (error instanceof LineLost || (error instanceof Refused && error.status >= 500)) {
      this.tell("waiting");
      this.timer = setTimeout(() => void this.save(), AGAIN);
    } else if (error instanceof SignedOut) {
      this.tell("signed_out");
    } else {
      this.tell("refused", error.answer?.words);
    }
  }

  /** Write down on this device what the server does not have. */
  keep() {
    const { revision, conflicts, card, changes: list } = this;
    const isNothing = !list.length && !conflicts.length && !card?.text;
    const at = Date.now();
    this.isKept = write(this.name, isNothing ? null : { revision, changes: list, conflicts, card, at });
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false; // a full or forbidden store: what is typed is still sent
  }
}

function forgetOld() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${STORE}:`) && !(Date.now() - (read(name)?.at ?? 0) < KEPT_MS)) write(name, null);
    }
  } catch {
    // No store, nothing to forget.
  }
}
