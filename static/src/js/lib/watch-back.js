// Plays a recording from its pieces: one film a run, one after the other.

import { reach } from "./desk-line.js";

/** Make a film of each run from what is on the device; what is only on the server is fetched. */
export async function filmsOf({ store, take, runs, address, mime }) {
  const films = [];
  for (const run of Object.keys(runs).map(Number).sort((one, other) => one - other)) {
    const parts = [];
    for (let number = 1; number <= runs[run]; number++) {
      parts.push((await store.bytes([take, run, number])) ?? (await fetched(`${address}/${run}/${number}`)));
    }
    if (parts.length) films.push(new Blob(parts, { type: kindOf(parts[0], mime) }));
  }
  return films;
}

async function fetched(address) {
  const response = await reach(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.arrayBuffer();
}

/** What the first bytes say: runs of one take may come from different devices. */
function kindOf(bytes, mime) {
  const head = new Uint8Array(bytes, 0, 4);
  if (head[0] === 0x1a && head[1] === 0x45) return "video/webm";
  return mime.includes("mp4") || head[0] === 0 ? "video/mp4" : "video/webm";
}

/** Show the films in one player; `turned(number, total)` says which part plays. Gives a stop function. */
export function playBack(video, films, turned) {
  const addresses = films.map((film) => URL.createObjectURL(film));
  let part = 0;
  let isMeasuring = true;
  const show = (number, andPlay) => {
    part = number;
    video.src = addresses[number];
    turned(number + 1, addresses.length);
    if (andPlay) video.play().catch(() => {});
  };
  const next = () => {
    if (part + 1 < addresses.length) show(part + 1, true);
  };
  // A recording says no length; looking for its end makes the browser find it.
  const measure = () => {
    if (!isMeasuring || video.duration !== Infinity) return;
    video.addEventListener("durationchange", () => (video.currentTime = 0), { once: true });
    video.currentTime = 1e7;
  };
  // The recording of a device that died ends in the middle of a picture: it plays, but its end cannot be looked for.
  const failed = () => {
    if (!isMeasuring) return;
    isMeasuring = false;
    show(part, false);
  };
  const listeners = { ended: next, loadedmetadata: measure, error: failed };
  for (const [name, listener] of Object.entries(listeners)) video.addEventListener(name, listener);
  if (addresses.length) show(0, false);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) video.removeEventListener(name, listener);
    video.pause();
    video.removeAttribute("src");
    video.load();
    addresses.forEach((address) => URL.revokeObjectURL(address));
  };
}
