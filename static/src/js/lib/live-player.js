// data-live-player: plays what is on air, goes back in it and forward to now, alone as sound, and never gives up.
import { frame } from "./player-frame.js";
import { clock } from "./clock.js";
import { liveCues } from "./live-cues.js";
import { present } from "./live-presence.js";
import { panels } from "./panels.js";
import { keep, kept } from "./kept.js";
import { fill } from "./words.js";

const BEHIND_S = 6; // so far from what happens now it is said, and there is a way back
const SLOW_MS = 4_000; // a wait this long is noticed
const SLOW_TIMES = 2; // so many of them within a minute, and the sound alone is offered
const LOOK_MS = 1_000;
const TRY_MS = 1_500; // while nothing is there to play yet
const TRIES = 6; // to open it, before somebody has to press

export class LivePlayer {
  /**
   * `ask()` opens the webinar anew and gives the server's answer; `early` are captions that come before the player;
   * `gone()` and `over()` are told once.
   */
  constructor(root, words, { ask, slides, early, gone, over }) {
    Object.assign(this, { root, words, ask, slides, early, gone, over });
    this.around = root.closest("[data-webinar]");
    this.soundButton = this.around.querySelector("[data-live-sound]");
    this.isSound = kept("live-sound", { on: false }).on;
    this.slowAt = [];
    this.start = this.part("start");
    this.start.hidden = false;
    this.start.addEventListener("click", () => void this.open());
    this.part("again").addEventListener("click", () => void this.open());
    this.soundButton.addEventListener("click", () => void this.changeSound());
  }

  part(name) {
    return this.root.querySelector(`[data-live-${name}]`);
  }

  /** Whether this person saves data: by their own setting, or as the device says. */
  get isSaving() {
    const chosen = this.root.dataset.saver;
    if (chosen !== "auto") return chosen === "on";
    const line = navigator.connection;
    return Boolean(line && (line.saveData || line.type === "cellular"));
  }

  /** Where the player is, in ms of the recording's clock; null while it does not play. */
  get now_ms() {
    return this.playing ? Math.round(this.video.currentTime * 1000) : null;
  }

  /** Whether nothing is left to play but what happens now. */
  get isAtEdge() {
    const edge = this.playing?.edge() ?? null;
    return edge === null || edge - this.video.currentTime < BEHIND_S;
  }

  /** Begin to play. Without a press of a button a browser may refuse sound: then the button waits. */
  async open() {
    this.fault("");
    this.say(this.words.loading);
    this.start.disabled = true;
    try {
      const [opened] = await Promise.all([this.ask(), this.build()]);
      if (!opened.playlist) return this.later();
      this.tries = 0;
      this.take(opened);
      this.slides.load(opened.slides);
      this.furnish();
      this.attach();
      this.presence ??= opened.attend ? present(this.video, opened.attend, this.reporting()) : null;
      this.show();
      await this.video.play().catch((error) => error.name === "NotAllowedError" && this.wantsPress());
    } catch (error) {
      this.notOpened(error.words);
    } finally {
      this.start.disabled = false;
    }
    return undefined;
  }

  /** Nothing is there yet: the studio has only just begun. */
  later(wait = TRY_MS) {
    clearTimeout(this.trying);
    this.trying = setTimeout(() => void this.open(), wait);
  }

  /** A line that is gone, or hundreds who come at once: tried again some times before anybody has to press. */
  notOpened(words) {
    this.tries = (this.tries ?? 0) + 1;
    if (words || this.tries > TRIES) return this.fault(words ?? this.words.failed);
    this.say(this.words.loading);
    return this.later(TRY_MS * this.tries);
  }

  wantsPress() {
    this.part("front").hidden = false;
    this.say("");
  }

  /** Make the video and its controls, once; without modern style sheets the browser's own controls serve. */
  async build() {
    if (this.video) return;
    const [controls, source, styles] = await Promise.all([
      import("./controls.js"),
      import("./live-source.js"),
      import("./adopted-styles.js"),
    ]);
    this.source = source;
    controls.speak(this.words.language, this.words.controls);
    const stage = this.part("stage");
    const { language } = this.words;
    this.video = frame(stage, this.part("controls"), { language, canAdoptStyles: styles.canAdoptStyles });
    if (!source.canPlay(this.video)) throw Object.assign(new Error("unable"), { words: this.words.unable });
    this.listen();
  }

