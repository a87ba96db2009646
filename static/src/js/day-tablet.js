// [data-day-tablet]: a trainer's day, with or without a line. What is noted is kept here first and sent when it can be.
import { canKeep, erase } from "./lib/day-box.js";
import * as keeper from "./lib/day-keeper.js";

const CACHE = "korpu-day";
const AGAIN = 30_000; // milliseconds until the line is tried again
const EARLY = 6 * 3_600_000; // milliseconds; the same as on the server
const CARD = /(?:^|\D)(?:\d[ -]?){12,18}\d(?!\d)/;

const root = document.querySelector("[data-day-tablet]");
const { sync, worker, page } = root.dataset;
const part = (name) => root.querySelector(`[data-part="${name}"]`);
let isBusy = false;
let drawn = ""; // what the page shows; what has not changed is left alone, with its errors and the focus

// The page -------------------------------------------------------------------------------------------
function made(name) {
  return document.querySelector(`template[data-piece="${name}"]`).content.cloneNode(true);
}

/** Write a text into every slot of a piece; an empty one is taken out. */
function fill(piece, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const slot of piece.querySelectorAll(`[data-slot="${name}"]`)) {
      slot.textContent = text ?? "";
      if (!text) (slot.closest("[data-with]") ?? slot).remove();
    }
  }
  return piece;
}

/** Whether one can be on the way to a visit by now. */
const isNear = (stop) => new Date(stop.starts_at) - Date.now() < EARLY;

/** How far a visit is, by what the server knows and what is still to be sent. */
function progress(stop, events) {
  const here = events.filter(({ event }) => event.visit === stop.key);
  const mine = here.map(({ event }) => event.kind);
  const units = here.filter(({ event }) => event.kind === "unit").map(({ event }) => event.facts.unit);
  return {
    worked: [...(stop.worked ?? []), ...units],
    arrived: stop.arrived || mine.includes("arrived"),
    left: stop.left || mine.includes("left"),
    shown: stop.shown || mine.includes("confirmed"),
    nobody: mine.includes("no_show"),
    waits: mine.length,
  };
}

async function draw() {
  const [day, events] = [await keeper.day(), await keeper.waiting()];
  const now = JSON.stringify([day, events, day.stops.map(isNear)]);
  if (now === drawn) return;
  drawn = now;
  const open = new Map([...root.querySelectorAll("details")].map((details) => [details.dataset.id, details.open]));
  const typed = new Map([...root.querySelectorAll("textarea, input[type=text]")].map((field) => [field.id, field.value]));
  const stops = part("stops");
  stops.replaceChildren(...day.stops.map((stop) => drawStop(stop, progress(stop, events))));
  for (const details of stops.querySelectorAll("details")) details.open = open.get(details.dataset.id) ?? details.open;
  for (const [id, value] of typed) {
    const field = value && document.getElementById(id);
    if (field) field.value = value;
  }
  part("none").hidden = day.stops.length > 0;
  part("messages").replaceChildren(...day.messages.map(drawMessage));
  part("finish").hidden = !day.whose;
  say("waiting", events.length);
}

function drawMessage({ about, words }, at) {
  const piece = fill(made("message"), { about, words });
  piece.querySelector("button").addEventListener("click", async () => {
    await keeper.dismiss(at);
    await draw();
  });
  return piece;
}

function drawStop(stop, so) {
  const piece = fill(made("stop"), {
    elder: stop.elder, when: `${stop.day}, ${stop.from} – ${stop.until}`, address: stop.address,
    district: stop.district, word: stop.word, beside: stop.beside, number: `${stop.number} / ${stop.of}`,
  });
  for (const line of stop.lines) piece.querySelector("[data-list=lines]").append(item(line));
  for (const card of stop.cards) piece.querySelector("[data-list=cards]").append(drawCard(card, so.worked.includes(card.code)));
  for (const element of piece.querySelectorAll("[data-id], [id], [for], [aria-describedby]")) own(element, stop.key);
  const shown = {
    before: !so.arrived && !so.nobody, arrive: !so.arrived && !so.nobody && isNear(stop), there: so.arrived && !so.left, notes: so.arrived,
    confirm: so.arrived && !so.shown && !stop.is_second, nobody: !so.arrived && !so.nobody && !stop.is_second && isNear(stop),
    missed: so.nobody, over: so.left, confirmed: so.shown, unsent: so.waits > 0,
  };
  for (const element of piece.querySelectorAll("[data-when]")) element.hidden = !shown[element.dataset.when];
  for (const form of piece.querySelectorAll("form")) form.addEventListener("submit", (event) => noted(event, stop, form));
  return piece;
}

