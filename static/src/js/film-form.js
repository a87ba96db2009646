// form[data-film-form]: a video chosen in it is sent by tus, and then the words beside it. Anything else that is chosen,
// a photo, goes with the form as it is; so does everything without this module.

import { LineLost, Refused, SignedOut, ask } from "./lib/desk-line.js";
import { Sending } from "./lib/film-sending.js";
import { troubleOf } from "./lib/piece-sender.js";
import { fill, settingsOf } from "./lib/words.js";

const HEAD = 64; // bytes that say what a file is
const WAITS = [5, 10, 20, 40, 60]; // seconds

class FormSending extends Sending {
  isForm = true;
  failures = 0;

  begin() {
    this.input = this.root.querySelector("input[type=file]");
    this.input.dataset.part = "file";
    this.root.addEventListener("submit", (event) => this.submit(event));
    super.begin();
  }

  showBegun() {
    super.showBegun();
    this.isHere = Boolean(this.begun?.is_whole);
    if (!this.isHere) return;
    this.sendTo = this.begun.send;
    this.part("again-title").textContent = this.words.here_title;
    this.part("again-words").textContent = fill(this.words.here, this.begun);
  }

  choose(file) {
    const { sizeLimit } = this.input.dataset;
    const isPhoto = file.type.startsWith("image/") && this.input.accept.includes("image/");
    if (!isPhoto && !(sizeLimit && file.size > Number(sizeLimit))) return super.choose(file);
    this.file = null; // it goes with the form, or size-limit.js says that it is too large
    this.part("problem").hidden = true;
  }

  problem(text, title) {
    if (this.part("sending").hidden) {
      this.file = null; // nothing of it is sent, not with the form either
      this.input.value = "";
    }
    super.problem(text, title);
  }

  askAboutOther(values) {
    const { file } = this;
    super.askAboutOther(values);
    this.file = file;
  }

  offer(values) {
    super.offer(values);
    if (this.isHere) this.progress(this.file.size);
    this.part("name").focus();
  }

  reset() {
    super.reset();
    this.part("send").hidden = false;
  }

  replace() {
    this.isHere = false;
    return super.replace();
  }

  // Sending ------------------------------------------------------------------------------------
  submit(event) {
    if (event.defaultPrevented || !(this.file || (this.isHere && !this.input.files.length))) return;
    event.preventDefault();
    if (this.isHere) void this.conclude();
    else void this.start();
  }

  fields() {
    const fields = new FormData(this.root);
    fields.delete(this.input.name);
    return fields;
  }

  open() {
    const fields = this.fields();
    fields.set("head", this.file.slice(0, HEAD), "head");
    return ask(this.settings.begin, fields);
  }

  stumbled(error) {
    if (error instanceof Refused && error.status < 500) return this.no(error.answer);
    return super.stumbled(error);
  }

  done() {
    this.isHere = true;
    this.progress(this.file.size);
    void this.conclude();
  }

  /** All of it is here: send the form, as often as the line needs. */
  async conclude() {
    this.isPaused = true; // nothing holds the page back any more
    clearTimeout(this.timer);
    this.part("problem").hidden = true;
    this.part("stay").hidden = true;
    this.buttons({});
    this.part("say").textContent = this.words.done;
    try {
      const { next } = await ask(this.sendTo, this.fields());
      location.assign(next);
    } catch (error) {
      this.held(error);
    }
  }

  /** It did not get through: say what keeps it, and try again; the button is there for who would not wait. */
  held(error) {
    const trouble = troubleOf(error.status ?? 0);
    if (error instanceof Refused && trouble === "line") return this.no(error.answer);
    this.buttons({ send: true });
    if (error instanceof SignedOut) return this.problem(this.words.signed_out);
    const said = { full: this.words.store_full, busy: this.words.site_busy };
    this.line(fill(said[trouble] ?? this.words.slow, { percent: 100 }));
    if (!(error instanceof LineLost || error instanceof Refused)) return;
    const wait = WAITS[Math.min(this.failures++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.conclude(), wait * 1000);
  }

  /** The server said no: of words to be mended the film stays, of a film that cannot be used another is chosen. */
  no({ code, words }) {
    const isUnfit = code === "unfit";
    this.part("stay").hidden = true;
    this.line("");
    if (isUnfit) {
      this.begun = this.upload = null;
      this.reset();
    } else {
      this.buttons({ send: true, another: !this.isHere });
    }
    super.problem(words ?? this.words.refused);
  }
}

const form = document.querySelector("form[data-film-form]");
if (form) new FormSending(form, settingsOf("film-settings")).begin();
