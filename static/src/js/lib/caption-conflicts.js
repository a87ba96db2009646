// Two people changed the same line: both texts are shown, and whoever is here chooses. Nothing is lost by waiting.
import { clock } from "./caption-lines.js";
import { fill } from "./words.js";

/** Show what collides in an editor; `chosen(conflict, isMine)` gets the choice. */
export function showConflicts(editor, chosen) {
  const { conflicts } = editor.keeper;
  // Whoever types is not taken away from their line: a link beside the film leads here.
  for (const name of ["conflicts", "to-conflicts"]) editor.part(name).hidden = !conflicts.length;
  const list = editor.part("conflict-list");
  list.replaceChildren(...conflicts.map((conflict) => row(editor, conflict, chosen)));
}

function row(editor, conflict, chosen) {
  const made = editor.part("conflict").content.firstElementChild.cloneNode(true);
  const { mine, theirs } = conflict;
  const { start_ms: from, end_ms: until } = theirs ?? mine;
  const { words } = editor;
  const times = { from: clock(from), to: clock(until) };
  made.querySelector("[data-when]").textContent = fill(words.conflict_at, times);
  made.querySelector("[data-mine]").textContent = said(mine, words, mine && theirs && mine.text === theirs.text);
  made.querySelector("[data-theirs]").textContent = said(theirs, words, mine && theirs && mine.text === theirs.text);
  made.querySelector("[data-hear]").addEventListener("click", () => editor.hear(from, until));
  made.querySelector("[data-keep]").addEventListener("click", () => chosen(conflict, true));
  made.querySelector("[data-take]").addEventListener("click", () => chosen(conflict, false));
  return made;
}

/** The text; with its times when they are what differs. */
function said(line, words, isTimes) {
  if (!line) return words.conflict_gone;
  const times = { from: clock(line.start_ms, { tenths: true }), to: clock(line.end_ms, { tenths: true }) };
  const text = line.text || words.conflict_empty;
  return isTimes ? `${text} (${fill(words.conflict_times, times)})` : text;
}