  listen() {
    this.video.addEventListener("playing", () => this.plays());
    this.video.addEventListener("waiting", () => this.waits());
    this.video.addEventListener("timeupdate", () => this.slides.follow(this.video.currentTime * 1000));
    this.video.addEventListener("ended", () => this.end());
    this.part("now").addEventListener("click", () => this.toLive());
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  furnish() {
    if (this.cues) return;
    const stage = this.part("stage");
    this.cues = liveCues(this.video, this.opened.cues, {
      bar: stage.querySelector("[data-live-bar]"),
      panel: stage.querySelector('[data-live-panel="captions"]'),
      words: this.words,
      always: this.root.dataset.captions === "on",
    });
    for (const cue of this.early) this.cues.add(cue);
    panels(stage);
  }

  attach(startAt = null) {
    this.playing?.release();
    this.playing = this.source.attachLive(this.video, this.isSound ? this.opened.sound : this.opened.playlist, {
      startAt,
      lost: () => this.say(this.words.offline),
      found: () => this.say(this.words.back),
      gone: () => this.stopped(),
      renew: async () => this.renewed(await this.ask()),
    });
    this.root.classList.toggle("k-player--sound", this.isSound);
    this.soundButton.setAttribute("aria-pressed", String(this.isSound));
  }

  take(opened) {
    this.opened = opened;
    this.offset = Date.now() - opened.now; // this device's clock may be wrong
  }

  renewed(opened) {
    this.take(opened);
    return this.isSound ? opened.sound : opened.playlist;
  }

  show() {
    this.part("stage").hidden = false;
    this.part("front").hidden = true;
    this.soundButton.hidden = false;
    this.around.querySelector("[data-live-data]").hidden = !this.isSaving;
    if (document.activeElement === document.body || document.activeElement === this.start) {
      (this.part("stage").querySelector("media-play-button") ?? this.video).focus({ preventScroll: true });
    }
  }

  reporting() {
    return { delay: () => this.delay ?? null, said: (answer) => this.heard(answer) };
  }

  heard({ attended }) {
    if (!attended || this.wasAttended) return;
    this.wasAttended = true;
    const place = this.around.querySelector("[data-live-attended]");
    if (place) place.textContent = this.words.attended;
  }

  /** Once a second: how late the picture is, and whether somebody has gone back. */
  look() {
    if (!this.playing) return;
    const [captured, edge] = [this.playing.capturedAt(), this.playing.edge()];
    const delay = captured === null ? null : Math.round(Date.now() - this.offset - captured);
    this.delay = delay !== null && delay >= 0 ? delay : null;
    const behind = edge === null ? 0 : edge - this.video.currentTime;
    const isBehind = behind > BEHIND_S || (this.video.paused && this.video.readyState > 1 && behind > 1);
    this.part("now").hidden = !isBehind || this.playing.isOver();
    const tag = this.around.querySelector("[data-live-tag]");
    tag.hidden = isBehind || this.video.paused || this.playing.isOver();
    const seconds = this.delay === null ? null : Math.max(1, Math.round(this.delay / 1000));
    const words = isBehind
      ? fill(this.words.behind, { time: clock(Math.max(0, behind) * 1000) })
      : seconds !== null && !this.video.paused && this.video.readyState > 2 ? fill(this.words.delay, { seconds }) : "";
    this.around.querySelector("[data-live-delay]").textContent = this.playing.isOver() ? "" : words;
  }

  toLive() {
    this.playing.toLive();
    void this.video.play().catch(() => {});
  }

  plays() {
    clearTimeout(this.slow);
    this.part("front").hidden = true;
    this.say(this.usual);
  }

  /** What is said while all is well. */
  get usual() {
    if (this.isInterrupted) return this.words.interrupted;
    return this.isSound ? this.words.sound_on : "";
  }

  /** On a line that is too slow for pictures, offer the sound alone; what stops in the studio is no slow line. */
  waits() {
    clearTimeout(this.slow);
    this.slow = setTimeout(() => {
      if (this.video.paused || this.isInterrupted) return;
      const edge = this.playing?.edge();
      const isStarved = edge !== null && edge - this.video.currentTime > 1;
      const now = performance.now();
      if (isStarved) this.slowAt = [...this.slowAt.filter((at) => now - at < 60_000), now];
      if (isStarved && !this.isSound && this.slowAt.length >= SLOW_TIMES) this.say(this.words.slow);
      else this.say(this.playing?.isCut() ? this.words.offline : this.words.still);
    }, SLOW_MS);
  }

  /** The studio went off the air for a moment, or came back. */
  interrupted(isInterrupted) {
    this.isInterrupted = isInterrupted;
    if (this.playing) this.say(this.usual);
  }

  async changeSound() {
    this.isSound = !this.isSound;
    keep("live-sound", { on: this.isSound });
    if (!this.playing) return this.soundButton.setAttribute("aria-pressed", String(this.isSound));
    const edge = this.playing.edge();
    const isBehind = edge !== null && edge - this.video.currentTime > BEHIND_S;
    this.attach(isBehind ? this.video.currentTime : null);
    this.say(this.usual);
    await this.video.play().catch(() => {});
    return undefined;
  }

  /** All was played. */
  end() {
    if (this.isEnded) return;
    this.isEnded = true;
    this.close();
    this.over();
  }

  stopped() {
    this.close();
    this.gone();
  }

  close() {
    clearInterval(this.looking);
    clearTimeout(this.trying);
    this.presence?.stop();
    this.playing?.release();
    this.playing = this.presence = null;
  }

  say(words) {
    this.part("state").textContent = words;
  }

  fault(words) {
    this.part("fault").hidden = !words;
    this.part("fault-words").textContent = words;
    if (!words) return;
    this.say("");
    this.part("again").focus();
  }
}
