// One run of pieces after another, from the camera to the sender: as rehearsal or on air, of one shape, of one size.

import { LARGER, LineWeight, SMALLER } from "./line-weight.js";
import { Run, bestLiveKind } from "./recorder.js";
import { mayRest, stayAwake } from "./wake-lock.js";

const PIECE_MS = 1000;

export class LiveRuns {
  /** `isOnAir()` says as what is sent now; `began()`, `failed()` and `full()` hear what becomes of it. */
  constructor({ sender, camera, view, isOnAir, began, failed, full }) {
    Object.assign(this, { sender, camera, view, isOnAir, began, failed, full });
    this.sends = false; // whether something is to be sent, also while one run follows another
    this.run = this.recorder = null;
    this.weight = new LineWeight();
  }

  async start() {
    const { sender, camera } = this;
    if (!camera.stream) return;
    this.sends = true;
    const mime = bestLiveKind();
    const run = await sender.begin(mime, this.isOnAir());
    this.run = run;
    this.recorder = new Run(camera.stream, {
      mime,
      every: PIECE_MS,
      ...camera.rates,
      keep: async (blob, ms) => {
        if (!(await sender.keep(run, blob, ms))) this.full();
      },
      failed: () => this.failed(),
    });
    this.isWide = this.view.isWide;
    this.recorder.start();
    stayAwake();
    this.began();
  }

  /** Nothing more is sent. */
  async end() {
    this.sends = false;
    await this.stop();
    mayRest();
  }

  /** The run is over; another one may follow. */
  async stop() {
    const { run, recorder } = this;
    this.run = this.recorder = null;
    await recorder?.stop();
    if (run) this.sender.over(run);
  }

  /** One run after another: as something else, of another shape, or because the first one is not wanted. */
  async renew() {
    if (this.isChanging) return;
    this.isChanging = true;
    try {
      await this.stop();
      if (this.sends) await this.start();
    } finally {
      this.isChanging = false;
    }
    if (this.isWrong) await this.renew();
  }

  /** Whether what is sent is not what it should be. */
  get isWrong() {
    return Boolean(this.run) && (this.run.isDropped || this.run.isHeadless || this.run.onAir !== this.isOnAir());
  }

  get isTurned() {
    return Boolean(this.run) && this.view.isWide !== this.isWide;
  }

  /** Asked every few seconds: the picture gets as large as the line carries; says whether it got smaller. */
  async weigh() {
    const { camera, weight } = this;
    const said = weight.look(this.sender);
    if (!this.run || this.isChanging) return false;
    const isSmaller = said === SMALLER && !camera.isSmallest;
    if (!isSmaller && !(said === LARGER && !camera.isLargest)) return false;
    if (isSmaller) weight.smaller();
    else weight.larger();
    await camera.resize(isSmaller ? 1 : -1);
    await this.renew();
    return isSmaller;
  }
}
