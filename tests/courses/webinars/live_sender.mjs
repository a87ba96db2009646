// The studio's sender against a server that loses, doubles and refuses by lot: everything arrives, in whole, once.
// node live_sender.mjs <lib folder> <seed>

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const [lib, seed] = [process.argv[2], Number(process.argv[3])];
let state = seed;
const lot = () => (state = (state * 48271) % 2147483647) / 2147483647;

// What a browser has and Node has not.
globalThis.addEventListener = globalThis.removeEventListener = () => {};
globalThis.document = { querySelector: () => null };
globalThis.location = { href: "https://korpu.example/studio/" };
const quick = globalThis.setTimeout;
globalThis.setTimeout = (deed, ms, ...more) => quick(deed, ms > 5000 ? ms : ms / 500, ...more); // waits are short here

const server = { runs: [], mode: "on_air", holder: null, took: 0 };
const reply = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const stands = (more) => ({ code: "ok", mode: server.mode, holder: server.holder, run: server.runs.length, ...more });

function answer(address, { method = "GET", body }) {
  const place = address.split("/").slice(3);
  if (address.endsWith("/open/")) return reply(200, { address: "/live-in/token" });
  if (!place.length) return reply(200, stands());
  if (place[0] === "take-over") {
    server.holder = JSON.parse(body).holder;
    return reply(200, stands());
  }
  if (place[0] === "runs") {
    const told = JSON.parse(body);
    server.holder ??= told.holder;
    if (server.holder !== told.holder) return reply(409, stands({ code: "taken_over" }));
    if (told.on_air && server.mode === "over") return reply(410, stands({ code: told.ago_ms > 900 ? "closed" : "over" }));
    if (told.on_air && server.mode !== "on_air") return reply(409, stands({ code: "not_on_air" }));
    let number = server.runs.findIndex(({ key }) => key === told.key) + 1;
    if (!number) number = server.runs.push({ key: told.key, onAir: told.on_air, pieces: new Map(), over: null });
    return reply(201, stands({ run: number }));
  }
  const run = server.runs[Number(place[0]) - 1];
  if (!run) return reply(404, stands({ code: "unknown" }));
  if (method === "POST") {
    run.over = JSON.parse(body);
    return reply(200, stands());
  }
  const isKnown = run.pieces.has(Number(place[1]));
  if (server.isHeld) return reply(423, stands({ code: "held" }));
  if (server.isClosed && !isKnown) return reply(410, stands({ code: "over" }));
  run.pieces.set(Number(place[1]), Buffer.from(body).toString());
  server.took += 1;
  return reply(isKnown ? 200 : 201, stands(run.pieces.has(1) ? {} : { headless: true }));
}

/** One in ten is lost on the way there, one in ten on the way back, and some are put off. */
globalThis.fetch = async (address, options = {}) => {
  await new Promise((resolve) => quick(resolve, lot() * 3));
  const luck = lot();
  if (luck < 0.1) throw new TypeError("the line broke");
  if (luck > 0.95) return reply(503, stands({ code: "try_later" }));
  const said = answer(address, options);
  if (luck > 0.85) throw new TypeError("the answer was lost");
  return said;
};

const { LiveSender } = await import(pathToFileURL(`${lib}/live-sender.js`));
const { openStore } = await import(pathToFileURL(`${lib}/piece-store.js`)); // Node has no IndexedDB: memory
const store = await openStore("test");
const told = [];
const made = (holder) =>
  new LiveSender({ store, owner: "me", holder, open: "/webinars/1/studio/open/", tell: (...what) => told.push(what) });

async function until(question) {
  for (let tries = 0; tries < 4000; tries++) {
    if (question()) return;
    await new Promise((resolve) => quick(resolve, 5));
  }
  assert.fail(`still not so: ${question}`);
}

async function record(sender, onAir, count, name) {
  const run = await sender.begin("video/webm", onAir);
  for (let number = 1; number <= count; number++) {
    await sender.keep(run, new Blob([`${name}-${number}`]), 1000);
    await new Promise((resolve) => quick(resolve, lot() * 4));
  }
  return run;
}

const whole = (run, name, count) => {
  assert.equal(run.pieces.size, count);
  for (let number = 1; number <= count; number++) assert.equal(run.pieces.get(number), `${name}-${number}`);
};

// Two runs, one after the other: whole, in their order, each said to be over.
const sender = made("tablet");
const first = await record(sender, true, 30, "a");
sender.over(first);
const second = await record(sender, false, 12, "b");
sender.over(second);
await until(() => !sender.runs.length);
assert.deepEqual(server.runs.map(({ onAir }) => onAir), [true, false]);
whole(server.runs[0], "a", 30);
whole(server.runs[1], "b", 12);
assert.deepEqual(server.runs.map(({ over }) => over), [{ pieces: 30, lost: [] }, { pieces: 12, lost: [] }]);
assert.equal(sender.waitingMs, 0);
assert.ok(server.took >= 42);

// A reload in the middle: the next page sends the rest of the run and says that it is over.
const before = made("tablet");
const cut = await before.begin("video/webm", true);
for (let number = 1; number <= 9; number++) {
  const piece = { take: cut.id, run: 1, number, ms: 1000, sha256: "", sent: false };
  await store.keepPiece(piece, new TextEncoder().encode(`c-${number}`).buffer);
}
before.isOver = true; // that page is gone
const after = made("tablet");
await after.takeUp();
await until(() => !after.runs.length);
whole(server.runs.find(({ key }) => key === cut.id), "c", 9);
assert.deepEqual(server.runs.find(({ key }) => key === cut.id).over, { pieces: 9, lost: [] });

