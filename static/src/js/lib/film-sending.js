// Sends a video file by tus: resumable, with a bar that shows what the server has, never what has merely left.
// After a reload the browser no longer has the file: we say what arrived and ask for the same one again.

import { Upload } from "tus-js-client";
import { LineLost, SignedOut, ask } from "./desk-line.js";
import { troubleOf } from "./piece-sender.js";
import { fill, megabytes, megabytesArrived } from "./words.js";

const CHUNK = 2 * 2 ** 20; // bytes; small enough that a broken line costs seconds
const WAITS = [0, 1000, 2000, 4000, 8000]; // ms
const VIDEO_NAMES = /\.(mp4|m4v|mov|mkv|webm|avi|wmv|flv|3gp|3g2|mts|m2ts|ts|mpg|mpeg|ogv|mxf)$/i;

export class Sending {
  constructor(root, settings) {
    this.root = root;
    this.settings = settings;
    this.words = settings.words;
    this.begun = settings.unfinished[0] ?? null;
    this.arrived = 0;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  begin() {
    const deeds = { send: "start", pause: "pause", goon: "start", another: "reset", "other-again": "reset", "other-send": "replace" };
    for (const [part, deed] of Object.entries(deeds)) {
      if (part !== "send" || !this.isForm) this.part(part).addEventListener("click", () => this[deed]());
    }
    this.part("file").addEventListener("change", ({ target }) => target.files[0] && this.choose(target.files[0]));
    addEventListener("online", () => this.isWaiting && this.start());
    addEventListener("beforeunload", (event) => this.upload && !this.isPaused && event.preventDefault());
    this.showBegun();
  }

  showBegun() {
    this.part("again").hidden = !this.begun;
    if (!this.begun) return;
    this.part("again-words").textContent = fill(this.words.same_again, this.begun);
    this.part("again-bar").value = this.begun.percent;
  }

  // Choosing -----------------------------------------------------------------------------------
  choose(file) {
    this.file = file;
    this.part("problem").hidden = true;
    const values = { name: file.name, megabytes: megabytes(file.size), most: megabytes(this.settings.largest) };
    if (!this.looksLikeVideo(file)) return this.problem(fill(this.words.not_video, values));
    if (!file.size) return this.problem(fill(this.words.empty, values));
    if (file.size > this.settings.largest) return this.problem(fill(this.words.too_large, values));
    if (this.begun && !this.isSame(file)) return this.askAboutOther(values);
    this.offer(values);
  }

  looksLikeVideo({ type, name }) {
    return type.startsWith("video/") || type.startsWith("audio/") || VIDEO_NAMES.test(name);
  }

  /** Name and size; the time of the last change too where both sides know it. */
  isSame({ name, size, lastModified }) {
    const { begun } = this;
    const isSameTime = !begun.modified || !lastModified || begun.modified === lastModified;
    return begun.size === size && begun.name === name && isSameTime;
  }

  askAboutOther(values) {
    const begun = { name: this.begun.name, megabytes: megabytes(this.begun.size) };
    const other = { chosen: values.name, chosen_megabytes: values.megabytes, ...begun };
    this.problem(fill(this.words.other, other), this.words.other_title);
    this.part("other").hidden = false;
  }

  offer(values) {
    this.part("again").hidden = true;
    this.part("choose").hidden = true;
    this.part("sending").hidden = false;
    this.part("name").textContent = fill(this.words.chosen, values);
    this.progress(this.begun?.arrived ?? 0);
    this.buttons({ send: true, another: true });
    this.part("send").focus();
  }

  reset() {
    this.upload?.abort();
    this.upload = this.file = null;
    this.isWaiting = false;
    this.part("file").value = "";
    for (const name of ["sending", "problem", "other", "line", "stay"]) this.part(name).hidden = true;
    this.part("choose").hidden = false;
    this.showBegun();
    this.part("file").focus();
  }

  /** Give up what had arrived and send this file from the start. */
  async replace() {
    const old = this.begun;
    this.part("problem").hidden = true;
    this.part("other").hidden = true;
    await Upload.terminate(old.address).catch(() => {});
    this.begun = null;
    this.choose(this.file);
    this.start();
  }

  // Sending ------------------------------------------------------------------------------------
  async start() {
    this.isWaiting = this.isPaused = false;
    clearTimeout(this.timer);
    this.part("problem").hidden = true;
    this.line("");
    this.buttons({ pause: true });
    this.part("pause").focus();
    this.part("stay").hidden = false;
    try {
      this.upload ??= await this.opened();
    } catch (error) {
      return this.stumbled(error);
    }
    this.upload.start();
  }

  /** Ask the server where to send it. */
  open() {
    return ask(this.settings.begin);
  }

  async opened() {
    const { file } = this;
    const { address, next, send } = this.begun ? { ...this.begun, address: null } : await this.open();
    this.next = next;
    this.sendTo = send;
    return new Upload(file, {
      endpoint: address,
      uploadUrl: this.begun?.address ?? null,
      chunkSize: CHUNK,
      retryDelays: WAITS,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, modified: String(file.lastModified || "") },
      onShouldRetry: (error) => this.goesOn(error),
      onUploadUrlAvailable: () => this.progress(this.arrived),
      onChunkComplete: (_size, arrived) => {
        this.line("");
        this.progress(arrived);
      },
      onSuccess: () => this.done(),
      onError: (error) => this.stumbled(error),
    });
  }

