// The studio's camera and microphone, and the line behind them: opened, looked at, and made as large as the line carries.

import { cameras, closeCamera, openCamera } from "./camera.js";
import { LEVELS, levelFor, lineSpeed } from "./line-check.js";
import { watchSound } from "./sound-meter.js";

const MUTED_FOR = 1500; // ms; shorter interruptions are no matter
const LINE_WORDS = ["line_good", "line_fair", "line_fair", "line_weak"];
const nothing = () => {};

export class StudioCamera {
  /** `ended()`, `muted(isMuted)` and `chosen()` hear what becomes of it. */
  constructor(view, words, heard) {
    Object.assign(this, { view, words, heard });
    this.choice = "front";
    this.level = 0;
    this.stream = null;
    this.stopSound = nothing;
  }

  /** Open it; throws CameraProblem. */
  async open() {
    this.close();
    this.stream = await openCamera(this.choice);
    this.view.part("preview").srcObject = this.stream;
    for (const track of this.stream.getTracks()) {
      track.onended = () => this.heard.ended();
      track.onmute = () => setTimeout(() => track.muted && this.heard.muted(true), MUTED_FOR);
      track.onunmute = () => this.heard.muted(false);
    }
    await this.shape();
    this.listen();
    this.view.cameras(await cameras(), this.choice, (choice) => {
      this.choice = choice;
      this.heard.chosen();
    });
  }

  close() {
    this.stopSound();
    this.stopSound = nothing;
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

  /** What is recorded of it: bits a second of picture and sound. */
  get rates() {
    return LEVELS[this.level];
  }

  get isSmallest() {
    return this.level === LEVELS.length - 1;
  }

  /** Make the picture as large as the level says; never larger than the camera gives. */
  async shape() {
    const { height } = this.rates;
    const [picture] = this.stream?.getVideoTracks() ?? [];
    await picture?.applyConstraints({ height: { ideal: height }, frameRate: { ideal: 30 } }).catch(nothing);
  }

  get isLargest() {
    return this.level === 0;
  }

  /** Make it so many levels smaller. */
  async resize(levels) {
    this.level += levels;
    await this.shape();
  }

  /** Try the line before anything is sent, and say how it is. `stillWanted()` says no when sending has begun. */
  async tryLine(address, stillWanted) {
    this.view.line(this.words.line_checking);
    const speed = await lineSpeed(address);
    if (!stillWanted()) return;
    if (speed === null) return void this.view.line(this.words.no_line_title);
    const level = levelFor(speed);
    this.view.line(this.words[LINE_WORDS[level]]);
    if (level === this.level) return;
    this.level = level;
    await this.shape();
  }
}
