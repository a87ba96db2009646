// How fast the line is towards us: some bytes are sent and timed. From it follows how large the picture may be.

import { ask, reach } from "./desk-line.js";

const BYTES = 250_000;
const LEAST_MS = 30;
const SHARE = 0.6; // of the line is used: the rest catches up after a break

// From the best down: lines of the picture, bits a second of picture and of sound.
export const LEVELS = [
  { height: 720, bits: 2_000_000, soundBits: 96_000 },
  { height: 540, bits: 1_100_000, soundBits: 64_000 },
  { height: 360, bits: 550_000, soundBits: 48_000 },
  { height: 240, bits: 250_000, soundBits: 32_000 },
];

/** Kilobits a second towards the server; null when there is no line. */
export async function lineSpeed(address) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new Uint8Array(BYTES);
  for (let at = 0; at < BYTES; at += 65_536) crypto.getRandomValues(body.subarray(at, at + 65_536));
  try {
    await ask(address); // the line is warm
    const began = performance.now();
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream", Accept: "application/json" };
    const response = await reach(address, { method: "POST", headers, body }, 20);
    if (!response.ok) return null;
    return (BYTES * 8) / Math.max(LEAST_MS, performance.now() - began);
  } catch {
    return null;
  }
}

/** The best level that a line of so many kilobits a second carries: its number in LEVELS. */
export function levelFor(speed) {
  const fitting = LEVELS.findIndex(({ bits, soundBits }) => bits + soundBits <= speed * 1000 * SHARE);
  return fitting < 0 ? LEVELS.length - 1 : fitting;
}
