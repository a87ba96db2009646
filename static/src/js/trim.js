// Cuts off the beginning and the end of one's own film: two large buttons say "here", the rest is for looking.
// The times stand in two fields, so that the form says the same with and without this.

import { playHere } from "./lib/play-here.js";

const SHORTEST = 3000; // ms
const LOOK = 5; // seconds seen of one end

class Trim {
  constructor(form) {
    this.form = form;
    this.whole = Number(form.dataset.length);
    this.video = form.querySelector("[data-part=video]");
    this.fields = { begin: form.querySelector("[name=begin]"), end: form.querySelector("[name=end]") };
    this.marks = { begin: 0, end: this.whole };
    this.stopAt = Infinity;
    playHere(this.video);
    for (const hidden of form.querySelectorAll("[hidden]:not([data-part=say])")) hidden.hidden = false;
    form.addEventListener("click", (event) => this.press(event.target.closest("button")));
    for (const field of Object.values(this.fields)) field.addEventListener("change", () => this.read());
    this.video.addEventListener("timeupdate", () => this.follow());
    this.video.addEventListener("seeking", () => this.show());
    this.read();
  }

  press(button) {
    const { here, move, by, see } = button?.dataset ?? {};
    if (here) this.mark(here, this.video.currentTime * 1000);
    else if (move) this.step(move, Number(by));
    else if (see) this.see(see).catch(() => this.say(this.form.dataset.notNow));
  }

  /** Put one end at a place of the film, unless too little would be left. */
  mark(end, ms) {
    const marks = { ...this.marks, [end]: Math.min(this.whole, Math.max(0, Math.round(ms / 100) * 100)) };
    if (marks.end - marks.begin < SHORTEST) return this.say(this.form.dataset.tooShort);
    this.marks = marks;
    this.fields[end].value = written(marks[end]);
    this.say((end === "begin" ? this.form.dataset.begins : this.form.dataset.ends).replace("{time}", written(marks[end])));
    this.show();
  }

  /** A second earlier or later; the picture goes along, so that one sees where that is. */
  step(end, by) {
    this.mark(end, this.marks[end] + by);
    this.stopAt = Infinity;
    if (this.video.readyState) this.video.currentTime = this.marks[end] / 1000;
  }

  /** What was typed counts as soon as it can be read. */
  read() {
    const marks = { begin: read(this.fields.begin.value), end: read(this.fields.end.value) };
    if (marks.begin === null || marks.end === null) return this.say(this.form.dataset.unreadable);
    marks.end = Math.min(marks.end, this.whole);
    if (marks.end - marks.begin < SHORTEST) return this.say(this.form.dataset.tooShort);
    this.marks = marks;
    this.form.querySelector("[data-part=say]").hidden = true;
    this.show();
  }

  async see(what) {
    const { begin, end } = this.marks;
    await this.ready();
    this.video.currentTime = (what === "end" ? Math.max(begin, end - LOOK * 1000) : begin) / 1000;
    this.stopAt = what === "begin" ? Math.min(begin + LOOK * 1000, end) : end;
    await this.video.play();
  }

  /** The film is fetched when it is first played; only then can one go to a place in it. */
  async ready() {
    if (this.video.readyState) return;
    const known = new Promise((resolve, reject) => {
      this.video.addEventListener("loadedmetadata", resolve, { once: true });
      this.video.addEventListener("error", reject, { once: true });
      setTimeout(reject, 20_000);
    });
    this.video.play().catch(() => {});
    await known;
  }

  follow() {
    if (this.video.currentTime * 1000 >= this.stopAt - 40) {
      this.stopAt = Infinity;
      this.video.pause();
    }
    this.show();
  }

  show() {
    const line = this.form.querySelector("[data-part=line]");
    const part = (ms) => String(Math.min(1, Math.max(0, ms / this.whole)));
    line.style.setProperty("--begin", part(this.marks.begin));
    line.style.setProperty("--end", part(this.marks.end));
    line.style.setProperty("--now", part(this.video.currentTime * 1000));
    const words = this.form.dataset.lengthWords;
    const [left, whole] = [this.marks.end - this.marks.begin, this.whole].map((ms) => written(Math.round(ms / 1000) * 1000));
    const length = words.replace("{time}", left).replace("{whole}", whole);
    const told = this.form.querySelector("[data-part=length]");
    if (told.textContent !== length) told.textContent = length;
  }

  say(words) {
    const place = this.form.querySelector("[data-part=say]");
    place.hidden = false;
    place.textContent = words;
  }
}

function written(ms) {
  const tenths = Math.round(ms / 100);
  const [seconds, tenth] = [Math.floor(tenths / 10), tenths % 10];
  const [minutes, hours] = [Math.floor(seconds / 60) % 60, Math.floor(seconds / 3600)];
  const two = (number) => String(number).padStart(2, "0");
  const clock = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return tenth ? `${clock}.${tenth}` : clock;
}

function read(text) {
  const found = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,3})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return null;
  const [, hours = 0, minutes = 0, seconds, part = "0"] = found;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(part.padEnd(3, "0"));
}

document.querySelectorAll("[data-trim]").forEach((form) => new Trim(form));
