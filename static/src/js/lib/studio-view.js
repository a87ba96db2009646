// The studio's page: what is shown when, and what is said. Knows no camera and no network.

import { RecordView } from "./record-view.js";
import { fill } from "./words.js";

const FEW = 3; // seconds on their way are no matter
const STEP = 10;
const two = (number) => String(number).padStart(2, "0");

export class StudioView extends RecordView {
  /** Show what belongs to a state; what needs its time is shown only when that has come. */
  show(state, mayGoOnAir = this.mayGoOnAir) {
    this.mayGoOnAir = mayGoOnAir;
    super.show(state);
    for (const element of this.root.querySelectorAll("[data-needs=time]")) element.hidden ||= !mayGoOnAir;
    this.part("rehearse").classList.toggle("govuk-button--secondary", mayGoOnAir);
    this.part("opens").hidden ||= mayGoOnAir;
  }

  problem(reason, words = "", { canRetry = false } = {}) {
    this.reason = reason;
    this.part("problem-title").textContent = this.words[`${reason}_title`] ?? "";
    this.part("problem-do").textContent = words || this.words[`${reason}_do`] || "";
    this.part("retry").hidden = !canRetry;
    this.part("problem").hidden = false;
    this.part("problem").focus();
  }

  /** What was told is so no more. */
  solved(...reasons) {
    if (reasons.includes(this.reason)) this.noProblem();
  }

  /** How long on air, and how long it is meant to go on. */
  times(onAirMs, leftMs) {
    const seconds = Math.max(0, Math.floor(onAirMs / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    this.part("clock").textContent = `${hours ? `${hours}:` : ""}${hours ? two(minutes) : minutes}:${two(seconds % 60)}`;
    const words = this.left(leftMs);
    if (this.part("left").textContent !== words) this.part("left").textContent = words;
  }

  left(ms) {
    if (ms === null) return "";
    if (ms >= 60_000) return fill(this.words.left, { minutes: Math.floor(ms / 60_000) });
    if (ms > -60_000) return ms > 0 ? this.words.last_minute : "";
    return fill(this.words.beyond, { minutes: Math.floor(-ms / 60_000) });
  }

  viewers(count) {
    this.part("viewers").textContent = count === 1 ? this.words.viewers_one : fill(this.words.viewers, { count });
  }

  line(words) {
    if (this.part("line").textContent !== words) this.part("line").textContent = words;
  }

  /** What is on its way while it is sent: in steps, so that it is not read out every second. */
  sending(seconds, isWaiting) {
    const steps = Math.ceil(seconds / STEP) * STEP;
    const behind = seconds > FEW ? fill(this.words.behind, { seconds: steps }) : this.words.arrives;
    this.line(isWaiting ? this.words.waiting : behind);
  }

  /** What is still to be sent when all is over, and what nobody takes any more. */
  rest(seconds, unsent) {
    const done = unsent ? fill(this.words.not_sent, { seconds: unsent }) : this.words.all_sent;
    const words = seconds ? fill(this.words.on_its_way, { seconds }) : done;
    if (this.part("rest").textContent !== words) this.part("rest").textContent = words;
  }

  /** A word from a host; an empty one takes the last away. */
  message({ text, from }) {
    this.part("message-from").textContent = fill(this.words.from, { name: from });
    this.part("message-words").textContent = text;
    this.part("message").hidden = !text;
  }

  /** What is being typed: the last two lines. */
  caption(lines) {
    this.part("captions").hidden = !lines.length;
    this.part("caption-words").textContent = lines.join(" ");
  }

  opensAt(moment) {
    const time = moment ? `${two(moment.getHours())}:${two(moment.getMinutes())}` : "";
    this.part("opens").textContent = time ? fill(this.words.opens, { time }) : "";
  }
}
