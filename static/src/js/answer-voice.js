// data-answer-voice: answer a question by voice: speak, stop, listen, send. Without this module, or without a microphone,
// a sound file is chosen.
import { canRecord, VoiceTake } from "./lib/voice-take.js";

class AnswerByVoice extends VoiceTake {
  constructor(root) {
    super(root);
    if (!this.kind) return;
    // Who speaks needs no file; where the microphone is refused, it is offered again.
    this.withFile(false);
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
