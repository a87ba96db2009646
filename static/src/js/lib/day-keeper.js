// A trainer's day on a tablet: what the server gave, what was noted since, and the exchange of both. Two records: "day"
// ({whose, given, until, stops, messages}) and one for each event that is not sent yet.
import * as box from "./day-box.js";
import { LineLost, SignedOut, reach } from "./desk-line.js";

export { LineLost, SignedOut };
export class Erased extends Error {}
export class SomebodyElse extends Error {}

const MOST_EVENTS = 100;
const EMPTY = { whose: "", given: "", until: "", stops: [], messages: [] };

export async function day() {
  const kept = await box.get("day");
  if (kept?.until && new Date(kept.until) < new Date()) {
    // The day after tomorrow has come: what was given is forgotten. What was noted stays until it is sent.
    await box.put("day", { ...kept, stops: [] });
    return { ...kept, stops: [] };
  }
  return kept ?? { ...EMPTY };
}

/** What was noted and not sent yet, in order. */
export async function waiting() {
  const rows = (await box.all("event:")).map(([id, event]) => ({ id, ...event }));
  return rows.sort((a, b) => a.order - b.order);
}

/** Keep something that was noted just now, before anything else happens with it. */
export async function note(stop, kind, facts = {}) {
  const last = (await waiting()).at(-1)?.order ?? 0;
  const key = crypto.randomUUID();
  const { whose } = await day();
  const event = { key, visit: stop.key, kind, at: new Date().toISOString(), seen_version: stop.version, facts };
  await box.put(`event:${key}`, { order: Math.max(last + 1, Date.now()), whose, event });
}

/** Forget a message that was read. */
export async function dismiss(at) {
  const kept = await day();
  kept.messages.splice(at, 1);
  await box.put("day", kept);
}

/** Give and take once; two tabs never at the same time. Throws LineLost, SignedOut, Erased or SomebodyElse. */
export async function exchange(address) {
  const once = () => exchanged(address);
  return navigator.locks ? navigator.locks.request("korpu-day", once) : once();
}

async function exchanged(address) {
  const kept = await day();
  const events = (await waiting()).slice(0, MOST_EVENTS);
  const answer = await ask(address, {
    whose: kept.whose || events[0]?.whose || "",
    given: kept.given,
    known: Object.fromEntries(kept.stops.map(({ key, version }) => [key, version])),
    events: events.map(({ event }) => event),
    sent_at: new Date().toISOString(),
  });
  if (answer.other) {
    await box.put("day", { ...kept, stops: [], messages: [] });
    if (!events.length) await box.erase();
    throw new SomebodyElse();
  }
  if (answer.erase) {
    await box.erase();
    throw new Erased();
  }
  await box.put("day", merged(kept, answer, events));
  for (const { key } of answer.outcomes) await box.remove(`event:${key}`);
  if (events.length === MOST_EVENTS) return exchanged(address);
  return tidy();
}

/** What is new, what stays, and what the office did meanwhile. */
function merged(kept, answer, events) {
  const before = new Map(kept.given === answer.given ? kept.stops.map((stop) => [stop.key, stop]) : []);
  const same = answer.same.filter(({ key }) => before.has(key)).map((stop) => ({ ...before.get(stop.key), ...stop }));
  const stops = [...same, ...answer.stops].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const name = (key) => {
    const stop = kept.stops.find((one) => one.key === key);
    return stop ? `${stop.day}, ${stop.from}, ${stop.elder}` : "";
  };
  const said = new Map();
  const spoken = new Set(); // of these the answer to what was noted says what has become of them
  for (const { key, words } of answer.outcomes) {
    const visit = events.find(({ event }) => event.key === key)?.event.visit;
    if (words) said.set(`${visit} ${words}`, { about: name(visit), words });
    if (words) spoken.add(visit);
  }
  for (const { key, words } of answer.gone)
    if (words && !spoken.has(key)) said.set(`${key} ${words}`, { about: name(key), words });
  const known = new Set(kept.messages.map(({ about, words }) => `${about} ${words}`));
  const fresh = [...said.values()].filter(({ about, words }) => !known.has(`${about} ${words}`));
  const { whose, given, until } = answer;
  return { whose, given, until, stops, messages: [...kept.messages, ...fresh] };
}

/** With nothing to do, to say or to send there is nothing to keep. */
export async function tidy() {
  const kept = await day();
  if (kept.stops.length || kept.messages.length || (await waiting()).length) return kept;
  await box.erase();
  return { ...EMPTY };
}

async function ask(address, body) {
  const asked = await reach(address, {}, 20);
  if (asked.redirected) throw new SignedOut();
  if (asked.status === 403) {
    await box.erase();
    throw new Erased();
  }
  if (!asked.ok) throw new LineLost(String(asked.status));
  const { token } = await asked.json();
  const answer = await reach(
    address,
    {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    },
    60,
  );
  if (answer.redirected) throw new SignedOut();
  if (!answer.ok) throw new LineLost(String(answer.status));
  return answer.json();
}
