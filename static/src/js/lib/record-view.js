// The recorder's page: what is shown when, and what is said. Knows no camera and no network.

import { fill } from "./words.js";

const two = (number) => String(number).padStart(2, "0");

/** "22.11.2026, 03:29": browsers often have no words for dates in Azerbaijani. */
function dayAndTime(date) {
  const day = `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()}`;
  return `${day}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

export class RecordView {
  constructor(root, words) {
    this.root = root;
    this.words = words;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  on(name, deed) {
    this.part(name).addEventListener("click", deed);
  }

  /** Show what belongs to a state; the focus goes to the first thing one would do. */
  show(state) {
    this.root.dataset.state = state;
    const hadFocus = this.root.contains(document.activeElement) || document.activeElement === document.body;
    for (const element of this.root.querySelectorAll("[data-when]")) {
      element.hidden = !element.dataset.when.split(" ").includes(state);
    }
    if (hadFocus) this.root.querySelector(`[data-first~="${state}"]`)?.focus({ preventScroll: false });
  }

  /** Say something that a screen reader should hear too. */
  say(text) {
    this.part("say").textContent = text;
  }

  length(ms) {
    const seconds = Math.floor(ms / 1000);
    if (seconds < 60) return fill(this.words.seconds, { seconds });
    return fill(this.words.minutes, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  }

  clock(ms) {
    const seconds = Math.floor(ms / 1000);
    this.part("clock").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }

  counts({ saved, sent, isWaiting, trouble }) {
    const values = { saved: this.length(saved), sent: this.length(sent) };
    const percent = saved ? Math.floor((sent / saved) * 100) : 0;
    const said = { full: this.words.store_full, busy: this.words.site_busy };
    const waiting = isWaiting ? (said[trouble] ?? this.words.waiting) : "";
    this.part("counts").textContent = fill(this.words.saved, values);
    this.part("progress").value = percent;
    this.part("progress-words").textContent = fill(this.words.sending, { percent });
    if (this.part("line").textContent !== waiting) this.part("line").textContent = waiting;
    this.part("hurry").hidden = !isWaiting;
  }

  /** Offer what is left of an earlier recording. */
  offer(began, ms) {
    const values = { date: dayAndTime(new Date(began)), time: this.length(ms) };
    this.part("left-words").textContent = fill(this.words.unfinished, values);
    this.show("unfinished");
  }

  get isWide() {
    const { videoWidth, videoHeight } = this.part("preview");
    return videoWidth >= videoHeight;
  }

  /** Explain what went wrong: what happened, what is kept, what to do. */
  problem(reason, keptMs, { canRetry = true } = {}) {
    this.part("problem-title").textContent = this.words[`${reason}_title`];
    this.part("problem-kept").textContent = keptMs
      ? fill(this.words.kept, { time: this.length(keptMs) })
      : this.words.nothing_kept;
    const button = canRetry ? this.words.press_retry : this.words.press_goon;
    this.part("problem-do").textContent = fill(this.words[`${reason}_do`], { button });
    this.part("retry").hidden = !canRetry;
    this.part("problem").hidden = false;
    this.part("problem").focus();
  }

  /** What is written beside the recording, where the page has a field for it. */
  get told() {
    const field = this.root.querySelector('textarea[name="said"]');
    return field ? { said: field.value } : {};
  }

  /** The words beside it cannot be passed on: say why, and go to them. */
  wordsUnfit(words) {
    this.notice(words);
    this.root.querySelector('textarea[name="said"]').focus();
  }

  noProblem() {
    this.part("problem").hidden = true;
  }

  notice(text) {
    this.part("notice").textContent = text;
    this.part("notice").hidden = !text;
  }

  /** Offer the cameras there are; `chosen` gets the choice. */
  cameras(found, current, chosen) {
    const list = this.part("cameras");
    this.part("camera-choice").hidden = !found.length;
    list.replaceChildren(
      ...found.map(({ choice, label }, index) => {
        const item = this.part("camera-item").content.firstElementChild.cloneNode(true);
        const input = item.querySelector("input");
        input.id = `camera-${index}`;
        input.value = choice;
        input.checked = choice === current;
        input.addEventListener("change", () => chosen(choice));
        const text = item.querySelector("label");
        text.htmlFor = input.id;
        text.textContent = this.words[choice] ?? (label || fill(this.words.camera, { number: index + 1 }));
        return item;
      }),
    );
  }
}
