// What a player keeps where the browser keeps nothing, or no more. Run by test_kept_reports.py, for each kind of store.
import assert from "node:assert";
import { argv } from "node:process";

const [lib, kind] = argv.slice(2);
const ITEMS = new Map();
const fails = () => {
  throw new DOMException("full", "QuotaExceededError");
};
const STORES = {
  works: { getItem: (name) => ITEMS.get(name) ?? null, setItem: (name, value) => ITEMS.set(name, value) },
  full: { getItem: (name) => ITEMS.get(name) ?? null, setItem: fails },
  forbidden: { getItem: fails, setItem: fails },
};
globalThis.localStorage = STORES[kind];
globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
globalThis.window = new EventTarget();
if (kind === "full") {
  ITEMS.set("korpu-watch-reports", JSON.stringify([{ address: "/watch/old/report", report: { number: 9, spans: [] } }]));
}

const taken = [];
let isCut = true;
globalThis.fetch = async (address, { body }) => {
  if (isCut) throw new TypeError("no line");
  const report = JSON.parse(body);
  taken.push([address, report.number]);
  return { ok: true, json: async () => ({ number: report.number }) };
};

const { watch } = await import(`${lib}/watching.js`);
const video = Object.assign(new EventTarget(), { currentTime: 0, paused: false, seeking: false, playbackRate: 1 });
const told = [];
const watching = watch(video, "/watch/mine/report", { said: ({ number }) => told.push(number), waiting: () => {} });
const settled = () => new Promise((over) => setTimeout(over, 20));
await settled();
video.dispatchEvent(new Event("timeupdate"));
for (const second of [0.3, 0.6]) {
  video.currentTime = second;
  await watching.flush(); // the line is cut
}
assert.deepEqual(taken, []);
isCut = false;
video.currentTime = 0.9;
watching.stop();
await settled();
const mine = [1, 2, 3].map((number) => ["/watch/mine/report", number]);
assert.deepEqual(taken, kind === "full" ? [["/watch/old/report", 9], ...mine] : mine, "each is sent once, in order");
assert.deepEqual(told, [3]);
