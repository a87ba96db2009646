// data-studio: go live. States: asking, elsewhere, ready, counting, rehearsal, on_air, paused, interrupted, ending, over,
// stuck. What is on air is decided by the server; wherever the button was pressed, the studio begins a new run.

import { CameraProblem, canRecord } from "./lib/camera.js";
import { Countdown } from "./lib/countdown.js";
import { deviceKey } from "./lib/device-key.js";
import { LiveRuns } from "./lib/live-runs.js";
import { LiveSender } from "./lib/live-sender.js";
import { onlyHere } from "./lib/only-here.js";
import { openStore } from "./lib/piece-store.js";
import { press, reasonOf } from "./lib/press.js";
import { standing } from "./lib/studio-beside.js";
import { StudioCamera } from "./lib/studio-camera.js";
import { StudioClock } from "./lib/studio-clock.js";
import { StudioView } from "./lib/studio-view.js";
import { wire } from "./lib/studio-wires.js";
import { fill, settingsOf } from "./lib/words.js";

const HELD = 15; // seconds; a device that was silent for longer has left
const nothing = () => {};

class Studio {
  constructor(root, settings) {
    this.settings = settings;
    this.words = settings.words;
    this.view = new StudioView(root, settings.words);
    this.camera = new StudioCamera(this.view, this.words, {
      ended: () => this.ended(),
      muted: (isMuted) => (isMuted && this.runs?.run ? this.view.problem("muted") : this.view.solved("muted")),
      chosen: () => this.reopen(),
    });
    this.mode = settings.state;
    this.modeSince = 0; // answers to older questions say nothing of it
    this.clock = new StudioClock(settings);
    this.countdown = new Countdown((number) => {
      this.view.part("countdown").textContent = number;
      this.view.say(fill(this.words.starts_in, { number }));
    });
  }

  get state() {
    return this.view.root.dataset.state;
  }

  get mayGoOnAir() {
    return this.mode === "on_air" || this.clock.isTime;
  }

  async begin() {
    if (!canRecord()) return this.stuck("unable", false);
    this.slides = wire(this);
    this.isAlone = await onlyHere("korpu-studio");
    if (!this.isAlone) return this.stuck("window");
    const { at, owner } = this.settings;
    this.holder = deviceKey();
    this.store = await openStore("korpu-live");
    const { view, camera, holder, store } = this;
    const tell = (...heard) => this.heard(...heard);
    this.sender = new LiveSender({ store, owner, holder, open: at.open, tell });
    this.runs = new LiveRuns({
      sender: this.sender,
      camera,
      view,
      isOnAir: () => this.mode === "on_air",
      began: () => this.shows(),
      failed: () => this.ended(),
      full: () => store.isLasting && view.notice(this.words.full),
    });
    await this.sender.takeUp();
    return this.enter();
  }

  /** See how the broadcast stands, and go on where this device left it. */
  async enter() {
    let stands;
    try {
      stands = await this.sender.look();
    } catch (error) {
      return error.answer?.mode === "over" ? this.finish() : this.stuck(reasonOf(error)[0]);
    }
    if (stands.mode === "over") return this.finish();
    const isLive = stands.mode !== "rehearsal";
    const isOther = stands.holder && stands.holder !== this.holder;
    if (isOther && (isLive || (stands.held_s ?? HELD) < HELD)) return this.elsewhere(stands.held_s);
    await this.prepare();
    if (isLive && stands.holder === this.holder) await this.runs.start();
    return undefined;
  }

  // The camera ---------------------------------------------------------------------------------
  async prepare() {
    this.view.noProblem();
    this.view.show("asking", this.mayGoOnAir);
    try {
      await this.camera.open();
    } catch (error) {
      return this.stuck(error instanceof CameraProblem ? error.reason : "failed");
    }
    this.view.show("ready", this.mayGoOnAir);
    void this.camera.tryLine(this.settings.at.line, () => !this.runs.sends);
    return undefined;
  }

  /** Open the camera again, or another one, and go on with what was being sent. */
  async reopen() {
    const { sends } = this.runs;
    await this.runs.end();
    await this.prepare();
    if (sends || this.mode !== "rehearsal") await this.runs.start();
  }

  // The buttons --------------------------------------------------------------------------------
  async air() {
    this.view.show("counting");
    if (!(await this.countdown.run())) return;
    this.cancel();
    await this.goOn();
  }

  cancel() {
    this.countdown.stop();
    if (this.runs.run) this.shows();
    else this.view.show("ready", this.mayGoOnAir);
  }

  async goOn() {
    if (await this.pressed("on_air", { from: "studio" })) await this.send();
  }

  async rest() {
    await this.runs.end();
    this.view.show("ready", this.mayGoOnAir);
  }

  async takeOver() {
    try {
      await this.sender.takeOver();
    } catch (error) {
      return this.view.problem(...reasonOf(error));
    }
    await this.prepare();
    if (this.mode !== "rehearsal") await this.runs.start();
    return undefined;
  }

