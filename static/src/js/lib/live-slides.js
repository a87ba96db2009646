// data-live-slide: the slide that belongs to what is being watched. Who sees the picture seconds later sees the slide
// seconds later too, and who goes back sees the one of that time.
import { fill } from "./words.js";

const MARGIN_MS = 300;

/** Show slides on the recording's clock. `list` holds those shown so far, each with at_ms. Gives {add, follow}. */
export function liveSlides(root, list, words) {
  if (!root) return { load() {}, add() {}, follow() {} };
  const picture = root.querySelector("img");
  const [caption, text] = [root.querySelector("[data-slide-number]"), root.querySelector("[data-slide-text]")];
  let all = list;
  let shown = null;

  const show = (slide) => {
    if (slide === shown) return;
    shown = slide;
    const isThere = Boolean(slide?.number && slide.src);
    root.hidden = !isThere;
    root.closest("[data-webinar]").classList.toggle("k-live--slide", isThere);
    if (!isThere) return;
    const name = fill(words.slide, { number: slide.number, of: slide.of });
    Object.assign(picture, { src: slide.src, width: slide.width, height: slide.height, alt: name });
    caption.textContent = name;
    text.textContent = slide.text;
    text.closest("details").hidden = !slide.text;
  };
  const at = (now_ms) => all.filter(({ at_ms }) => at_ms <= now_ms + MARGIN_MS).at(-1) ?? null;
  return {
    /** Take what the server says was shown, in place of what was known before. */
    load(now) {
      all = [...now];
    },
    add(slide) {
      all.push(slide);
      all.sort((one, other) => one.at_ms - other.at_ms);
      // Known before it is due, so that it is there when it is.
      if (slide.src) new Image().src = slide.src;
    },
    /** Show the slide of a place in the recording. */
    follow: (now_ms) => show(at(now_ms)),
  };
}
