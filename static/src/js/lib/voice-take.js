// Record a voice: start, stop, listen, again, keep. What is kept becomes the file of the form around it, which is sent
// like one that was chosen; without a microphone a file is chosen. Used by the pages that add their own buttons to it.

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const LONGEST = 5 * 60; // seconds
const STATES = { ready: ["start"], recording: ["stop"], listening: ["sound", "keep", "again"], kept: ["sound", "again"] };

export const canRecord = Boolean(window.MediaRecorder && navigator.mediaDevices);

export class VoiceTake {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.form = root.closest("form");
    this.file = this.form.querySelector('input[type="file"]');
    this.kind = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    if (!this.kind) return;
    for (const deed of ["start", "stop", "keep", "again"]) this.part(deed).addEventListener("click", () => this[deed]());
    this.form.addEventListener("submit", (event) => this.check(event));
    this.file.addEventListener("change", () => this.show("ready", "")); // a chosen file takes the recording's place
    this.part("controls").hidden = false;
    this.show("ready", "");
  }

  part(name) {
    return this.root.querySelector(`[data-voice-part="${name}"]`);
  }

  show(state, words) {
    this.root.dataset.state = state;
    for (const name of ["start", "stop", "sound", "keep", "again"]) this.part(name).hidden = !STATES[state].includes(name);
    this.part("state").textContent = words;
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.show("ready", this.words.denied);
      return;
    }
    const pieces = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType: this.kind, audioBitsPerSecond: 48_000 });
    this.recorder.ondataavailable = ({ data }) => pieces.push(data);
    this.recorder.onstop = () => this.recorded(new Blob(pieces, { type: this.kind.split(";")[0] }));
    this.recorder.start();
    this.began = performance.now();
    this.show("recording", this.words.recording);
    this.part("stop").focus();
    this.clock = setInterval(() => this.tick(), 250);
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.part("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST) this.stop();
  }

  stop() {
    clearInterval(this.clock);
    this.part("clock").textContent = "";
    if (this.recorder?.state === "recording") this.recorder.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }

  recorded(blob) {
    this.blob = blob;
    const sound = this.part("sound");
    URL.revokeObjectURL(sound.src);
    sound.src = URL.createObjectURL(blob);
    this.show("listening", this.words.listen);
    this.part("keep").focus();
  }

  again() {
    this.part("sound").pause();
    this.file.value = "";
    this.start();
  }

  keep() {
    const held = new DataTransfer();
    held.items.add(new File([this.blob], `voice.${ENDINGS[this.blob.type]}`, { type: this.blob.type }));
    this.file.files = held.files;
    this.kept();
  }

  // What a page does with a recording that is kept.
  kept() {
    this.show("kept", this.words.kept);
    this.part("state").focus();
  }

  // While it records, nothing is sent.
  check(event) {
    if (this.root.dataset.state !== "recording") return;
    event.preventDefault();
    this.part("stop").focus();
  }
}
