// Laws of the editor's pure parts, over many lists of lines made by lot from one seed. Run by test_caption_lines.py.
import assert from "node:assert";
import { argv } from "node:process";

const lib = argv[2];
const L = await import(`${lib}/caption-lines.js`);
const M = await import(`${lib}/caption-merge.js`);
const DURATION = 60_000;
let seed = Number(argv[3]);
const lot = (most) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;

function someLines() {
  let end = 0;
  return Array.from({ length: lot(6) + 1 }, (_one, number) => {
    const start_ms = end + lot(500);
    end = start_ms + 300 + lot(4000);
    return { id: `l${number}`, start_ms, end_ms: end, text: ["Salam", "bir iki üç", "", "yun ip götürün"][lot(4)] };
  });
}

function someDeed(lines) {
  if (!lines.length) return L.add(lines, { id: L.newId(), start_ms: 0, end_ms: 1000, text: "a" });
  const { id } = lines[lot(lines.length)];
  return [
    () => L.setText(lines, id, `söz ${lot(5)}`),
    () => L.split(lines, id, lot(20)).lines,
    () => L.join(lines, id),
    () => L.remove(lines, id),
    () => L.shift(lines, lines.map((line) => line.id), lot(4000) - 2000, DURATION),
    () => L.retime(lines, id, { start_ms: lot(DURATION) }, DURATION),
    () => L.retime(lines, id, { end_ms: lot(DURATION) }, DURATION),
  ][lot(7)]();
}

const worked = (lines) => Array.from({ length: lot(3) + 1 }).reduce(someDeed, lines);
const isSame = (one, other) => M.changes(one, other).length === 0;

for (let turn = 0; turn < 5000; turn++) {
  const base = someLines();
  const [mine, theirs] = [worked(base), worked(base)];
  for (const line of [...mine, ...theirs]) {
    assert(Number.isInteger(line.start_ms) && Number.isInteger(line.end_ms), "times are whole ms");
    assert(0 <= line.start_ms && line.start_ms < line.end_ms, "a line ends after it begins");
  }
  const list = M.changes(base, mine);
  assert(isSame(M.changed(base, list), mine), "changes make of what was what is");
  assert(isSame(M.merge(base, mine, base).lines, mine), "who is alone keeps all");
  assert(isSame(M.merge(base, base, theirs).lines, theirs), "who did nothing takes all");
  const merged = M.merge(base, mine, theirs);
  assert(merged.conflicts.every((one) => !L.isSame(one.mine, one.theirs)), "a conflict is about a difference");
  const brought = M.bring(theirs, list);
  assert(isSame(brought.lines, merged.lines), "what a device kept is put together alike");
  assert.equal(brought.conflicts.length, merged.conflicts.length);
}

const line = (start_ms, end_ms, text = "a") => ({ id: `${start_ms}`, start_ms, end_ms, text });
assert(L.isSame(line(0, 1, "Salam "), line(0, 1, "Salam")), "spaces that nobody sees are no change");
assert.deepEqual(L.spanFrom([line(0, 2000)], 0, 4000, 10_000), { start_ms: 2000, end_ms: 6000 });
assert.deepEqual(L.spanFrom([line(3000, 5000)], 0, 4000, 10_000), { start_ms: 0, end_ms: 3000 });
assert.equal(L.spanFrom([line(0, 9900)], 0, 4000, 10_000), null);
assert.deepEqual(L.shift([line(500, 1000), line(1000, 2000)], ["500", "1000"], -900, 9000).map((one) => one.start_ms), [0, 500]);
assert.deepEqual([62_000, 3_723_400].map((ms) => L.clock(ms)), ["1:02", "1:02:03"]);
assert.equal(L.clock(59_999, { tenths: true }), "1:00.0");