function own(element, key) {
  for (const name of ["id", "for", "aria-describedby", "data-id"])
    if (element.hasAttribute(name)) element.setAttribute(name, `${element.getAttribute(name)}-${key}`);
}

function item(text) {
  const li = document.createElement("li");
  li.textContent = text;
  return li;
}

function drawCard({ code, title, promise, steps, careful }, isWorkedOn) {
  const piece = fill(made("card"), { title, promise, careful });
  piece.querySelector("[name=unit]").setAttribute("value", code);
  piece.querySelector(isWorkedOn ? "form" : "[data-worked]").remove();
  piece.querySelector("[data-list=steps]").append(...steps.map(item));
  piece.querySelector("details").dataset.id = `card-${title}`;
  return piece;
}

// What is noted --------------------------------------------------------------------------------------
const FACTS = {
  arrived: (said) => ({ rules: said.getAll("rules") }),
  checklist: (said) => ({ done: said.getAll("done") }),
  note: (said) => ({ text: said.get("text").trim() }),
  incident: (said) => ({ text: said.get("text").trim(), in_danger: said.get("in_danger") === "yes" }),
  unit: (said) => ({ unit: said.get("unit") }),
  code: (said) => ({ way: "code", code: said.get("code").replace(/\D/g, "") }),
  sheet: () => ({ way: "sheet" }),
};
const KINDS = { code: "confirmed", sheet: "confirmed", nobody: "no_show" };

async function noted(event, stop, form) {
  event.preventDefault();
  const { deed } = form.dataset;
  const said = FACTS[deed]?.(new FormData(form)) ?? {};
  const fault = wrong(deed, said, form, stop);
  const place = form.querySelector("[data-fault]");
  if (place) {
    place.hidden = !fault;
    place.textContent = fault ?? "";
  }
  if (fault) return form.querySelector("input, textarea")?.focus();
  form.reset();
  await keeper.note(stop, KINDS[deed] ?? deed, said);
  await draw();
  say("kept");
  await send();
}

/** Say in words why something cannot be kept; undefined when it can. */
function wrong(deed, said, form, stop) {
  const words = form.dataset;
  if (deed === "arrived" && said.rules.length < form.querySelectorAll("[name=rules]").length) return words.ticks;
  if (deed === "code" && said.code.length !== 4) return words.digits;
  if ("text" in said && !said.text) return words.empty;
  if ("text" in said && CARD.test(said.text)) return words.card;
  if (deed === "nobody" && new Date(stop.starts_at) > new Date()) return words.early;
  return undefined;
}

// The line -------------------------------------------------------------------------------------------
function say(name, count = 0) {
  const line = part("line");
  if (name === "waiting") {
    const unsent = part("unsent");
    unsent.hidden = !count;
    unsent.querySelector("strong").textContent = String(count);
    return;
  }
  line.textContent = line.dataset[name];
  line.dataset.state = name;
}

async function send() {
  if (isBusy) return;
  isBusy = true;
  try {
    await keeper.exchange(sync);
    say("sent");
  } catch (error) {
    if (error instanceof keeper.Erased) say("erased");
    else if (error instanceof keeper.SomebodyElse) say("other");
    else if (error instanceof keeper.SignedOut) say("out");
    else if (error instanceof keeper.LineLost) say("offline");
    else throw error;
  } finally {
    isBusy = false;
    await draw();
  }
}

/** Send what there is and keep nothing; what cannot be sent is not thrown away. */
async function finish() {
  await send();
  if ((await keeper.waiting()).length) return;
  await erase();
  await draw();
  say("finished");
}

/** Keep this page and its parts, and nothing else, for when there is no line. */
async function keepShell() {
  await navigator.serviceWorker.register(worker, { scope: root.dataset.scope });
  const cache = await caches.open(CACHE);
  const parts = performance.getEntriesByType("resource").map(({ name }) => name);
  const own = parts.filter((name) => name.startsWith(`${location.origin}${root.dataset.assets}`));
  const answer = await fetch(page);
  if (!answer.ok || answer.redirected) return;
  await cache.put(page, answer);
  await cache.addAll([...new Set(own)]);
  const wanted = new Set([new URL(page, location.origin).href, ...own]);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  await navigator.serviceWorker.ready;
  part("ready").hidden = false;
}

async function begin() {
  if (!canKeep()) return (part("cannot").hidden = false);
  part("app").hidden = false;
  part("send").addEventListener("click", send);
  part("finish").addEventListener("click", finish);
  window.addEventListener("online", send);
  window.addEventListener("offline", () => say("offline"));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(send, AGAIN);
  await draw();
  await send();
  await keepShell().catch(() => {}); // without a line it is kept already, or will be
}

begin();
