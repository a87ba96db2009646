// The chapters of a film: marks on the line of time, a list in a panel, and times on the page that lead into the film.
import { clock } from "./clock.js";

/** Show chapters ({at_ms, title}) on a video that knows its length. `jump(seconds)` plays from there. */
export function showChapters(video, list, { bar, panel, jump }) {
  const menu = bar.querySelector("[data-chapters-menu]");
  if (list.length < 2 || !menu) return;
  const ends = list.map((_one, number) => (list[number + 1] ? list[number + 1].at_ms / 1000 : Infinity));
  const lines = list.map(({ at_ms, title }) => {
    const line = Object.assign(document.createElement("button"), { type: "button", className: "k-player__chapter" });
    const time = Object.assign(document.createElement("span"), { className: "k-player__time", textContent: clock(at_ms) });
    line.append(time, ` ${title}`);
    line.addEventListener("click", () => jump(at_ms / 1000));
    const item = document.createElement("li");
    item.append(line);
    panel.querySelector("ol").append(item);
    return line;
  });
  menu.hidden = false;
  const mark = () => {
    const now = video.currentTime;
    const current = list.findIndex(({ at_ms }, number) => at_ms / 1000 <= now && now < ends[number]);
    lines.forEach((line, number) => line.toggleAttribute("aria-current", number === current));
    lines[current]?.setAttribute("aria-current", "true");
  };
  video.addEventListener("timeupdate", mark);
  video.addEventListener("durationchange", () => addTrack(video, list, ends), { once: true });
}

/** The marks are drawn from a text track of chapters, which is also what a browser's own controls read. */
function addTrack(video, list, ends) {
  const track = video.addTextTrack("chapters");
  track.mode = "hidden";
  if (list[0].at_ms > 0) track.addCue(new VTTCue(0, list[0].at_ms / 1000, ""));
  list.forEach(({ at_ms, title }, number) => {
    const end = Math.min(ends[number], video.duration);
    if (end > at_ms / 1000) track.addCue(new VTTCue(at_ms / 1000, end, title));
  });
}

/** Make buttons of the times written on a page ([data-jump="seconds"]): `jump(seconds)` plays from there. */
export function linkTimes(page, words, jump) {
  for (const place of page.querySelectorAll("[data-jump]")) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "k-jump",
      textContent: place.textContent,
    });
    button.setAttribute("aria-label", words.play_from.replace("{time}", place.textContent));
    button.addEventListener("click", () => jump(Number(place.dataset.jump)));
    place.replaceChildren(button);
  }
}
