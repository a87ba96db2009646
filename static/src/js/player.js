// data-player: opens the film when somebody wants to watch it, goes on where they stopped, and reports what is watched.
import { frame } from "./lib/player-frame.js";
import { followTimes } from "./lib/address-time.js";
import { linkTimes, showChapters } from "./lib/chapters.js";
import { clock } from "./lib/clock.js";
import { showCaptions } from "./lib/film-captions.js";
import { keep, kept } from "./lib/kept.js";
import { LoadChecks } from "./lib/load-check.js";
import { panels } from "./lib/panels.js";
import { showSeen } from "./lib/seen.js";
import { Signing, keepSigning, wantsSigning } from "./lib/signing.js";
import { transcript } from "./lib/transcript.js";
import { versionsAt } from "./lib/versions.js";
import { watch } from "./lib/watching.js";
import { fill, settingsOf } from "./lib/words.js";
import { refresh } from "./mine.js";

const LOOK_MS = 20_000;
const LOOK_SOON_MS = 10_000; // while better versions are on their way
const KEEP_MS = 2_000;
const SLOW_MS = 4_000; // a wait this long is noticed
const SLOW_TIMES = 2;

class Player {
  constructor(root) {
    this.root = root;
    this.words = settingsOf(root.dataset.words);
    this.page = root.closest("[data-mine]");
    this.film = root.closest("[data-film]");
    this.start = this.part("start");
    this.choices = { sound: this.choice("sound"), sign: this.choice("sign"), described: this.choice("described") };
    this.wants = { sound: false, sign: wantsSigning(), described: kept("described", { on: false }).on };
    this.signing = new Signing(this.film, { label: this.words.signing, failed: () => this.say(this.words.sign_failed) });
    this.checks = new LoadChecks(() => this.saver);
    this.start.hidden = false;
    this.start.addEventListener("click", () => void this.open({ at: this.from ?? null }));
    this.part("again").addEventListener("click", () => void this.open());
    for (const [name, button] of Object.entries(this.choices)) {
      if (!button) continue;
      button.hidden = false;
      button.addEventListener("click", () => void this.change(name));
    }
    this.page.addEventListener("korpu:mine", () => this.showSeen());
    this.showData();
    this.showChoices();
    this.linkWords();
  }

  part(name) {
    return this.root.querySelector(`[data-player-${name}]`);
  }

  choice(name) {
    return this.film.querySelector(`[data-player-choice="${name}"]`);
  }

  get saver() {
    const chosen = this.root.dataset.saver;
    if (chosen !== "auto") return chosen === "on";
    const line = navigator.connection;
    return Boolean(line && (line.saveData || line.type === "cellular"));
  }

  showData() {
    for (const note of this.film.querySelectorAll("[data-data-note]")) {
      note.hidden = note.dataset.dataNote !== (this.saver ? "on" : "off");
    }
  }

  /** The text of the film and the times written on the page lead into it. */
  linkWords() {
    const jump = (seconds) => void this.jump(seconds);
    const section = document.querySelector(`[data-transcript="${this.film.dataset.film}"]`);
    this.text = section ? transcript(section, this.words, jump) : null;
    if (this.words.chapters.length) linkTimes(this.page, this.words, jump);
    if ("answer" in this.root.dataset) return; // links to a second of a film mean the lesson's
    followTimes({ jump, from: (seconds) => (this.from = seconds), player: this.root });
  }

  /** Open the film, or open it again after a fault, at the place where it stopped or where somebody points. */
  async open({ at = null } = {}) {
    const resume = at ?? (this.video ? this.video.currentTime : null);
    this.fault("");
    this.say(this.words.loading);
    this.start.disabled = true;
    try {
      await this.keepPlace();
      const [opened] = await Promise.all([this.ask(), this.build()]);
      const isOther = Boolean(opened.film) && opened.film !== this.film.dataset.film;
      if (isOther && !this.isTold) return void this.anew(opened.anew);
      this.opened = opened;
      this.furnish(opened);
      const startAt = (isOther ? null : resume) ?? opened.resume_ms / 1000;
      this.close();
      this.attach(startAt);
      if (opened.report) this.follow(opened.report);
      this.versions = null;
      if (!opened.ready) void this.look();
      this.looking = setInterval(() => void this.look(), opened.ready ? LOOK_MS : LOOK_SOON_MS);
      this.say(startAt > 1 && resume === null ? fill(this.words.resumed, { time: clock(startAt * 1000) }) : "");
      await this.video.play().catch(() => {}); // a browser may want another press; the button is there
    } catch (error) {
      this.fault(error.words ?? this.words.failed);
    } finally {
      this.start.disabled = false;
    }
  }

