// data-player: opens the film when somebody wants to watch it, goes on where they stopped, and reports what is watched.
import { fill, settingsOf } from "./lib/words.js";
import { refresh } from "./mine.js";
import { watch } from "./lib/watching.js";

const LOOK_MS = 20_000;

class Player {
  constructor(root) {
    this.root = root;
    this.words = settingsOf("player-words");
    this.page = root.closest("[data-mine]");
    this.start = this.part("start");
    this.soundButton = this.page.querySelector("[data-player-sound]");
    this.start.hidden = false;
    this.start.addEventListener("click", () => void this.open());
    this.part("again").addEventListener("click", () => void this.open());
    if (this.soundButton) {
      this.soundButton.hidden = false;
      this.soundButton.addEventListener("click", () => void this.changeSound());
    }
    this.page.addEventListener("korpu:mine", () => this.showSeen());
    this.showData();
  }

  part(name) {
    return this.root.querySelector(`[data-player-${name}]`);
  }

  get saver() {
    const chosen = this.root.dataset.saver;
    if (chosen !== "auto") return chosen === "on";
    const line = navigator.connection;
    return Boolean(line && (line.saveData || line.type === "cellular"));
  }

  showData() {
    for (const note of this.page.querySelectorAll("[data-data-note]")) {
      note.hidden = note.dataset.dataNote !== (this.saver ? "on" : "off");
    }
  }

  /** Open the film, or open it again after a fault, at the place where it stopped. */
  async open({ sound = this.sound ?? false } = {}) {
    const resume = this.video ? this.video.currentTime : null;
    this.fault("");
    this.say(this.words.loading);
    this.start.disabled = true;
    try {
      const [opened] = await Promise.all([this.ask(), this.build()]);
      this.sound = sound && Boolean(opened.audio_only);
      const startAt = resume || opened.resume_ms / 1000;
      this.close();
      const { attach } = this.source;
      this.release = attach(this.video, this.sound ? opened.audio_only : opened.playlist, {
        saver: this.saver,
        startAt,
        failed: (isGone) => (isGone ? this.gone() : this.fault(this.words.failed)),
      });
      if (opened.report) this.follow(opened.report);
      else this.look(opened.playlist);
      this.say(startAt > 1 && resume === null ? fill(this.words.resumed, { time: clock(startAt * 1000) }) : "");
      this.root.classList.toggle("k-player--sound", this.sound);
      this.soundButton?.setAttribute("aria-pressed", String(this.sound));
      await this.video.play().catch(() => {}); // a browser may want another press; the button is there
    } catch (error) {
      this.fault(error.words ?? this.words.failed);
    } finally {
      this.start.disabled = false;
    }
  }

  /** Ask the server for the film's addresses. */
  async ask() {
    const token = this.page.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) await refresh(this.page);
    const body = new FormData(this.page.querySelector("[data-token]"));
    const answer = await fetch(this.root.dataset.open, { method: "POST", body });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { words: said.words });
    return said;
  }

  /** Make the video and its controls, once; without modern style sheets the browser's own controls serve. */
  async build() {
    if (this.video) return;
    const [controls, source, styles] = await Promise.all([
      import("./lib/controls.js"),
      import("./lib/source.js"),
      import("./lib/adopted-styles.js"),
    ]);
    this.source = source;
    controls.speak(this.words.language, this.words.controls);
    const stage = this.part("stage");
    const made = this.part("controls").content.cloneNode(true);
    if (styles.canAdoptStyles) {
      const controller = made.querySelector("media-controller");
      controller.id = "player";
      controller.lang = this.words.language;
      for (const control of made.querySelectorAll("media-control-bar, media-control-bar > *")) {
        control.setAttribute("mediacontroller", "player");
      }
      stage.replaceChildren(made);
    } else {
      const video = made.querySelector("video");
      video.controls = true;
      stage.replaceChildren(video);
    }
    this.video = stage.querySelector("video");
    this.video.poster = this.root.querySelector("img")?.src ?? "";
    this.video.addEventListener("playing", () => this.say(""));
    if (!source.canPlay(this.video)) throw Object.assign(new Error("unable"), { words: this.words.unable });
    stage.hidden = false;
    this.part("front").hidden = true;
    (stage.querySelector("media-play-button") ?? this.video).focus();
  }

  close() {
    this.watching?.stop();
    this.release?.();
    clearInterval(this.looking);
    this.watching = this.release = null;
  }

  follow(report) {
    this.watching = watch(this.video, report, {
      said: (answer) => this.hear(answer),
      waiting: () => this.say(this.words.offline),
    });
  }

  /** Without reports nothing tells that the film was taken back meanwhile, so its playlist is asked. */
  look(playlist) {
    this.looking = setInterval(async () => {
      if (this.video.paused) return;
      const answer = await fetch(playlist, { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (answer?.status === 410) this.gone();
    }, LOOK_MS);
  }

  /** The film was taken back: it disappears from the page, and the words stay. */
  gone() {
    this.close();
    const words = Object.assign(document.createElement("p"), { className: "k-note", textContent: this.words.gone });
    words.setAttribute("role", "alert");
    this.root.replaceWith(words);
    for (const note of this.page.querySelectorAll("[data-data-note], [data-player-sound]")) note.hidden = true;
    void refresh(this.page);
  }

  /** Show what the server counted; when something is complete, the rest of the page follows. */
  hear(answer) {
    if (answer.gone) return this.gone();
    this.seen = answer;
    this.say(answer.refusal === "too_fast" ? this.words.elsewhere : "");
    this.showSeen();
    if (answer.lesson_completed || answer.course_completed || (answer.watched && !this.wasWatched)) {
      this.wasWatched = true;
      void refresh(this.page);
    }
  }

  showSeen() {
    if (!this.seen) return;
    const { watched_ms, duration_ms } = this.seen;
    const words = this.page.querySelector("[data-seen]");
    const whole = Math.min(Math.floor(watched_ms / 1000), Math.round(duration_ms / 1000));
    if (words) words.textContent = fill(this.words.seen, { seen: this.words.seen_in_seconds ? whole : clock(watched_ms) });
    const band = this.page.querySelector("[data-part-of-lesson]");
    const part = band?.querySelectorAll("progress")[band.dataset.partOfLesson - 1];
    if (part && part.value < 100) part.value = Math.min(100, (100 * watched_ms) / duration_ms);
  }

  async changeSound() {
    await this.open({ sound: !this.sound });
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

/** A length as a clock: 130000 → "2:10". */
function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const pad = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

for (const root of document.querySelectorAll("[data-player]")) new Player(root);
