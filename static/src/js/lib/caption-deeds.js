// What one does to a line with its tools: each changes the lines of the editor, shows them, goes on where one would, and
// says what was done. All of it can be undone.
import * as line from "./caption-lines.js";
import { fill } from "./words.js";

const STEP = 200; // ms; what one press moves a beginning or an end
const NEW = 3000; // ms; how long a line is that is put between others

/** By the name of the button. */
export const deeds = {
  split,
  join: (editor, id) => join(editor, id, line.after(editor.lines, id)?.id),
  back: (editor, id) => join(editor, line.before(editor.lines, id)?.id, id),
  insert,
  remove,
  "start-less": (editor, id) => retime(editor, id, "start_ms", (ms) => ms - STEP),
  "start-more": (editor, id) => retime(editor, id, "start_ms", (ms) => ms + STEP),
  "start-here": (editor, id) => retime(editor, id, "start_ms", () => editor.film.ms),
  "end-less": (editor, id) => retime(editor, id, "end_ms", (ms) => ms - STEP),
  "end-more": (editor, id) => retime(editor, id, "end_ms", (ms) => ms + STEP),
  "end-here": (editor, id) => retime(editor, id, "end_ms", () => editor.film.ms),
};

function split(editor, id) {
  const [place, { text }] = [editor.view.place(id), line.find(editor.lines, id)];
  if (text.trim() && (!text.slice(0, place).trim() || !text.slice(place).trim())) {
    editor.go(id);
    editor.say(editor.words.split_where, { isShown: true });
    return;
  }
  const { lines, id: rest } = line.split(editor.lines, id, place);
  editor.change(lines, { together: [id, rest] });
  editor.show();
  editor.go(rest, 0);
  editor.say(editor.words.split);
}

function join(editor, id, next) {
  if (!id || !next) return;
  const place = line.find(editor.lines, id).text.trim().length;
  const joined = line.join(editor.lines, id);
  if (line.find(joined, id).text.length > editor.settings.limits.text) {
    editor.say(editor.words.join_long, { isShown: true });
    return;
  }
  editor.change(joined, { together: [id, next] });
  editor.show();
  editor.go(id, place);
  editor.say(editor.words.joined);
}

function insert(editor, id) {
  const room = line.roomAfter(editor.lines, id, editor.duration, NEW);
  if (!room) {
    editor.say(editor.words.no_room, { isShown: true });
    return;
  }
  const made = { id: line.newId(), ...room, text: "" };
  editor.add(made);
  editor.go(made.id);
  editor.hear(made.start_ms, made.end_ms);
}

function remove(editor, id) {
  const near = line.after(editor.lines, id) ?? line.before(editor.lines, id);
  editor.change(line.remove(editor.lines, id));
  editor.show();
  if (near) editor.go(near.id);
  else editor.card.focus();
  editor.say(editor.words.removed, { isShown: true });
}

/** Move a beginning or an end; then what was moved is played. */
function retime(editor, id, edge, to) {
  const ms = to(line.find(editor.lines, id)[edge]);
  editor.change(line.retime(editor.lines, id, { [edge]: ms }, editor.duration));
  editor.show();
  const { start_ms: from, end_ms: until } = line.find(editor.lines, id);
  editor.hear(edge === "start_ms" ? from : Math.max(from, until - 1000), until);
}

/** Move several lines by what is written in the form: earlier (-1) or later (1). */
export function shiftLines(editor, way) {
  const { lines, duration } = editor;
  const ms = Math.round(Math.abs(Number(editor.part("by").value.replace(",", ".")) || 0) * 1000) * way;
  const which = editor.root.querySelector("[name=which]:checked").value;
  const from = lines.findIndex(({ id }) => id === editor.id);
  if (!ms || (which === "one" && from < 0)) {
    editor.say(editor.words.shift_none, { isShown: true });
    return;
  }
  const chosen = { all: lines, rest: lines.slice(Math.max(from, 0)), one: lines.slice(from, from + 1) }[which];
  const shifted = line.shift(lines, chosen.map(({ id }) => id), ms, duration);
  const moved = shifted.filter((one) => !line.isSame(line.find(lines, one.id), one)).length;
  editor.change(shifted);
  editor.show();
  editor.say(fill(editor.words.shifted, { number: moved }), { isShown: true });
  const { start_ms, end_ms } = line.find(shifted, editor.id) ?? shifted[0];
  editor.hear(start_ms, end_ms);
}