  /** Tell the server the place, so that the film goes on there even if it was made anew; never waited for long. */
  async keepPlace() {
    if (this.watching) await Promise.race([this.watching.flush(), new Promise((over) => setTimeout(over, KEEP_MS))]);
  }

  /** Give the video element what was chosen: picture and sound, or sound alone, described or not. */
  attach(startAt) {
    const { playlist, audio_only, described } = this.opened;
    const alone = this.wants.described && described ? described : audio_only;
    const isSound = this.wants.sound && Boolean(alone);
    this.address = isSound ? alone : playlist;
    this.playing = this.source.attach(this.video, this.address, {
      saver: this.saver,
      startAt,
      described: this.wants.described && Boolean(described) && !isSound,
      failed: (isGone) => (isGone ? this.gone() : this.fault(this.words.failed)),
      loaded: (address) => this.checks.loaded(address),
    });
    this.root.classList.toggle("k-player--sound", isSound);
    this.showChoices();
    this.showSign();
  }

  /** Ask the server for the film's addresses. */
  async ask() {
    const token = this.page.querySelector("[data-token] [name=csrfmiddlewaretoken]");
    if (!token) await refresh(this.page);
    const body = new FormData(this.page.querySelector("[data-token]"));
    const answer = await fetch(this.root.dataset.open, { method: "POST", body });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { words: said.words });
    return said;
  }

  /** Make the video and its controls, once: who presses again while they are being made waits for the same. */
  async build() {
    this.building ??= this.make();
    await this.building.catch((error) => {
      this.building = null;
      throw error;
    });
  }

  /** Without modern style sheets the browser's own controls serve. */
  async make() {
    const [controls, source, styles] = await Promise.all([
      import("./lib/controls.js"),
      import("./lib/source.js"),
      import("./lib/adopted-styles.js"),
    ]);
    this.source = source;
    controls.speak(this.words.language, this.words.controls);
    const stage = this.part("stage");
    const { language } = this.words;
    this.video = frame(stage, this.part("controls"), { language, canAdoptStyles: styles.canAdoptStyles });
    this.video.poster = this.root.querySelector("img")?.src ?? "";
    this.video.addEventListener("playing", () => this.say(""));
    this.video.addEventListener("waiting", () => this.wait());
    if (!source.canPlay(this.video)) throw Object.assign(new Error("unable"), { words: this.words.unable });
    stage.hidden = false;
    this.part("front").hidden = true;
    (stage.querySelector("media-play-button") ?? this.video).focus();
  }

  /** Put captions, chapters and the text beside a film that was just opened, once; then only new addresses. */
  furnish(opened) {
    if (this.renewCaptions) return void this.renewCaptions(opened.captions);
    const stage = this.part("stage");
    const bar = stage.querySelector("[data-player-bar]");
    const panel = (name) => stage.querySelector(`[data-player-panel="${name}"]`);
    this.renewCaptions = showCaptions(this.video, opened.captions, {
      bar,
      panel: panel("captions"),
      words: this.words,
      always: this.root.dataset.captions === "on",
      reads: this.words.language,
    });
    showChapters(this.video, this.words.chapters, { bar, panel: panel("chapters"), jump: (to) => void this.jump(to) });
    panels(stage);
    this.text?.follow(this.video);
  }

  close() {
    this.watching?.stop();
    this.signing.end();
    this.playing?.release();
    clearInterval(this.looking);
    this.watching = this.playing = null;
  }

  /** Play from a place in the film, opened for it if need be. */
  async jump(seconds) {
    if (!this.playing) return this.open({ at: seconds });
    this.video.currentTime = seconds;
    await this.video.play().catch(() => {});
    return undefined;
  }

  follow(report) {
    this.watching = watch(this.video, report, {
      said: (answer) => this.hear(answer),
      waiting: () => this.say(this.words.offline),
      more: () => this.checks.more(),
      asked: (check) => void this.checks.find(check),
    });
  }

  /** Now and then: is the film still there, and are there better versions of it than when it was opened? */
  async look() {
    const { playlist, ready, report } = this.opened;
    if (document.hidden || (ready && report && !this.video.paused)) return; // what is watched is told of by the reports
    const { versions, isGone } = await versionsAt(playlist);
    if (isGone) return void this.gone();
    const isNew = versions && this.versions && versions !== this.versions;
    this.versions = versions ?? this.versions;
    if (isNew && this.address === playlist) await this.playing?.improve();
  }

  /** The film was made anew since this page was opened: say so, and lead to the page with the new one. */
  anew(words) {
    this.isTold = true; // who presses play once more sees the new film here, without its chapters and text
    this.part("anew-words").textContent = words;
    this.part("anew").hidden = false;
    this.say("");
  }

  /** The film was taken back: it disappears from the page, and the words stay. */
  gone() {
    this.close();
    const words = Object.assign(document.createElement("p"), { className: "k-note", textContent: this.words.gone });
    words.setAttribute("role", "alert");
    this.film.replaceChildren(words);
    document.querySelector(`[data-transcript="${this.film.dataset.film}"]`)?.remove();
    void refresh(this.page);
  }

  /** Show what the server counted; when something is complete, the rest of the page follows. */
  hear(answer) {
    if (answer.gone) return this.gone();
    if (answer.anew && !this.isTold) this.anew(this.words.anew[answer.anew]);
    this.seen = answer;
    this.say(this.words.refused[answer.refusal] ?? "");
    this.showSeen();
    if (answer.lesson_completed || answer.course_completed || (answer.watched && !this.wasWatched)) {
      this.wasWatched = true;
      void refresh(this.page);
    }
    return undefined;
  }

  showSeen() {
    if (this.seen) showSeen(this.page, this.seen, this.words);
  }

  /** Turn one of the choices under the picture on or off. */
  async change(name) {
    const isOn = !this.wants[name];
    this.wants[name] = isOn;
    if (name === "sign") keepSigning(isOn);
    if (name === "described") keep(name, { on: isOn });
    this.showChoices();
    if (!this.playing) return isOn ? this.open() : undefined;
    if (name === "sign") return this.showSign();
    if (name === "described" && !this.wants.sound) return this.playing.describe(isOn);
    this.signing.end();
    const at = this.video.currentTime;
    this.playing.release();
    this.attach(at);
    await this.video.play().catch(() => {});
    return undefined;
  }

  showChoices() {
    for (const [name, button] of Object.entries(this.choices)) {
      button?.setAttribute("aria-pressed", String(this.wants[name]));
    }
  }

  /** Play the signed film beside this one, or no longer. It is not shown to who only listens. */
  showSign() {
    const { sign } = this.opened;
    if (!this.wants.sign || this.wants.sound || !sign) return this.signing.end();
    return void this.signing.begin(this.video, sign, { saver: this.saver });
  }

  /** On a line that is too slow for pictures, say that there is the sound alone. */
  wait() {
    clearTimeout(this.slow);
    const at = this.video.currentTime;
    this.slow = setTimeout(() => {
      if (this.video.paused || this.video.currentTime > at + 0.5) return;
      this.waits = (this.waits ?? 0) + 1;
      if (this.waits >= SLOW_TIMES && this.choices.sound && !this.wants.sound) this.say(this.words.slow);
    }, SLOW_MS);
  }

  say(words) {
    this.part("state").textContent = words;
  }

  fault(words) {
    this.part("fault").hidden = !words;
    this.part("fault-words").textContent = words;
    if (!words) return;
    this.say("");
    this.watching?.flush();
    this.part("again").focus();
  }
}

for (const root of document.querySelectorAll("[data-player]")) new Player(root);