  /** Press a button of the server's; says whether it did what it says. */
  async pressed(name, values) {
    this.view.noProblem();
    const asked = performance.now();
    try {
      const answer = await press(this.settings.at[name], values);
      this.clock.onAirAt = answer.on_air_at;
      await this.modeIs(answer.state, asked);
      return true;
    } catch (error) {
      this.view.problem(...reasonOf(error));
      if (this.state === "ending") await this.settle();
      return false;
    }
  }

  // Sending -------------------------------------------------------------------------------------
  /** Send now, as what the server says it is; this device is the one that sends. */
  async send() {
    if (this.runs.sends) return this.settle();
    const stands = await this.sender.look().catch(nothing);
    if (stands?.holder && stands.holder !== this.holder) await this.sender.takeOver().catch(nothing);
    return this.runs.start();
  }

  /** The page shows what is sent, and as what. */
  shows() {
    const state = this.mode === "on_air" || this.mode === "paused" ? this.mode : "rehearsal";
    if (this.state === state) return;
    this.view.show(state, this.mayGoOnAir);
    this.view.say(this.words[`is_${state}`]);
  }

  // What the server says ------------------------------------------------------------------------
  heard(what, answer, asked) {
    if (what === "mode") void this.modeIs(answer.mode, asked, answer.holder);
    else if (what === "refused" && answer.code === "taken_over") void this.taken();
    else if ((what === "refused" || what === "headless") && this.runs.isWrong) void this.runs.renew();
    else if (what === "signedOut") this.view.problem("signed_out");
    else if (what === "through") this.view.solved("no_line", "signed_out");
    this.lineWords();
  }

  async modeIs(mode, asked, holder) {
    if (asked < this.modeSince) return;
    if (holder && holder !== this.holder && this.runs.sends) return void this.taken();
    if (mode === this.mode) return;
    this.mode = mode;
    this.modeSince = performance.now();
    if (mode === "on_air" && !this.clock.onAirAt) void this.clock.ask();
    await this.settle();
  }

  /** Do what the mode asks for: end, or send as what it is now. */
  async settle() {
    if (this.mode === "over") return this.finish();
    if (this.runs.isWrong) await this.runs.renew();
    if (this.runs.run) this.shows();
    else if (this.state === "ready") this.view.show("ready", this.mayGoOnAir);
    return undefined;
  }

  async taken() {
    if (this.state === "elsewhere") return;
    this.elsewhere(0);
    await this.runs.end();
    this.camera.close();
  }

  elsewhere(heldFor) {
    const isNow = heldFor !== null && heldFor < HELD;
    this.view.part("elsewhere-words").textContent = isNow ? this.words.elsewhere_now : this.words.elsewhere_before;
    this.view.show("elsewhere");
  }

  async finish() {
    if (this.state === "over") return;
    this.mode = "over";
    this.view.noProblem();
    this.view.show("over");
    this.slides.root.hidden = true;
    await this.runs.end();
    this.camera.close();
    this.lineWords();
    const { is_stopped: isStopped } = await standing(this.settings.at.now).catch(() => ({}));
    this.view.part("over-words").textContent = isStopped ? this.words.stopped : "";
  }

  look() {
    return this.sender?.look().catch(nothing);
  }

  // What may come between -----------------------------------------------------------------------
  async ended() {
    if (this.runs?.sends) {
      this.view.show("interrupted");
      this.view.problem("ended");
      await this.runs.stop();
    } else if (this.state === "ready" || this.state === "counting") {
      this.countdown.stop();
      this.stuck("ended");
    }
  }

  /** The device was turned: the picture has another shape, so another run begins. */
  async turned() {
    if (!this.runs?.isTurned) return;
    await this.runs.renew();
    this.view.notice(this.words.turned);
  }

  holdBack(event) {
    const isOnlyHere = !this.store?.isLasting && this.sender?.waitingPieces;
    if ((this.runs?.sends && this.mode !== "rehearsal") || isOnlyHere) event.preventDefault();
  }

  // What is shown meanwhile ---------------------------------------------------------------------
  tick() {
    this.view.times(this.clock.onAirMs, this.clock.leftMs);
    const isWaiting = this.state === "ready" || this.state === "rehearsal";
    if (isWaiting && this.view.mayGoOnAir !== this.mayGoOnAir) this.view.show(this.state, this.mayGoOnAir);
  }

  lineWords() {
    const { sender } = this;
    if (!sender) return;
    const seconds = Math.ceil(sender.waitingMs / 1000);
    if (this.state === "over") this.view.rest(seconds, Math.ceil(sender.unsentMs / 1000));
    else if (this.runs?.sends) this.view.sending(seconds, sender.isWaiting);
  }

  async weigh() {
    if (await this.runs?.weigh()) this.view.notice(this.words.smaller);
  }

  stuck(reason, canRetry = true) {
    this.view.show("stuck");
    this.view.problem(reason, "", { canRetry });
  }
}

const root = document.querySelector("[data-studio]");
if (root) {
  root.hidden = false;
  new Studio(root, settingsOf("studio-settings")).begin();
}
