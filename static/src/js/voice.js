// data-voice: record a spoken consent: record, listen, again, keep. What is kept becomes the file of the form, which is
// sent like one that was chosen; without this module, or without a microphone, a file is chosen.
import { canRecord, VoiceTake } from "./lib/voice-take.js";

class Voice extends VoiceTake {
  kept() {
    const byVoice = this.form.querySelector('input[name="way"][value="voice"]');
    if (byVoice) byVoice.checked = true;
    super.kept();
  }

  // A page that comes back with an error has lost the recording, and somebody would have to speak again.
  check(event) {
    const { state } = this.root.dataset;
    if (state === "listening") this.keep();
    const answers = [...this.form.querySelectorAll('input[name="answer"]')];
    if (["kept", "listening"].includes(state) && !answers.some((answer) => answer.checked)) {
      event.preventDefault();
      this.part("state").textContent = this.words.answer;
      answers[0].focus();
    } else super.check(event);
  }
}

if (canRecord) document.querySelectorAll("[data-voice]").forEach((root) => new Voice(root));
