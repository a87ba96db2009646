// data-answer-voice: answer a question by voice: speak, stop, listen, send. Without this module, or without a microphone,
// a sound file is chosen.
import { keepVoice, keptVoice } from "./lib/voice-kept.js";
import { canRecord, VoiceTake } from "./lib/voice-take.js";

class AnswerByVoice extends VoiceTake {
  constructor(root) {
    super(root);
    if (!this.kind) return;
    // Who speaks needs no file; where the microphone is refused, it is offered again.
    this.withFile(false);
    this.restore();
  }

  // What was said before stays on the device: a page that could not take it gives it back.
  async restore() {
    const blob = await keptVoice(location.pathname).catch(() => null);
    if (!blob || this.root.dataset.state !== "ready" || this.file.files.length) return;
    super.recorded(blob);
    this.part("state").textContent = this.words.restored;
  }

  recorded(blob) {
    super.recorded(blob);
    keepVoice(location.pathname, blob).catch(() => {}); // a private window keeps nothing
  }

  withFile(isShown) {
    for (const name of ["file", "plain"]) this.part(name).hidden = !isShown;
  }

  async start() {
    await super.start();
    if (this.root.dataset.state === "ready") this.withFile(true);
  }

  // "Send" is the button of the form: what was recorded becomes its file, and it goes.
  kept() {
    this.part("state").textContent = this.words.sending;
  }

  check(event) {
    if (this.root.dataset.state === "listening" && !this.file.files.length) this.keep();
    super.check(event);
  }
}

if (canRecord) document.querySelectorAll("[data-answer-voice]").forEach((root) => new AnswerByVoice(root));
