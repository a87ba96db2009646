// Turns a stream into pieces of about two seconds, or of one when it is live. One recorder makes one run: its pieces in a row are one film.

// H.264 first: it is watchable at once by stream copy. Safari makes MP4, Firefox VP8.
const KINDS = [
  "video/webm;codecs=h264,opus",
  "video/mp4;codecs=avc1.42E01E,mp4a.40.2",
  "video/webm;codecs=vp8,opus",
  "video/webm",
  "video/mp4",
];
const PIECE_MS = 2000;

export function bestKind() {
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
}

// What is on air is cut into segments while it comes; pieces of MP4 are irregular in Chromium, so they come last.
const LIVE_KINDS = [KINDS[0], KINDS[2], KINDS[3], KINDS[1], KINDS[4]];

export function bestLiveKind() {
  return LIVE_KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
}

export class Run {
  /** `keep(blob, ms)` gets each piece in order and may take its time. */
  constructor(stream, { keep, failed, mime = bestKind(), every = PIECE_MS, bits = 2_500_000, soundBits = 128_000 }) {
    this.keep = keep;
    this.every = every;
    this.keeping = Promise.resolve();
    this.media = new MediaRecorder(stream, {
      mimeType: mime,
      videoBitsPerSecond: bits,
      audioBitsPerSecond: soundBits,
      videoKeyFrameIntervalDuration: 1000,
    });
    this.recorded = 0; // ms until the last pause
    this.since = 0;
    this.given = 0; // ms that pieces have been made of
    this.media.ondataavailable = ({ data }) => this.take(data);
    this.media.onerror = () => failed();
    this.stopped = new Promise((resolve) => {
      this.media.onstop = resolve;
    });
  }

  get ms() {
    return this.recorded + (this.since ? performance.now() - this.since : 0);
  }

  get isRunning() {
    return this.media.state === "recording";
  }

  start() {
    this.media.start(this.every);
    this.since = performance.now();
  }

  pause() {
    if (this.media.state !== "recording") return;
    this.recorded = this.ms;
    this.since = 0;
    this.media.pause();
    this.flush(); // what has been recorded leaves the tablet's memory now
  }

  resume() {
    if (this.media.state !== "paused") return;
    this.media.resume();
    this.since = performance.now();
  }

  flush() {
    if (this.media.state !== "inactive") this.media.requestData();
  }

  /** Stop; resolves when the last piece has been kept. */
  async stop() {
    this.recorded = this.ms;
    this.since = 0;
    if (this.media.state !== "inactive") {
      this.media.stop();
      await this.stopped;
    }
    await this.keeping;
  }

  take(blob) {
    if (!blob.size) return;
    const upTo = this.ms;
    const ms = upTo - this.given;
    this.given = upTo;
    this.keeping = this.keeping.then(() => this.keep(blob, ms));
  }
}
