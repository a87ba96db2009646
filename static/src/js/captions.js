// data-captions: correct captions beside their film, or type them from nothing. What one does is a deed on the list of
// lines; it is shown, kept on this device, and saved by itself a moment later. Every deed can be undone.
import { CaptionCard } from "./lib/caption-card.js";
import { showConflicts } from "./lib/caption-conflicts.js";
import { CaptionFilm } from "./lib/caption-film.js";
import { CaptionKeeper } from "./lib/caption-keeper.js";
import { deeds, shiftLines } from "./lib/caption-deeds.js";
import * as line from "./lib/caption-lines.js";
import { merge } from "./lib/caption-merge.js";
import { CaptionView } from "./lib/caption-view.js";
import { fill, settingsOf } from "./lib/words.js";

const DEEDS = 200; // that can be undone
const ONE_DEED = 2000; // ms; keys that follow one another faster are undone together

class CaptionEditor {
  constructor(root, settings) {
    Object.assign(this, { root, settings, words: settings.words, duration: settings.duration });
    this.lines = settings.lines;
    [this.done, this.undone, this.id] = [[], [], null];
    const { original } = settings;
    this.view = new CaptionView(root, {
      words: this.words,
      settings,
      original: original && ((one) => line.originalOf(original, one)),
      hear: (what, id, more) => this.heard(what, id, more),
    });
    this.film = new CaptionFilm(this.part("film"), settings.playlist, (what) => this.filmed(what));
    this.card = new CaptionCard(root, {
      editor: this, words: this.words, made: (made) => this.add(made), leave: () => this.go(this.lines.at(-1)?.id),
    });
    this.keeper = new CaptionKeeper({ ...settings, tell: (what, more) => this.told(what, more) });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  begin() {
    this.keeper.takeUp();
    this.lines = this.keeper.lines;
    this.adopt();
    for (const name of ["run", "slow", "undo", "redo"]) this.part(name).addEventListener("click", () => this[name]());
    for (const [name, way] of [["earlier", -1], ["later", 1]]) {
      this.part(name).addEventListener("click", () => shiftLines(this, way));
    }
    this.part("finish")?.addEventListener("submit", (event) => this.handIn(event));
    this.root.addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeunload", (event) => this.holdBack(event));
    new ResizeObserver(([{ borderBoxSize }]) => {
      const height = borderBoxSize[0].blockSize;
      document.documentElement.style.setProperty("--k-film-height", `${Math.ceil(height)}px`);
    }).observe(this.part("side"));
    this.show();
    this.card.takeUp(this.keeper.card);
    this.asked();
    void this.keeper.look();
  }

  /** Words typed into the plain form before this script came. */
  adopt() {
    const plain = document.querySelector("[data-captions-plain]");
    for (const field of plain?.querySelectorAll("textarea[data-id]") ?? []) {
      if (field.value === field.defaultValue || !line.find(this.lines, field.dataset.id)) continue;
      this.lines = line.setText(this.lines, field.dataset.id, field.value);
    }
    if (this.lines !== this.keeper.lines) this.keeper.change(this.lines);
    plain?.remove();
    this.root.hidden = false;
  }

  // Deeds ---------------------------------------------------------------------------------------
  /** Do something to the lines. Typing in one line is one deed, until something else is done. */
  change(lines, { together = [], typing = null } = {}) {
    if (lines === this.lines) return;
    const goesOn = typing && typing === this.typing && performance.now() - this.typedAt < ONE_DEED;
    if (!goesOn) this.done.push(this.lines);
    if (this.done.length > DEEDS) this.done.shift();
    [this.typing, this.typedAt, this.undone] = [typing, performance.now(), []];
    this.lines = lines;
    this.keeper.change(lines, together);
  }

  undo() {
    this.back(this.done, this.undone, this.words.undone);
  }

  redo() {
    this.back(this.undone, this.done, this.words.redone);
  }

  back(from, to, words) {
    if (!from.length) return;
    to.push(this.lines);
    const before = this.lines;
    [this.lines, this.typing] = [from.pop(), null];
    this.keeper.change(this.lines);
    const was = new Map(before.map((one) => [one.id, one]));
    const touched = this.lines.find((one) => !line.isSame(was.get(one.id), one));
    if (!this.card.field.value) this.card.set(null);
    this.show();
    this.say(words);
    if (touched) this.go(touched.id);
  }

  heard(what, id, more) {
    if (id && !line.find(this.lines, id)) return;
    const deed = {
      enter: () => this.at(id),
      text: () => this.text(id, more),
      hear: () => this.hearLine(id),
      next: () => this.next(id),
      up: () => this.go(line.before(this.lines, id)?.id),
      down: () => this.goDown(id),
      stop: () => this.film.stop(),
      undo: () => this.undo(),
      redo: () => this.redo(),
    }[what];
    if (deed) deed();
    else deeds[what]?.(this, id);
  }

  text(id, text) {
    this.change(line.setText(this.lines, id, text), { typing: id });
    this.view.retext(line.find(this.lines, id), line.before(this.lines, id));
    this.buttons();
  }

  add(made) {
    this.change(line.add(this.lines, made));
    this.show();
  }

  // Where one is --------------------------------------------------------------------------------
  at(id) {
    if (id !== this.id) this.typing = null;
    this.id = id;
    const one = line.find(this.lines, id);
    if (!one) return;
    this.view.current(one, { isLast: !line.after(this.lines, id), isFirst: !line.before(this.lines, id) });
    if (!this.film.isPlaying && (this.film.ms < one.start_ms || this.film.ms > one.end_ms)) this.film.show(one.start_ms);
  }

  go(id, place = null) {
    if (id) this.view.focus(id, place);
  }

  goDown(id) {
    const next = line.after(this.lines, id);
    if (next) this.go(next.id);
    else this.card.focus();
  }

  next(id) {
    const next = line.after(this.lines, id);
    if (!next) return this.card.hear();
    this.go(next.id);
    return this.hearLine(next.id);
  }

  // The film ------------------------------------------------------------------------------------
  hearLine(id) {
    const one = line.find(this.lines, id);
    const isThis = this.film.isPlaying && one.start_ms <= this.film.ms && this.film.ms < one.end_ms;
    if (isThis) this.film.stop();
    else this.hear(one.start_ms, one.end_ms);
  }

  hear(from, until) {
    this.part("fault").hidden = true;
    void this.film.play(from, until);
  }

  run() {
    if (this.film.isPlaying) this.film.stop();
    else this.hear(this.film.ms >= this.duration - 300 ? 0 : this.film.ms);
  }

  slow() {
    const isSlow = this.part("slow").getAttribute("aria-pressed") !== "true";
    this.part("slow").setAttribute("aria-pressed", isSlow);
    this.film.slowly(isSlow);
  }

  filmed(what) {
    if (what === "failed") this.part("fault").hidden = false;
    const { isPlaying } = this.film;
    this.root.classList.toggle("is-playing", isPlaying);
    this.part("run-word").textContent = isPlaying ? this.words.stop : this.words.play;
    this.part("clock").textContent = line.clock(this.film.ms);
    const said = line.at(this.lines, this.film.ms);
    this.part("shown").textContent = said?.text ?? "";
    this.view.playing(isPlaying ? said?.id : null);
  }

  // What is shown and said -----------------------------------------------------------------------
  show() {
    this.view.show(this.lines);
    this.card.show();
    if (line.find(this.lines, this.id)) this.at(this.id);
    this.buttons();
  }

  buttons() {
    this.part("undo").disabled = !this.done.length;
    this.part("redo").disabled = !this.undone.length;
    if (this.part("shift")) this.part("shift").hidden = !this.lines.length;
    if (this.part("finish")) this.part("finish").hidden = !this.lines.length;
  }

  say(words, { isShown = false } = {}) {
    this.part("say").textContent = words;
    this.part("notice").textContent = isShown ? words : "";
  }

  /** A line that is being typed and is not one yet. */
  kept(card) {
    this.keeper.typing(card);
  }

  told(what, more) {
    const saved = this.part("saved");
    saved.dataset.state = what;
    if (what === "saved") this.begun();
    if (what === "merged") return this.merged(more);
    saved.textContent = fill(this.words[what], { time: more ?? "" }) || more;
    const isProblem = what === "signed_out" || what === "refused";
    this.part("problem").hidden = !isProblem;
    if (isProblem) this.part("problem-words").textContent = what === "refused" && more ? more : this.words[`${what}_do`];
    return undefined;
  }

  /** From the first change on these captions are being corrected. */
  begun() {
    document.querySelector("[data-captions-state]").hidden = true;
    document.querySelector("[data-captions-state-now]").hidden = false;
  }

  /** Others did something meanwhile: what can be undone is so on top of it. */
  merged({ sent, agreed, isQuiet }) {
    for (const deeds of [this.done, this.undone]) {
      for (const [number, lines] of deeds.entries()) deeds[number] = merge(sent, lines, agreed).lines;
    }
    const place = this.view.rows.get(this.id)?.contains(document.activeElement) ? this.view.place(this.id) : null;
    this.lines = this.keeper.lines;
    this.show();
    if (place !== null) this.view.field(this.id)?.setSelectionRange(place, place);
    if (!isQuiet) this.say(this.words.merged, { isShown: true });
    this.asked();
  }

  asked() {
    showConflicts(this, (conflict, isMine) => {
      this.keeper.settle(conflict.id);
      const kept = isMine ? conflict.mine : conflict.theirs;
      const rest = line.remove(this.lines, conflict.id);
      this.change(kept ? line.add(rest, kept) : rest);
      this.show();
      this.asked();
      this.go(conflict.id);
    });
  }

  // Leaving --------------------------------------------------------------------------------------
  key(event) {
    if (event.target.matches("textarea, input") || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.redo();
    else this.undo();
  }

  /** Hand in what is on the screen, not what was saved a moment ago. */
  async handIn(event) {
    if (this.keeper.isSaved) return;
    event.preventDefault();
    const form = event.target;
    await this.keeper.save();
    if (this.keeper.isSaved) form.submit();
    else this.say(this.words.refused, { isShown: true });
  }

  holdBack(event) {
    void this.keeper.save();
    if (!this.keeper.isSaved && !this.keeper.isKept) event.preventDefault();
  }
}

const root = document.querySelector("[data-captions]");
if (root) new CaptionEditor(root, settingsOf("captions-settings")).begin();
