// What two people did to the same captions, put together line by line, by the names of the lines. The server does the
// same for what is saved; here it is done for what was typed while a save was on its way.
import { inOrder, isSame } from "./caption-lines.js";

const byId = (lines) => new Map(lines.map((line) => [line.id, line]));

/** What was done to lines since the server had them: [{was, now, group}]; null is a line that is not there. */
export function changes(base, lines, groups = new Map()) {
  const [was, is] = [byId(base), byId(lines)];
  const ids = [...new Set([...was.keys(), ...is.keys()])].filter((id) => !isSame(was.get(id), is.get(id)));
  return ids.map((id) => {
    const change = { was: was.get(id) ?? null, now: is.get(id) ?? null };
    return groups.has(id) ? { ...change, group: groups.get(id) } : change;
  });
}

/** Lines with changes done to them. */
export function changed(lines, list) {
  const all = byId(lines);
  for (const { was, now } of list) {
    if (now) all.set(now.id, now);
    else all.delete(was.id);
  }
  return inOrder([...all.values()]);
}

/**
 * Put mine and theirs together. Where both changed the same line differently theirs stays, and the line comes back as a
 * conflict {id, mine, theirs}; null is a line that was deleted.
 */
export function merge(base, mine, theirs) {
  const [was, own, other] = [byId(base), byId(mine), byId(theirs)];
  const [lines, conflicts] = [[], []];
  for (const id of new Set([...own.keys(), ...other.keys()])) {
    const [b, m, t] = [was.get(id) ?? null, own.get(id) ?? null, other.get(id) ?? null];
    const isTheirs = isSame(m, t) || isSame(m, b);
    const isMine = !isTheirs && isSame(t, b);
    if (!isTheirs && !isMine) conflicts.push({ id, mine: m, theirs: t });
    const kept = isMine ? m : t;
    if (kept) lines.push(kept);
  }
  return { lines: inOrder(lines), conflicts };
}

/** Do changes to lines that may not be any more what the changes were made to. */
export function bring(lines, list) {
  const found = byId(lines);
  const isClash = ({ was, now }) => {
    const line = found.get((now ?? was).id) ?? null;
    return !isSame(line, was) && !isSame(line, now);
  };
  const clashes = list.filter(isClash).map(({ was, now }) => {
    const { id } = now ?? was;
    return { id, mine: now, theirs: found.get(id) ?? null };
  });
  return { lines: changed(lines, list.filter((change) => !isClash(change))), conflicts: clashes };
}
