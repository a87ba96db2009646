// Typing captions from nothing: a few seconds are played, the film stops, one types, Enter makes the line and plays on.
import { SHORTEST, clock, newId, spanFrom } from "./caption-lines.js";
import { deedOf } from "./caption-view.js";
import { fill } from "./words.js";

const MORE = 1000; // ms; "a little more"

export class CaptionCard {
  /** `editor` gives lines and film; `made(line)` gets a new line. */
  constructor(root, { editor, words, made, leave }) {
    Object.assign(this, { root, editor, words, made, leave });
    this.field = this.part("card-text");
    this.length = this.part("card-length");
    this.from = null; // where the next line begins; null: after the last one
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.typed());
    this.length.addEventListener("change", () => this.show());
    this.part("card-hear").addEventListener("click", () => this.hear());
    this.part("card-next").addEventListener("click", () => this.next());
    this.part("card-more").addEventListener("click", () => this.longer());
    this.part("card-here").addEventListener("click", () => this.here());
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  get span() {
    const { lines, duration } = this.editor;
    const from = this.from ?? lines.at(-1)?.end_ms ?? 0;
    const span = spanFrom(lines, from, this.length.value * 1000, duration);
    if (!span || !this.end || this.end <= span.start_ms + SHORTEST) return span;
    const next = lines.find((line) => line.start_ms >= span.start_ms);
    return { ...span, end_ms: Math.min(this.end, next?.start_ms ?? duration, duration) };
  }

  show() {
    const { span } = this;
    this.part("card-work").hidden = !span;
    this.part("card-done").hidden = Boolean(span);
    if (!span) return;
    const times = { from: clock(span.start_ms), to: clock(span.end_ms) };
    this.part("card-label").textContent = fill(this.words.next_line, times);
    this.part("card-next").firstElementChild.textContent = this.field.value.trim() ? this.words.card_next : this.words.card_skip;
  }

  focus() {
    if (!this.span) return this.part("card-done").focus();
    this.field.focus();
    return undefined;
  }

  hear() {
    const { span } = this;
    if (span) this.editor.hear(span.start_ms, span.end_ms);
    this.focus();
  }

  typed() {
    this.show();
    this.editor.kept(this.field.value ? { from: this.span?.start_ms ?? null, end: this.end, text: this.field.value } : null);
  }

  /** Make the line, and play what comes next. */
  next() {
    const { span } = this;
    const text = this.field.value.trim();
    if (!span) return;
    if (!text) return this.skip();
    this.set(span.end_ms);
    this.made({ id: newId(), ...span, text });
    this.hear();
  }

  /** Nobody speaks here. */
  skip() {
    const { span } = this;
    if (!span) return;
    this.set(span.end_ms, this.field.value);
    this.hear();
  }

  /** The words go on: one second more belongs to this line, and is played. */
  longer() {
    const { span } = this;
    if (!span) return;
    this.end = span.end_ms + MORE;
    this.show();
    this.editor.hear(Math.max(span.start_ms, span.end_ms - MORE), this.span.end_ms);
    this.field.focus();
  }

  /** Go on where the film is now. */
  here() {
    this.set(this.editor.film.ms, this.field.value);
    this.hear();
  }

  set(from, text = "", end = null) {
    [this.from, this.end, this.field.value] = [from, end, text];
    this.typed();
  }

  /** Take up what was being typed when the page was last left. */
  takeUp(card) {
    if (card) this.set(card.from, card.text, card.end ?? null);
    else this.show();
  }

  key(event) {
    if (event.isComposing) return;
    const what = deedOf(event);
    const deeds = {
      next: () => this.next(),
      hear: () => this.hear(),
      stop: () => this.editor.film.stop(),
      up: () => this.leave(),
      undo: this.field.value ? null : () => this.editor.undo(),
      redo: this.field.value ? null : () => this.editor.redo(),
    };
    if (!deeds[what]) return;
    event.preventDefault();
    deeds[what]();
  }
}
