// data-webinar: the page of a webinar while it may change: the waiting room, what is on air, slides, talk, and its end.
import { chime } from "./lib/chime.js";
import { listen } from "./lib/live-events.js";
import { LivePlayer } from "./lib/live-player.js";
import { liveSlides } from "./lib/live-slides.js";
import { talk } from "./lib/live-talk.js";
import { mayRest, stayAwake } from "./lib/wake-lock.js";
import { settingsOf } from "./lib/words.js";

const NAMES = [
  "state", "cut", "slide", "caption", "caption_gone", "question", "question_gone", "taken", "answer", "poll", "poll_result",
  "applause", "votes", "viewers",
]; // prettier-ignore
const TOGETHER_MS = 4_000; // hundreds of pages hear of the beginning at once: they ask within this time
const RELOAD_MS = 10_000; // and those that only read it, within this
const STILL_MS = 30_000; // all that there is was played so long ago: no more of it comes, though nothing has said so
const LOOK_MS = 1_000;
const COUNT_MS = 15_000;
const DAY_MS = 24 * 3600 * 1000;

class WebinarPage {
  constructor(root) {
    this.root = root;
    this.words = settingsOf(root.dataset.words);
    this.stage = root.dataset.stage;
    this.captions = []; // those that came before the player was there
    this.countDown();
    this.trySound();
    if (root.dataset.open) void this.enter();
    else if (root.dataset.events) this.readOnly(root.dataset.events);
    else this.untilSoon();
  }

  part(name) {
    return this.root.querySelector(`[data-webinar-${name}]`);
  }

  /** Who has a seat: the events come, and with them everything else. */
  async enter() {
    let opened;
    try {
      opened = await this.ask();
    } catch ({ words }) {
      return words ? this.finish(words) : setTimeout(() => void this.enter(), RELOAD_MS * Math.random() + 1_000);
    }
    this.slides = liveSlides(this.root.querySelector("[data-live-slide]"), opened.slides, this.words);
    const after = this.root.querySelector("[data-live-talk]")?.dataset.after ?? null; // what the page shows already
    this.stream = listen(opened.events, NAMES, { renew: async () => (await this.ask()).events, after });
    this.hear(this.stream.target);
    this.player = new LivePlayer(this.root.querySelector("[data-live-player]"), this.words, {
      ask: () => this.ask(),
      slides: this.slides,
      early: this.captions,
      gone: () => this.finish(this.words.gone),
      over: () => this.finish(this.words.over),
    });
    const section = this.root.querySelector("[data-live-talk]");
    if (section) talk(section, this.stream.target, { clock: () => this.player.now_ms });
    if (this.stage === "soon") stayAwake();
    return this.become(opened.stage);
  }

  hear(target) {
    const on = (name, act) => target.addEventListener(name, ({ detail }) => act(detail));
    on("cut", () => (this.isCut = true));
    on("state", ({ state }) => this.changed(state));
    on("slide", (slide) => this.slides.add(slide));
    on("caption", (cue) => {
      this.captions.push(cue);
      this.player.cues?.add(cue);
    });
    on("caption_gone", ({ id }) => {
      this.captions.splice(0, Infinity, ...this.captions.filter((cue) => cue.id !== id));
      this.player.cues?.remove(id);
    });
    on("reset", () => void this.catchUp());
  }

  /** Too much was missed to be told: what stands beside the picture is taken anew, as questions and polls are. */
  async catchUp() {
    const opened = await this.ask().catch(() => null);
    if (!opened) return;
    this.slides.load(opened.slides);
    this.player.cues?.load(opened.cues);
    this.become(opened.stage);
  }

