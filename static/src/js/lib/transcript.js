// data-transcript: the text of a film beside the player. It follows the film, its times lead into it, and it is searched.

const QUIET_MS = 5_000; // after somebody scrolled by hand the text stays where it is for so long

/** Bring the text of a film to life. `jump(seconds)` plays from there. Gives {follow(video)}. */
export function transcript(section, words, jump) {
  const lines = [...section.querySelectorAll("li[data-from]")].map((item) => ({
    item,
    from: Number(item.dataset.from) / 1000,
    until: Number(item.dataset.until) / 1000,
    text: item.querySelector("[data-text]"),
  }));
  for (const { item, from } of lines) timeButton(item, words, () => jump(from));
  search(section, lines, words);
  let touchedAt = -Infinity;
  for (const name of ["wheel", "touchmove", "keydown"]) {
    section.addEventListener(name, () => (touchedAt = performance.now()), { passive: true });
  }

  let current = [];
  const mark = (video) => {
    const now = lines.filter(({ from, until }) => from <= video.currentTime && video.currentTime < until);
    if (now.length === current.length && now.every((line, at) => line === current[at])) return;
    for (const { item } of current) item.removeAttribute("aria-current");
    for (const { item } of now) item.setAttribute("aria-current", "true");
    current = now;
    if (performance.now() - touchedAt > QUIET_MS) for (const { item } of now) bringIntoBox(item);
  };
  return { follow: (video) => video.addEventListener("timeupdate", () => mark(video)) };
}

function timeButton(item, words, act) {
  const place = item.querySelector("[data-time]");
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "k-jump",
    textContent: place.textContent,
  });
  button.setAttribute("aria-label", words.play_from.replace("{time}", place.textContent));
  button.addEventListener("click", act);
  place.replaceChildren(button);
}

/** Scroll the box of the text, never the page. */
function bringIntoBox(item) {
  const box = item.closest("[data-box]");
  if (!box || box.scrollHeight <= box.clientHeight) return;
  const top = item.offsetTop - box.offsetTop - box.clientHeight / 3;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}

function search(section, lines, words) {
  const form = section.querySelector("[data-transcript-search]");
  const [input, said] = [form.querySelector("input"), form.querySelector("[role=status]")];
  const parts = [...section.querySelectorAll("details")];
  let wereOpen = null; // before the search opened what it found something in
  form.hidden = false;
  const look = () => {
    const wanted = fold(input.value.trim());
    let found = 0;
    for (const { item, text } of lines) {
      const places = wanted ? placesOf(text.textContent, wanted) : [];
      found += places.length ? 1 : 0;
      item.hidden = Boolean(wanted) && !places.length;
      underline(text, places);
    }
    said.textContent = wanted ? (found ? words.found : words.found_nothing).replace("{count}", String(found)) : "";
    if (wanted) wereOpen ??= parts.filter((part) => part.open);
    for (const part of parts) {
      if (wanted) part.open = Boolean(part.querySelector("li[data-from]:not([hidden])"));
      else if (wereOpen) part.open = wereOpen.includes(part);
    }
    if (!wanted) wereOpen = null;
  };
  input.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    section.querySelector("li[data-from]:not([hidden]) button")?.focus();
  });
}

/** A letter as it is searched for: "İ", "I" and "ı" are the same to who types in a hurry, so are "ş" and "s". */
const foldLetter = (letter) =>
  letter === "İ" || letter === "ı" ? "i" : letter === "ə" || letter === "Ə" ? "e" : letter.toLowerCase().normalize("NFD")[0];
const fold = (text) => [...text].map(foldLetter).join("");

/** Where in a text something is said: [from, until] in letters. */
function placesOf(text, wanted) {
  const [folded, length] = [[...text].map(foldLetter), [...wanted].length];
  const [whole, places] = [folded.join(""), []];
  // A folded letter is one sign, so places in the folded text are places in the text.
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + length)) places.push([at, at + length]);
  return places;
}

function underline(element, places) {
  const letters = [...element.textContent];
  const parts = [];
  let last = 0;
  for (const [from, until] of places) {
    const mark = document.createElement("mark");
    mark.textContent = letters.slice(from, until).join("");
    parts.push(letters.slice(last, from).join(""), mark);
    last = until;
  }
  element.replaceChildren(...parts, letters.slice(last).join(""));
}
