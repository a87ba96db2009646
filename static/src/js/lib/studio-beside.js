// What lies beside the camera or the live picture: slides, questions and what hosts write. Heard from one stream.

import { listen } from "./live-events.js";
import { hostPanel } from "./live-host.js";
import { presses } from "./press.js";
import { SlideDesk } from "./slide-desk.js";

const OURS = ["state", "slide", "slides", "viewers", "message", "caption"];
const TALK = ["question", "question_gone", "taken", "answer", "votes", "poll", "poll_result", "poll_now", "polls", "applause", "concern"];

/** How a studio stands now, as the server has it. */
export async function standing(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  return response.json();
}

/**
 * Bring the parts beside to life. `on` hears events by their names; `before(name, form)`, `done(answer, name)` and
 * `failed(reason, words)` belong to the buttons inside `root` (see `presses`). Gives the slides.
 */
export function beside(root, settings, { on, before = () => true, done = () => {}, failed }) {
  const renew = async () => (await standing(settings.at.now)).events;
  const { target } = listen(settings.events, [...OURS, ...TALK], { renew });
  const slides = new SlideDesk(root.querySelector("[data-slides]"), settings.words);
  const show = ({ slides: all, slide }) => slides.show(all, slide);
  slides.show(settings.slides, settings.slide);
  const heard = {
    ...on,
    slide: ({ number }) => slides.show(slides.slides, number),
    slides: async () => show(await standing(settings.at.now)),
  };
  for (const [name, deed] of Object.entries(heard)) {
    target.addEventListener(name, ({ detail }) => void Promise.resolve(deed(detail)).catch(() => {}));
  }
  presses(root, {
    before: (name, form) => {
      if (!before(name, form)) return false;
      slides.drawing(name === "slides");
      return true;
    },
    done: (answer, name, form) => {
      slides.drawing(false);
      show(answer);
      if (name === "slides") form.reset();
      done(answer, name, form);
    },
    failed: (reason, words) => {
      slides.drawing(false);
      failed(reason, words);
    },
  });
  const panel = root.querySelector("[data-live-host]");
  if (panel) hostPanel(panel, target);
  return slides;
}