  /** Open the webinar: gives the server's answer, or throws with its words. */
  async ask() {
    const body = new FormData(this.root.querySelector("[data-token]"));
    const answer = await fetch(this.root.dataset.open, { method: "POST", body });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { words: said.words });
    return said;
  }

  changed(state) {
    if (state === "over") return this.ending();
    const stage = { on_air: "on_air", paused: "interrupted" }[state];
    clearTimeout(this.turning); // the newest alone counts
    if (stage) this.turning = setTimeout(() => this.become(stage), this.player?.playing ? 0 : TOGETHER_MS * Math.random());
    return undefined;
  }

  /** Show another stage than before. */
  become(stage) {
    if (this.isOver) return undefined;
    if (stage === "over" || stage === "recording" || stage === "cancelled") return this.ending();
    const isLive = stage === "on_air" || stage === "interrupted";
    const wasLive = this.stage === "on_air" || this.stage === "interrupted";
    this.stage = this.root.dataset.stage = stage;
    if (!isLive) return undefined;
    mayRest();
    this.part("wait").hidden = true;
    this.part("screen").hidden = false;
    this.player.interrupted(stage === "interrupted");
    if (!wasLive) {
      this.say(this.words.begun);
      void this.player.open();
    }
    return undefined;
  }

  /** It is over in the studio; who sees it some seconds later, or has gone back, sees its end first, unless it was cut off. */
  ending() {
    if (this.isOver) return;
    this.isOver = true;
    if (this.isCut || !this.player?.playing) return this.finish(this.isCut ? this.words.gone : this.words.over);
    this.playOut();
    return undefined;
  }

  /** The player says itself when all was played; where it cannot, standing still at the very end says so. */
  playOut() {
    const look = { place: this.player.now_ms, since: performance.now() };
    const looking = setInterval(() => {
      const place = this.player.now_ms;
      if (place !== look.place || !this.player.isAtEdge) Object.assign(look, { place, since: performance.now() });
      if (this.isCut) this.finish(this.words.gone);
      else if (performance.now() - look.since > STILL_MS) this.finish(this.words.over);
      if (this.isFinished) clearInterval(looking);
    }, LOOK_MS);
  }

  finish(words) {
    if (this.isFinished) return;
    this.isFinished = true;
    this.player?.close();
    this.part("screen").hidden = true;
    this.part("wait").hidden = true;
    this.show(words);
  }

  /** Who only reads the page: it is shown anew when something changes, unless somebody is writing. */
  readOnly(address) {
    const renew = async () => {
      this.anew();
      return address;
    };
    const { target } = listen(address, ["state"], { renew });
    target.addEventListener("state", () => {
      setTimeout(() => this.anew(), RELOAD_MS * Math.random());
    });
  }

  /** An announcement becomes the waiting room in time, also where nobody touches the page. */
  untilSoon() {
    const left = Date.parse(this.words.starts_at) - this.words.soon_ms - Date.now();
    if (left > 0 && left < DAY_MS) setTimeout(() => this.anew(), left + RELOAD_MS * Math.random());
  }

  /** Show the page as it is now, unless somebody is writing. */
  anew() {
    if (isWriting(this.root)) this.show("");
    else location.reload();
  }

  /** Say what happened, with the way to the page as it is now. */
  show(words) {
    this.part("changed-words").textContent = words;
    this.part("changed").hidden = false;
  }

  say(words) {
    this.part("say").textContent = words;
  }

  countDown() {
    const place = this.part("countdown");
    if (!place || !this.words.starts_at) return;
    const begins = Date.parse(this.words.starts_at);
    const show = () => {
      const minutes = Math.ceil((begins - Date.now()) / 60_000);
      const words = minutes > 0 ? this.words.begins[minutes - 1] : this.words.any_moment;
      if (words) place.textContent = words;
    };
    show();
    setInterval(show, COUNT_MS);
  }

  trySound() {
    const button = this.part("sound");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await chime();
      this.part("heard").hidden = false;
    });
  }
}

/** Whether something was typed that a new page would lose. */
const isWriting = (root) =>
  [...root.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue);

for (const root of document.querySelectorAll("[data-webinar]")) new WebinarPage(root);
