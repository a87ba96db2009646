// Keeps the standing of films that are being prepared up to date, and plays a film of one's own.

import { reach } from "./lib/desk-line.js";
import { playHere } from "./lib/play-here.js";

const EVERY = 3000; // ms

class Following {
  constructor(element) {
    this.element = element;
    this.stage = element.dataset.stage;
    this.follow();
  }

  async follow() {
    while (this.element.isConnected && this.element.hasAttribute("data-follow")) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      if (document.visibilityState === "visible") await this.ask().catch(() => {});
    }
  }

  async ask() {
    const answer = await reach(this.element.dataset.follow, {}, 20);
    if (!answer.ok || answer.redirected) return;
    const { stage, words, percent, when, next, is_moving: isMoving, is_playable: isPlayable } = await answer.json();
    if (next) return this.finish(words, next);
    const isNew = stage !== this.stage || !isMoving || String(isPlayable) !== this.element.dataset.playable;
    if (isNew) return this.renew();
    const said = this.element.querySelector("[data-words]");
    if (said.textContent.trim() !== words) said.textContent = words;
    const later = this.element.querySelector("[data-when]");
    if (later && later.textContent.trim() !== (when ?? "")) later.textContent = when ?? "";
    const bar = this.element.querySelector("progress");
    if (bar) bar.value = percent ?? 0;
    const number = this.element.querySelector("[data-percent]");
    if (number) number.textContent = `${percent ?? 0} %`;
  }

  /** It goes on at another address; whoever is watching here is not torn away. */
  finish(words, next) {
    this.element.removeAttribute("data-follow");
    this.element.querySelector("[data-words]").textContent = words;
    for (const gone of this.element.querySelectorAll("[data-when], [data-stop]")) gone.hidden = true;
    const onward = this.element.querySelector("[data-next]");
    onward.querySelector("a").href = next;
    onward.hidden = false;
  }

  /** Something else can be done now: take this part of the page anew from the server. */
  async renew() {
    const page = new DOMParser().parseFromString(await (await reach(location.href, {}, 20)).text(), "text/html");
    const fresh = page.getElementById(this.element.id);
    if (!fresh) return;
    if (fresh.querySelector("[data-play]") && this.element.querySelector("video")?.currentTime > 0) {
      fresh.querySelector("[data-play]").replaceWith(this.element.querySelector("[data-play]")); // do not disturb who watches
    }
    this.element.replaceWith(fresh);
    wake(fresh);
  }
}

function wake(root) {
  for (const element of [root, ...root.querySelectorAll("[data-follow]")]) {
    if (element.dataset?.follow) new Following(element);
  }
  root.querySelectorAll("[data-play]:not([data-awake])").forEach(playHere);
}

wake(document.querySelector("main"));
