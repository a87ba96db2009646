// data-record: record a lesson. States: asking, unfinished, ready, counting, recording, paused, interrupted, review,
// confirm, sending, stuck. What is on the screen says how far the recording got; nothing recorded is lost.

import { CameraProblem, cameras, canRecord, closeCamera, openCamera } from "./lib/camera.js";
import { Refused, SignedOut } from "./lib/desk-line.js";
import { onlyHere } from "./lib/only-here.js";
import { openStore } from "./lib/piece-store.js";
import { RecordView } from "./lib/record-view.js";
import { Run, bestKind } from "./lib/recorder.js";
import { watchSound } from "./lib/sound-meter.js";
import { TakeKeeper } from "./lib/take-keeper.js";
import { mayRest, stayAwake } from "./lib/wake-lock.js";
import { filmsOf, playBack } from "./lib/watch-back.js";
import { fill, settingsOf } from "./lib/words.js";

const MUTED_FOR = 1500; // ms; shorter interruptions are no matter
const LOW_SPACE = 500_000_000; // bytes
const BYTES_A_MINUTE = 20_000_000;
const LAST_MINUTE = 60_000; // ms
const nothing = () => {};

class Record {
  constructor(root, settings) {
    this.settings = settings;
    this.words = settings.words;
    this.view = new RecordView(root, settings.words);
    this.choice = "front";
    this.stopSound = this.stopFilm = nothing;
  }

  get state() {
    return this.view.root.dataset.state;
  }

  /** Milliseconds of this lesson, of every run of it and of what goes on now. */
  get recorded() {
    return this.keeper.saved + (this.run ? this.run.ms - this.run.given : 0);
  }

  /** Whether it is as long as a lesson may be. */
  get isFull() {
    return this.recorded >= (this.settings.longest - 1) * 1000; // pieces are cut a little short
  }

  async begin() {
    if (!canRecord()) return this.stuck("unable", { canRetry: false });
    this.wire();
    this.isAlone = await onlyHere("korpu-recording");
    if (!this.isAlone) return this.stuck("elsewhere");
    const { begin, owner, unfinished } = this.settings;
    const tell = (what, answer) => this.heard(what, answer);
    this.store = await openStore();
    this.keeper = new TakeKeeper({ store: this.store, begin, owner, unfinished, tell, told: () => this.view.told });
    const left = await this.keeper.takeUp();
    if (left) this.view.offer(left.began, this.keeper.saved);
    else await this.prepare();
  }

