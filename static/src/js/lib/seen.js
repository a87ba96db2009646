// What the server counted of a film, shown where the page speaks of it.
import { clock } from "./clock.js";
import { fill } from "./words.js";

/** Show the answer to a report ({watched_ms, duration_ms}) in the words and on the band of a page. */
export function showSeen(page, { watched_ms, duration_ms }, words) {
  const place = page.querySelector("[data-seen]");
  const whole = Math.min(Math.floor(watched_ms / 1000), Math.round(duration_ms / 1000));
  if (place) place.textContent = fill(words.seen, { seen: words.seen_in_seconds ? whole : clock(watched_ms) });
  const band = page.querySelector("[data-part-of-lesson]");
  const part = band?.querySelectorAll("progress")[band.dataset.partOfLesson - 1];
  if (part && part.value < 100) part.value = Math.min(100, (100 * watched_ms) / duration_ms);
}
