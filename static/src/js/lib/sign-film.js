// A signed film beside the main one, in step with it: the main film leads, the signed one follows.
// Small differences are made up by playing a little faster or slower, which nobody sees; larger ones by a jump.
import { attach } from "./source.js";

const EVERY_MS = 100;
const CLOSE = 0.02; // seconds apart that are left alone
const FAR = 0.5; // seconds apart that are jumped over
const PULL = 2; // how strongly a difference changes the rate, a second
const MOST = 0.25; // of the rate

/**
 * Play a signed film in `place`. `offset` is where in the main film it begins, in seconds.
 * Gives a function that ends it.
 */
export function signBeside(main, place, address, { offset, saver, label, failed }) {
  const sign = Object.assign(document.createElement("video"), { muted: true, playsInline: true, preload: "auto" });
  sign.className = "k-player__signing";
  sign.setAttribute("aria-label", label);
  sign.disablePictureInPicture = true;
  place.replaceChildren(sign);
  const aimed = () => main.currentTime - offset;
  const source = attach(sign, address, { saver, startAt: Math.max(0, aimed()), failed });
  let lead = 0; // seconds a jump takes, so that after it the two are together
  let jumpedAt = 0;

  const jump = (aim, ahead) => {
    if (sign.seeking) return;
    jumpedAt = performance.now();
    sign.currentTime = aim + ahead;
  };
  sign.addEventListener("seeked", () => {
    if (jumpedAt && !main.paused) lead = 0.5 * lead + 0.5 * Math.min(1, (performance.now() - jumpedAt) / 1000);
    jumpedAt = 0;
  });

  const step = () => {
    const aim = aimed();
    const length = sign.duration || Infinity;
    const isAway = aim < 0 || aim >= length;
    place.classList.toggle("k-player__sign--away", isAway);
    if (isAway || sign.readyState === 0) return sign.pause();
    const apart = sign.currentTime - aim;
    if (main.paused || main.seeking || main.ended || main.readyState < 3) {
      sign.pause();
      if (Math.abs(apart) > CLOSE) jump(aim, 0);
      return undefined;
    }
    if (sign.paused) sign.play().catch(() => {});
    if (Math.abs(apart) > FAR) jump(aim, lead * main.playbackRate);
    const pull = Math.abs(apart) > CLOSE ? Math.max(-MOST, Math.min(MOST, apart * PULL)) : 0;
    const rate = Math.round(main.playbackRate * (1 - pull) * 100) / 100;
    if (sign.playbackRate !== rate) sign.playbackRate = rate;
    return undefined;
  };

  const events = ["play", "playing", "pause", "seeking", "seeked", "waiting", "ratechange", "ended"];
  for (const name of events) main.addEventListener(name, step);
  sign.addEventListener("loadeddata", step);
  const timer = setInterval(step, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const name of events) main.removeEventListener(name, step);
    source.release();
    place.replaceChildren();
  };
}
