// How large a picture the line carries, and what becomes of a run whose beginning nobody has: the studio's own parts with
// a clock and a camera of the test's. node live_line.mjs <lib folder>

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const lib = process.argv[2];
globalThis.document = { addEventListener: () => {}, querySelector: () => null };
globalThis.MediaRecorder = class {
  static isTypeSupported = () => true;
  state = "inactive";
  start() {
    this.state = "recording";
  }
  requestData() {}
  stop() {
    this.state = "inactive";
    this.ondataavailable({ data: new Blob([]) });
    this.onstop();
  }
};
const { LineWeight } = await import(pathToFileURL(`${lib}/line-weight.js`));
const { LiveRuns } = await import(pathToFileURL(`${lib}/live-runs.js`));

/** Look every five seconds for a while, with so much on its way; gives what was said, and when. */
let [now, sentMs] = [0, 0];
function look(weight, seconds, waitingMs, more = {}) {
  const said = [];
  for (const end = now + 1000 * seconds; now < end; ) {
    now += 5000;
    sentMs += 5000;
    const word = weight.look({ waitingMs, sentMs, isWaiting: false, ...more }, now);
    if (word < 0) weight.smaller(now);
    if (word > 0) weight.larger(now);
    if (word) said.push(word);
  }
  return said;
}

// A slow line: smaller at once. A good one: larger, but only after a minute of calm, and not while the line is cut.
const weight = new LineWeight();
assert.deepEqual(look(weight, 10, 9000), [-1]);
assert.deepEqual(look(weight, 55, 0), []);
assert.deepEqual(look(weight, 20, 5000), []); // neither slow nor calm: the minute begins again
assert.deepEqual(look(weight, 60, 0, { isWaiting: true }), []);
assert.deepEqual(look(weight, 60, 0), []);
assert.deepEqual(look(weight, 10, 0), [1]);

// The larger one is too much: it goes back, and the next tries wait two, four … minutes, never for ever.
const waits = [];
for (let tries = 0; tries < 6; tries++) {
  assert.deepEqual(look(weight, 10, 9000), [-1]);
  const began = now;
  while (!look(weight, 5, 0).length) assert.ok(now - began < 20 * 60_000);
  waits.push(Math.round((now - began) / 60_000));
}
assert.deepEqual(waits, [2, 4, 8, 16, 16, 16]);

// The studio itself: each change of size is a run of its own, and so is what follows a run without its beginning.
const sender = { waitingMs: 0, sentMs: 0, isWaiting: false, begun: [], ended: [] };
sender.begin = async (mime, onAir) => {
  const run = { onAir };
  sender.begun.push(run);
  return run;
};
sender.over = (run) => sender.ended.push(run);
const camera = { level: 1, stream: {}, rates: {}, resize: async (levels) => (camera.level += levels) };
Object.defineProperty(camera, "isSmallest", { get: () => camera.level === 3 });
Object.defineProperty(camera, "isLargest", { get: () => camera.level === 0 });
const runs = new LiveRuns({ sender, camera, view: { isWide: true }, isOnAir: () => true, began() {}, failed() {}, full() {} });
await runs.start();
runs.weight.look = () => 1;
assert.equal(await runs.weigh(), false);
assert.deepEqual([camera.level, sender.begun.length, sender.ended.length], [0, 2, 1]);
await runs.weigh(); // as large as it gets
assert.deepEqual([camera.level, sender.begun.length], [0, 2]);
runs.weight.look = () => -1;
for (const level of [1, 2, 3, 3]) {
  const isSmaller = camera.level < 3;
  assert.equal(await runs.weigh(), isSmaller);
  assert.equal(camera.level, level);
}
assert.equal(runs.isWrong, false);
runs.run.isHeadless = true;
assert.equal(runs.isWrong, true);
await runs.renew();
assert.equal(runs.isWrong, false);
assert.equal(sender.begun.length, 6);
