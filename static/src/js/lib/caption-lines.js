// What can be done with the lines of captions, as plain functions: lines in, lines out, nothing changed in place. A line
// is {id, start_ms, end_ms, text}; lines are kept in the order in which they are said.

export const SHORTEST = 300; // ms; a line that is on the screen for less is not seen

/** A name for a new line, that no other browser gives. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const inOrder = (lines) =>
  [...lines].sort((a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms || (a.id < b.id ? -1 : 1));
export const find = (lines, id) => lines.find((line) => line.id === id);
/** Words as they are kept: spaces and empty lines that nobody sees do not count. */
const tidy = (text) =>
  text
    .normalize("NFC")
    .split("\n")
    .map((part) => part.split(/\s+/).filter(Boolean).join(" "))
    .filter(Boolean)
    .join("\n");

export const isSame = (a, b) =>
  a === b ||
  Boolean(a && b && a.start_ms === b.start_ms && a.end_ms === b.end_ms) && (a.text === b.text || tidy(a.text) === tidy(b.text));
export const after = (lines, id) => lines[lines.findIndex((line) => line.id === id) + 1];
export const before = (lines, id) => lines[lines.findIndex((line) => line.id === id) - 1];

const changed = (lines, id, values) => lines.map((line) => (line.id === id ? { ...line, ...values } : line));
const bounded = (ms, least, most) => Math.round(Math.max(least, Math.min(ms, most)));

export const setText = (lines, id, text) => changed(lines, id, { text });

/** Cut a line in two at a place in its text; the time is shared as the letters are. */
export function split(lines, id, place) {
  const line = find(lines, id);
  const [first, second] = [line.text.slice(0, place).trim(), line.text.slice(place).trim()];
  const share = first.length || second.length ? first.length / (first.length + second.length) : 0.5;
  const length = line.end_ms - line.start_ms;
  const least = Math.min(SHORTEST, Math.floor(length / 2));
  const cut = line.start_ms + bounded(length * share, least, length - least);
  const rest = { id: newId(), start_ms: cut, end_ms: line.end_ms, text: second };
  return { lines: inOrder([...changed(lines, id, { end_ms: cut, text: first }), rest]), id: rest.id };
}

/** Make one line of a line and the next. */
export function join(lines, id) {
  const [line, next] = [find(lines, id), after(lines, id)];
  if (!next) return lines;
  const text = [line.text.trim(), next.text.trim()].filter(Boolean).join(" ");
  const end_ms = Math.max(line.end_ms, next.end_ms);
  return changed(remove(lines, next.id), id, { text, end_ms });
}

export const remove = (lines, id) => lines.filter((line) => line.id !== id);
export const add = (lines, line) => inOrder([...lines, line]);

/** Where a new line after this one has room, or null. */
export function roomAfter(lines, id, duration, length) {
  const [line, next] = [find(lines, id), after(lines, id)];
  const end_ms = Math.min(line.end_ms + length, next?.start_ms ?? duration);
  return end_ms - line.end_ms >= SHORTEST ? { start_ms: line.end_ms, end_ms } : null;
}

/** Give a line another beginning or end; it stays within the film and long enough to be seen. */
export function retime(lines, id, { start_ms, end_ms }, duration) {
  const line = find(lines, id);
  const start = start_ms === undefined ? line.start_ms : bounded(start_ms, 0, line.end_ms - SHORTEST);
  const end = end_ms === undefined ? line.end_ms : bounded(end_ms, line.start_ms + SHORTEST, duration);
  return inOrder(changed(lines, id, { start_ms: Math.max(0, start), end_ms: end }));
}

/** Move some lines by so many ms, all alike: no further than the film goes. */
export function shift(lines, ids, ms, duration) {
  const moved = new Set(ids);
  const chosen = lines.filter((line) => moved.has(line.id));
  if (!chosen.length) return lines;
  const first = Math.min(...chosen.map((line) => line.start_ms));
  const last = Math.max(...chosen.map((line) => line.end_ms));
  const by = ms < 0 ? Math.max(ms, -first) : Math.max(0, Math.min(ms, duration - last));
  const shifted = (line) => ({ ...line, start_ms: line.start_ms + by, end_ms: line.end_ms + by });
  return inOrder(lines.map((line) => (moved.has(line.id) ? shifted(line) : line)));
}

/** The next so many ms from a place, up to the line that follows; null at the end of the film. */
export function spanFrom(lines, from, length, duration) {
  const inside = lines.find((line) => line.start_ms <= from && from < line.end_ms - SHORTEST);
  const start_ms = inside ? inside.end_ms : from;
  const next = lines.find((line) => line.start_ms >= start_ms);
  const end_ms = Math.min(start_ms + length, next?.start_ms ?? duration, duration);
  if (end_ms - start_ms >= SHORTEST) return { start_ms, end_ms };
  return next && next.start_ms < duration ? spanFrom(lines, next.end_ms, length, duration) : null;
}

/** The line that is said at a moment. */
export const at = (lines, ms) => lines.findLast?.((line) => line.start_ms <= ms && ms < line.end_ms) ?? null;

/**
 * What is not well with a line: "empty", "outside", "overlap", "too_fast", "long_lines", "too_short", "too_long"; "" when
 * nothing is. The limits are the server's.
 */
export function fault(line, previous, { duration, limits }) {
  const letters = tidy(line.text).length;
  const length = line.end_ms - line.start_ms;
  if (!letters) return "empty";
  if (line.end_ms > duration + limits.outside) return "outside";
  if (previous && previous.end_ms > line.start_ms) return "overlap";
  if (letters * 1000 > limits.fastest * Math.max(length, limits.shortest)) return "too_fast";
  if (letters > limits.letters) return "long_lines";
  if (length < limits.shortest) return "too_short";
  return length > limits.longest ? "too_long" : "";
}

/** "1:02", "1:00:02"; with tenths "1:02.4". */
export function clock(ms, { tenths = false } = {}) {
  const total = tenths ? Math.round(ms / 100) / 10 : Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  const seconds = (total % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** What is said in the film at a line of a translation. */
export function originalOf(lines, { id, start_ms: from, end_ms: until }) {
  const same = lines.find((one) => one.id === id);
  if (same) return same.text;
  const middle = (one) => (one.start_ms + one.end_ms) / 2;
  const near = lines.filter((one) => middle(one) >= from && middle(one) < until);
  return near.map(({ text }) => text).join(" ");
}
