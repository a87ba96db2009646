// The lines of captions on the screen. Rows are kept by the name of their line, so that whoever types is not disturbed
// when something else changes. Knows no film and no network.
import { clock, fault } from "./caption-lines.js";
import { fill } from "./words.js";

const LETTERS_A_ROW = 34;

export class CaptionView {
  /** `hear(what, id, more)` is told what somebody does with a line. */
  constructor(root, { words, settings, original, hear }) {
    Object.assign(this, { root, words, settings, original, hear });
    this.rows = new Map();
    this.list = this.part("lines");
    this.tools = this.part("tools");
    this.list.addEventListener("input", (event) => this.typed(event.target));
    this.list.addEventListener("focusin", (event) => this.entered(event.target));
    this.list.addEventListener("click", (event) => this.pressed(event.target));
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  idOf(element) {
    return element.closest("[data-line]")?.dataset.line;
  }

  field(id) {
    return this.rows.get(id)?.querySelector("textarea");
  }

  // What somebody does --------------------------------------------------------------------------
  typed(field) {
    if (field.matches("textarea")) this.hear("text", this.idOf(field), field.value);
  }

  entered(element) {
    const id = this.idOf(element);
    if (id) this.hear("enter", id);
  }

  pressed(element) {
    const button = element.closest("button[data-do]");
    if (button) this.hear(button.dataset.do, this.idOf(button));
  }

  key(event) {
    if (!event.target.matches("textarea") || event.isComposing) return;
    const what = deedOf(event);
    if (!what) return;
    event.preventDefault();
    this.hear(what, this.idOf(event.target));
  }

  /** Where in its text the cursor of a line stands. */
  place(id) {
    return this.field(id)?.selectionStart ?? 0;
  }

  // What is shown -------------------------------------------------------------------------------
  show(lines) {
    const known = new Set(lines.map(({ id }) => id));
    for (const [id, row] of this.rows) {
      if (known.has(id)) continue;
      if (row.contains(this.tools)) this.root.append(this.tools);
      row.remove();
      this.rows.delete(id);
    }
    let place = this.list.firstElementChild;
    lines.forEach((line, index) => {
      const row = this.rows.get(line.id) ?? this.make(line);
      if (row === place) place = place.nextElementSibling;
      else this.list.insertBefore(row, place);
      this.draw(row, line, index, lines[index - 1]);
    });
    this.part("none").hidden = lines.length > 0;
  }

  make(line) {
    const row = this.part("line").content.firstElementChild.cloneNode(true);
    row.dataset.line = line.id;
    const field = row.querySelector("textarea");
    field.id = `line-${line.id}`;
    field.lang = this.settings.language;
    row.querySelector("[data-name]").htmlFor = field.id;
    row.querySelector("[data-wrong]").id = `wrong-${line.id}`;
    field.setAttribute("aria-describedby", `wrong-${line.id}`);
    this.rows.set(line.id, row);
    return row;
  }

  draw(row, line, index, previous) {
    const field = row.querySelector("textarea");
    if (field.value !== line.text) field.value = line.text;
    const tenths = line.end_ms - line.start_ms < 1000;
    const times = { from: clock(line.start_ms, { tenths }), to: clock(line.end_ms, { tenths }), number: index + 1 };
    put(row.querySelector("[data-number]"), `${index + 1}`);
    put(row.querySelector("[data-times]"), `${times.from}–${times.to}`);
    put(row.querySelector("[data-name]"), fill(this.words.line, times));
    this.drawOriginal(row, line);
    this.check(row, line, previous);
    fit(field);
  }

  drawOriginal(row, line) {
    const shown = row.querySelector("[data-original]");
    if (!this.original) return;
    put(shown, this.original(line));
    shown.hidden = !shown.textContent;
  }

  check(row, line, previous) {
    const wrong = fault(line, previous, this.settings);
    const isSaid = wrong && wrong !== "empty"; // everybody sees that an empty line is empty
    row.classList.toggle("is-empty", wrong === "empty");
    put(row.querySelector("[data-wrong]"), isSaid ? this.words[`wrong_${wrong}`] : "");
    row.querySelector("[data-wrong]").hidden = !isSaid;
  }

  /** One line has another text: nothing else on the page changes. */
  retext(line, previous) {
    const row = this.rows.get(line.id);
    fit(row.querySelector("textarea"));
    this.check(row, line, previous);
  }

  /** The tools go with the line that one is at. */
  current(line, { isLast, isFirst }) {
    const row = this.rows.get(line?.id);
    for (const other of this.list.querySelectorAll(".is-current")) if (other !== row) other.classList.remove("is-current");
    if (!row) return;
    row.classList.add("is-current");
    if (!row.contains(this.tools)) row.append(this.tools);
    this.tools.hidden = false;
    this.tools.querySelector("[data-do=join]").disabled = isLast;
    this.tools.querySelector("[data-do=back]").disabled = isFirst;
    put(this.tools.querySelector("[data-start]"), clock(line.start_ms, { tenths: true }));
    put(this.tools.querySelector("[data-end]"), clock(line.end_ms, { tenths: true }));
  }

  playing(id) {
    if (this.said === id) return;
    this.rows.get(this.said)?.classList.remove("is-said");
    this.rows.get(id)?.classList.add("is-said");
    this.said = id;
  }

  focus(id, place = null) {
    const field = this.field(id);
    if (!field) return;
    field.focus();
    if (place !== null) field.setSelectionRange(place, place);
    field.closest("[data-line]").scrollIntoView({ block: "nearest" });
  }
}

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** As many rows as the text needs. */
function fit(field) {
  const rows = field.value.split("\n").reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / LETTERS_A_ROW)), 0);
  if (field.rows !== rows) field.rows = rows;
}

/** What a key means in a line; "" when it is only a letter. */
export function deedOf(event) {
  const { key, target } = event;
  const isControl = event.ctrlKey || event.metaKey;
  if (key === "Enter") {
    if (isControl) return "hear";
    if (event.altKey) return "split";
    return event.shiftKey ? "" : "next";
  }
  if (key === "Escape") return "stop";
  if (isControl && !event.altKey && key.toLowerCase() === "z") return event.shiftKey ? "redo" : "undo";
  if (isControl && !event.altKey && key.toLowerCase() === "y") return "redo";
  if (isControl || event.altKey || event.shiftKey) return "";
  if (key === "PageDown") return "down";
  if (key === "PageUp") return "up";
  if (key === "ArrowUp" && target.selectionEnd === 0) return "up";
  if (key === "ArrowDown" && target.selectionStart === target.value.length) return "down";
  return "";
}
