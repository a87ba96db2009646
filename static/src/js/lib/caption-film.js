// The film beside its captions: plays a span and stops, as often as one likes. Fetched when it is first played.

const LATE = 40; // ms; frames come every 33 or 40 ms, and a word too much is worse than a frame too little

export class CaptionFilm {
  /** `heard(what)` hears "time", "playing", "stopped" and "failed". */
  constructor(video, playlist, heard) {
    Object.assign(this, { video, playlist, heard });
    this.until = Infinity;
    video.addEventListener("play", () => this.follow());
    for (const name of ["pause", "ended"]) video.addEventListener(name, () => this.heard("stopped"));
    video.addEventListener("timeupdate", () => this.look());
    video.addEventListener("error", () => this.video.src && this.heard("failed"));
  }

  get ms() {
    return Math.round(this.video.currentTime * 1000);
  }

  get isPlaying() {
    return !this.video.paused && !this.video.ended;
  }

  /** Play from one place to another; without an end it goes on. */
  async play(from, until = Infinity) {
    this.turn = {};
    const { turn } = this;
    this.until = until;
    try {
      await this.load();
      if (turn !== this.turn) return;
      this.video.currentTime = from / 1000;
      await this.video.play();
    } catch (error) {
      if (error.name !== "AbortError" && turn === this.turn) this.heard("failed");
    }
  }

  /** Show a place without playing; a film that was never played is not fetched for it. */
  show(ms) {
    if (this.loaded && !this.isPlaying) this.video.currentTime = ms / 1000;
  }

  stop() {
    this.turn = null;
    this.video.pause();
  }

  slowly(isSlow) {
    this.video.playbackRate = this.video.defaultPlaybackRate = isSlow ? 0.75 : 1;
  }

  load() {
    this.loaded ??= this.fetch().catch((error) => {
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }

  async fetch() {
    const { video, playlist } = this;
    if (!window.MediaSource && !window.ManagedMediaSource) {
      video.src = playlist;
      return;
    }
    const { default: Hls } = await import("hls.js");
    // Words matter here, not the picture: the smallest version is enough, and keeps the line free.
    const hls = new Hls({ startLevel: 0, maxBufferLength: 30 });
    await new Promise((resolve, reject) => {
      hls.on(Hls.Events.MANIFEST_PARSED, () => {
        hls.currentLevel = 0;
        resolve();
      });
      hls.on(Hls.Events.ERROR, (_event, { fatal, type, details }) => {
        if (!fatal) return;
        if (type === Hls.ErrorTypes.MEDIA_ERROR) return hls.recoverMediaError();
        this.loaded = null;
        hls.destroy();
        this.heard("failed");
        reject(new Error(details));
      });
      hls.loadSource(playlist);
      hls.attachMedia(video);
    });
  }

  follow() {
    this.heard("playing");
    const step = () => {
      if (!this.isPlaying) return;
      this.look();
      requestAnimationFrame(step);
    };
    step();
  }

  look() {
    if (this.isPlaying && this.ms >= this.until - LATE) {
      this.until = Infinity;
      this.video.pause();
    }
    this.heard("time");
  }
}