  wire() {
    const { view } = this;
    for (const name of ["start", "cancel", "pause", "goon", "stop", "send", "again", "more", "yes", "no"]) {
      view.on(name, () => this[name]());
    }
    view.on("retry", () => (this.isAlone ? this.prepare() : location.reload()));
    view.on("hurry", () => this.keeper.hurry());
    view.on("left-continue", () => this.prepare());
    view.on("left-watch", () => this.review());
    view.on("left-again", () => this.again());
    view.part("preview").addEventListener("resize", () => this.turned());
    addEventListener("beforeunload", (event) => this.holdBack(event));
    addEventListener("pagehide", () => this.run?.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.run?.flush();
    });
    setInterval(() => this.tick(), 250);
  }

  // The camera ---------------------------------------------------------------------------------
  async prepare() {
    this.view.noProblem();
    this.stopFilm();
    this.view.show("asking");
    try {
      await this.open();
    } catch (error) {
      return this.stuck(error instanceof CameraProblem ? error.reason : "failed");
    }
    this.view.show("ready");
    this.view.notice(await this.warning());
  }

  async open() {
    this.close();
    this.stream = await openCamera(this.choice);
    this.view.part("preview").srcObject = this.stream;
    for (const track of this.stream.getTracks()) {
      track.onended = () => this.ended();
      track.onmute = () => this.muted(track);
    }
    this.listen();
    this.view.cameras(await cameras(), this.choice, (choice) => {
      this.choice = choice;
      this.prepare();
    });
  }

  close() {
    this.stopSound();
    closeCamera(this.stream);
    this.stream = null;
    this.view.part("preview").srcObject = null;
  }

  listen() {
    const heard = this.view.part("heard");
    const hasSound = this.stream.getAudioTracks().length > 0;
    heard.textContent = hasSound ? "" : this.words.no_sound;
    this.stopSound = watchSound(this.stream, {
      show: (level) => (this.view.part("level").value = level),
      said: (isHeard) => (heard.textContent = isHeard ? this.words.heard : this.words.not_heard),
    });
  }

  /** What one should know before beginning; "" when there is nothing. */
  async warning() {
    if (!this.store.isLasting) return this.words.storage_do;
    await navigator.storage?.persist?.().catch(nothing);
    const { quota, usage } = (await navigator.storage?.estimate?.().catch(nothing)) ?? {};
    const free = quota - usage;
    return free < LOW_SPACE ? fill(this.words.low_space, { minutes: Math.floor(free / BYTES_A_MINUTE) }) : "";
  }

  // Recording ----------------------------------------------------------------------------------
  async start() {
    this.view.show("counting");
    this.counting = true;
    for (let number = 3; number > 0; number--) {
      this.view.part("countdown").textContent = number;
      this.view.say(fill(this.words.starts_in, { number }));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      if (!this.counting) return;
    }
    this.counting = false;
    await this.startRun();
  }

  cancel() {
    this.counting = false;
    this.view.show("ready");
  }

  async startRun() {
    if (!this.keeper.take) await this.keeper.begun(bestKind());
    const number = this.keeper.nextRun();
    let count = 0;
    this.run = new Run(this.stream, {
      keep: async (blob, ms) => {
        const isKept = await this.keeper.keep(number, ++count, blob, ms);
        if (!isKept && this.run?.isRunning) void this.full();
      },
      failed: () => this.ended(),
    });
    this.isWide = this.view.isWide;
    this.run.start();
    stayAwake();
    this.nowRecording();
  }

  nowRecording() {
    this.view.noProblem();
    this.view.show("recording");
    this.view.say(this.words.recording);
  }

  pause() {
    this.run.pause();
    this.view.show("paused");
    this.view.say(this.words.paused);
  }

  /** Go on after a pause; after an interruption with the camera opened again and a new run. */
  async goon() {
    const isAlive = this.stream?.getTracks().every((track) => track.readyState === "live");
    if (this.state === "paused" && isAlive) {
      this.run.resume();
      return this.nowRecording();
    }
    await this.endRun();
    try {
      await this.open();
    } catch (error) {
      return this.problem(error.reason ?? "failed");
    }
    return this.startRun();
  }

  async stop() {
    await this.endRun();
    this.close();
    await this.review();
  }

  async endRun() {
    const { run } = this;
    this.run = null;
    mayRest();
    await run?.stop();
  }

  // What may come between ----------------------------------------------------------------------
  async ended() {
    if (this.state === "recording" || this.state === "paused") {
      await this.endRun();
      this.view.show("interrupted");
      this.problem("ended");
    } else if (this.state === "ready" || this.state === "counting") {
      this.counting = false;
      this.stuck("ended");
    }
  }

  muted(track) {
    setTimeout(() => {
      if (!track.muted || this.state !== "recording") return;
      this.pause();
      this.problem("muted");
    }, MUTED_FOR);
  }

  async full() {
    await this.stop();
    this.problem("full");
  }

  /** The device was turned: the picture has another shape, so another run begins. */
  async turned() {
    if (this.state !== "recording" || !this.run || this.view.isWide === this.isWide) return;
    await this.endRun();
    await this.startRun();
    this.view.notice(this.words.turned);
  }

  holdBack(event) {
    const isOnlyHere = !this.store?.isLasting && this.keeper?.saved > this.keeper?.sent;
    if (this.run || isOnlyHere) event.preventDefault();
  }

  // Watching back, sending, recording again ----------------------------------------------------
  async review() {
    const { take, counted, sender } = this.keeper;
    this.view.show("review");
    this.view.part("more").hidden = this.isFull;
    this.stopFilm();
    const source = { store: this.store, take: take.id, runs: counted, address: sender.address, mime: take.mime };
    const films = await filmsOf(source).catch(() => []);
    this.view.part("watch").hidden = !films.length;
    this.stopFilm = playBack(this.view.part("watch"), films, (number, total) => {
      this.view.part("part").textContent = total > 1 ? fill(this.words.part, { number, total }) : "";
    });
  }

  more() {
    return this.prepare();
  }

  again() {
    this.before = this.state;
    this.view.part("watch").pause();
    this.view.show("confirm");
  }

  no() {
    this.view.show(this.before);
  }

  async yes() {
    this.stopFilm();
    await this.keeper.discard();
    await this.prepare();
  }

  async send() {
    this.view.noProblem();
    this.view.part("watch").pause();
    this.view.show("sending");
    try {
      location.assign(await this.keeper.conclude());
    } catch (error) {
      this.view.show("review");
      if (error instanceof Refused && error.answer.code === "words") return this.view.wordsUnfit(error.answer.words);
      this.problem(error instanceof SignedOut ? "signed_out" : "send");
    }
  }

  // What is shown meanwhile --------------------------------------------------------------------
  tick() {
    if (!this.run) return;
    this.view.clock(this.recorded);
    if (this.isFull) void this.stopAsFull();
    else if (this.state === "recording") this.warnOfEnd();
  }

  /** The last minute has begun: said once. A recording that may be no longer than that is not warned of. */
  warnOfEnd() {
    const left = this.settings.longest * 1000 - this.recorded;
    const isLast = left <= LAST_MINUTE && this.settings.longest * 1000 > LAST_MINUTE;
    if (isLast && !this.isWarned) this.view.notice(this.words.soon_long_enough);
    this.isWarned = isLast;
  }

  /** As long as it may be: it stops by itself, and says so. */
  async stopAsFull() {
    await this.stop();
    this.view.notice(this.words.long_enough);
  }

  async heard(what, answer) {
    if (what === "counted") this.view.counts(this.keeper);
    if (what === "signedOut") this.problem("signed_out");
    if (what === "closed") {
      await this.endRun();
      location.assign(answer.next ?? this.settings.films);
    }
  }

  problem(reason) {
    this.view.problem(reason, this.keeper.saved, { canRetry: false });
  }

  stuck(reason, options) {
    this.view.show("stuck");
    this.view.problem(reason, this.keeper?.saved ?? 0, options);
  }
}

const root = document.querySelector("[data-record]");
if (root) {
  root.hidden = false;
  new Record(root, settingsOf("record-settings")).begin();
}