  /** HTTP's, of what tus or we ourselves asked; 0 where nothing was answered. */
  statusOf(error) {
    return error.originalResponse?.getStatus() ?? error.status ?? 0;
  }

  isFinal(error) {
    const status = this.statusOf(error);
    return status >= 400 && status < 500 && status !== 409 && status !== 423 && status !== 429;
  }

  /** Whether tus tries again by itself. What we ourselves refuse for now is said at once, a line that flickers is not. */
  goesOn(error) {
    if (this.isFinal(error)) return false;
    if (troubleOf(this.statusOf(error)) !== "line") this.sayTrouble(error);
    return true;
  }

  sayTrouble(error) {
    const said = { full: this.words.store_full, busy: this.words.site_busy };
    const words = said[troubleOf(this.statusOf(error))] ?? this.words.waiting;
    this.line(fill(words, { percent: this.percent }));
  }

  /** Every wait is used up, or the server said no: wait for the line, or say what to do. */
  stumbled(error) {
    if (error instanceof SignedOut) return this.stopWith(this.words.signed_out);
    if (!(error instanceof LineLost) && this.isFinal(error)) return this.stopWith(this.words.refused);
    if (this.isPaused) return;
    this.isWaiting = true;
    this.sayTrouble(error);
    this.buttons({ goon: true, pause: true });
    this.timer = setTimeout(() => this.isWaiting && this.start(), 10_000);
  }

  stopWith(words) {
    this.buttons({ goon: true, another: true });
    this.upload = null;
    this.problem(words);
  }

  async pause() {
    this.isPaused = true;
    this.isWaiting = false;
    clearTimeout(this.timer);
    await this.upload?.abort();
    this.line(fill(this.words.paused, { percent: this.percent }));
    this.buttons({ goon: true, another: true });
    this.part("goon").focus();
  }

  done() {
    this.isPaused = true; // nothing holds the page back any more
    this.progress(this.file.size);
    this.part("say").textContent = this.words.done;
    location.assign(this.next);
  }

  // Showing ------------------------------------------------------------------------------------
  get percent() {
    return this.file ? Math.floor((this.arrived / this.file.size) * 100) : 0;
  }

  progress(arrived) {
    this.arrived = arrived;
    const values = { arrived: megabytesArrived(arrived), megabytes: megabytes(this.file.size), percent: this.percent };
    this.part("bar").value = this.percent;
    this.part("words").textContent = fill(this.words.progress, values);
    const tens = Math.floor(this.percent / 10);
    if (tens !== this.saidTens) this.part("say").textContent = this.part("words").textContent;
    this.saidTens = tens;
  }

  buttons(shown) {
    for (const name of ["send", "pause", "goon", "another"]) this.part(name).hidden = !shown[name];
  }

  line(text) {
    if (this.part("line").textContent === text) return;
    this.part("line").textContent = text;
    this.part("line").hidden = !text;
  }

  problem(text, title = "") {
    this.part("problem-title").textContent = title;
    this.part("problem-title").hidden = !title;
    this.part("problem-words").textContent = text;
    this.part("problem").hidden = false;
    this.part("problem").focus();
  }
}