// What is left of a webinar of long ago, of whomever, goes from the device.
const days = 24 * 3600 * 1000;
await store.keepTake({ id: "old", owner: "somebody", mime: "", onAir: true, began: Date.now() - 3 * days, server: 1 });
await store.keepTake({ id: "new", owner: "somebody", mime: "", onAir: true, began: Date.now() - 1 * days, server: 1 });
await made("tablet").takeUp();
assert.deepEqual((await store.allTakes()).map(({ id }) => id), ["new"]);

// A piece that the device itself has lost is said to be lost; the others arrive.
const holed = made("tablet");
const run = await holed.begin("video/webm", true);
const bytes = store.bytes.bind(store);
store.bytes = async (key) => (key[2] === 2 ? undefined : bytes(key));
for (let number = 1; number <= 3; number++) await holed.keep(run, new Blob([`d-${number}`]), 1000);
holed.over(run);
await until(() => !holed.runs.length);
store.bytes = bytes;
const known = server.runs.find(({ key }) => key === run.id);
assert.deepEqual([...known.pieces.keys()].sort(), [1, 3]);
assert.deepEqual(known.over, { pieces: 3, lost: [2] });

// The device has lost the first piece, with the header: it hears so once, so that another run can begin.
told.length = 0;
store.bytes = async (key) => (key[2] === 1 ? undefined : bytes(key));
const headless = await holed.begin("video/webm", true);
for (let number = 1; number <= 5; number++) await holed.keep(headless, new Blob([`h-${number}`]), 1000);
holed.over(headless);
await until(() => !holed.runs.length);
store.bytes = bytes;
assert.deepEqual(told.filter(([what]) => what === "headless").map(([, { id }]) => id), [headless.id]);
await record(holed, true, 3, "i").then((one) => holed.over(one));
await until(() => !holed.runs.length);
assert.equal(told.filter(([what]) => what === "headless").length, 1); // where all arrive, in whatever order, none

// It was stopped for a concern: nothing is sent any more, and what is left stays on the device.
const stopped = made("tablet");
server.isHeld = true;
const kept = await record(stopped, true, 2, "k");
await until(() => stopped.isOver);
assert.deepEqual([stopped.waitingPieces, stopped.unsentMs, (await store.pieces(kept.id)).length], [0, 2000, 2]);
server.isHeld = false;
const later = made("tablet");
await later.takeUp();
await until(() => !later.runs.length);
whole(server.runs.find(({ key }) => key === kept.id), "k", 2);

// The recording was sent without what was still here: it stays on the device, and the page can say how much it is.
const shut = made("tablet");
const unsent = await shut.begin("video/webm", true);
const part = await record(shut, false, 1, "r"); // a rehearsal behind it is nothing that anybody misses
server.isClosed = true;
for (let number = 1; number <= 3; number++) await shut.keep(unsent, new Blob([`l-${number}`]), 1000);
shut.over(unsent);
shut.over(part);
await until(() => shut.isOver);
assert.deepEqual([shut.unsentMs, shut.waitingMs, shut.runs.length], [3000, 0, 0]);
await shut.keep(unsent, new Blob(["l-4"]), 500); // the last piece comes when the recorder has stopped
assert.deepEqual([shut.unsentMs, shut.waitingMs], [3500, 0]);
assert.deepEqual((await store.pieces(unsent.id)).map(({ sent }) => sent), [false, false, false, false]);
server.mode = "over";
const afterEnd = made("tablet"); // what was begun after the end is nothing that was to be sent
const surplus = await afterEnd.begin("video/webm", true);
await afterEnd.keep(surplus, new Blob(["m-1"]), 1000);
await until(() => surplus.isDropped);
assert.deepEqual([afterEnd.unsentMs, (await store.pieces(surplus.id)).length], [0, 0]);
const unknown = made("tablet"); // what was begun before it, and could not be announced, is
const early = { id: crypto.randomUUID(), owner: "early", mime: "", onAir: true, began: Date.now() - 60_000, server: 0 };
await store.keepTake(early);
await store.keepPiece({ take: early.id, run: 1, number: 1, ms: 1000, sha256: "", sent: false }, new ArrayBuffer(4));
unknown.owner = "early";
await unknown.takeUp();
await until(() => unknown.isOver);
assert.deepEqual([unknown.unsentMs, (await store.pieces(early.id)).length], [1000, 1]);
await store.removeTake(early.id);
server.mode = "on_air";
server.isClosed = false;
const reopened = made("tablet");
await reopened.takeUp();
await until(() => !reopened.runs.length);
whole(server.runs.find(({ key }) => key === unsent.id), "l", 4);

// Another device has taken over: a new run of this one is refused, and it hears so.
server.holder = "phone";
told.length = 0;
const late = await record(sender, true, 2, "e");
await until(() => told.some(([what, said]) => what === "refused" && said.code === "taken_over"));
assert.ok(late.isDropped);
assert.ok(!server.runs.some(({ key }) => key === late.id));

// It is not on air any more: the same.
server.holder = "tablet";
server.mode = "paused";
told.length = 0;
await record(sender, true, 2, "f");
await until(() => told.some(([what, said]) => what === "refused" && said.code === "not_on_air"));
assert.equal(sender.runs.length, 0);
