// data-typist: whoever types live captions hears the webinar with little delay; Enter shows a line to everybody.

import { LineQueue } from "./lib/line-queue.js";
import { listen } from "./lib/live-events.js";
import { attachLive, canPlay } from "./lib/live-source.js";
import { fill, settingsOf } from "./lib/words.js";

const REACTION_MS = 1_200; // between hearing words and the first letter of them
const NEWEST = 30; // lines on the page
const LOOK_MS = 1_000;
const LAST_LINE_MS = 110_000; // as long as the server takes lines after the end, nearly
const FEW_LEFT = 40; // letters, from when on it is said how many are left

class Typist {
  constructor(root, settings) {
    Object.assign(this, { root, settings, words: settings.words, state: settings.state });
    this.form = this.part("form");
    this.field = this.part("text");
    this.mine = new Set(settings.mine);
    this.at = {};
    for (const name of ["say", "take-back", "now"]) this.at[name] = new URL(`${name}/`, location.href.split("?")[0]).href;
    this.queue = new LineQueue(`korpu-lines:${location.pathname}:${settings.owner}`, {
      send: (line) => this.send(line),
      changed: (line) => this.changed(line),
      cut: () => this.problem(this.words.offline),
      back: () => this.problem(""),
    });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  begin() {
    this.show(this.state);
    if (!this.form) return;
    this.part("stage").hidden = false;
    this.form.noValidate = true;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("input", () => this.typed());
    this.part("lines").addEventListener("submit", (event) => this.takeListed(event));
    this.part("lines").addEventListener("click", (event) => this.takeNew(event));
    this.part("listen").addEventListener("click", () => this.toggle());
    this.part("picture").addEventListener("click", () => this.changePicture());
    window.addEventListener("beforeunload", (event) => {
      if (!this.queue.isEmpty) event.preventDefault();
    });
    this.offset = Date.now() - this.settings.now;
    setInterval(() => this.look(), LOOK_MS);
    this.hear();
    this.queue.again();
  }

  // What happens ------------------------------------------------------------------------------
  hear() {
    const renew = async () => (await this.renewed()).events;
    const { target } = listen(this.settings.events, ["state", "caption", "caption_gone", "health"], { renew });
    const on = {
      state: () => void this.renewed().then(() => this.follow()),
      caption: (line) => this.others(line),
      caption_gone: ({ id }) => this.gone(id),
      health: ({ captions }) => captions && void this.renewed().then(({ machine }) => this.machine(machine)),
      reset: () => void this.renewed(),
    };
    for (const [name, deed] of Object.entries(on)) target.addEventListener(name, ({ detail }) => deed(detail ?? {}));
  }

  /** Ask how it stands; addresses are new again. */
  async renewed() {
    const response = await fetch(this.at.now, { headers: { Accept: "application/json" } });
    if (response.status === 403 || response.status === 404) this.shut(this.words.no_more);
    if (!response.ok) throw new Error(`${response.status}`);
    Object.assign(this.settings, await response.json());
    this.offset = Date.now() - this.settings.now;
    this.show(this.settings.state);
    return this.settings;
  }

  show(state) {
    const before = this.root.dataset.state;
    this.state = this.root.dataset.state = state;
    if (before !== state) this.part("state").textContent = this.words[`state_${state}`];
    if (this.form) this.part("listen").disabled = !this.settings.pictures && !this.playing;
  }

  follow() {
    if (this.state === "over") this.end();
    else if (this.playing === null && this.wasPlaying) void this.play();
  }

  /** How the machine does, for hosts. */
  machine(words) {
    const place = document.querySelector('[data-part="machine"]');
    if (place && words) place.textContent = words;
  }

  // Listening ----------------------------------------------------------------------------------
  toggle() {
    if (this.playing) this.stop();
    else void this.play();
  }

  async play() {
    const film = this.part("film");
    if (!canPlay(film)) return this.problem(this.words.unable);
    if (!this.settings.pictures) return undefined;
    this.wasPlaying = true;
    film.hidden = this.isSound;
    this.attach(null);
    this.part("listen").textContent = this.words.stop;
    this.part("picture").hidden = false;
    await film.play().catch(() => {});
    this.field.focus();
    return undefined;
  }

  attach(startAt) {
    this.playing?.release();
    const address = () => (this.isSound ? this.settings.sound : this.settings.pictures);
    this.playing = attachLive(this.part("film"), address(), {
      startAt,
      lost: () => this.problem(this.words.offline),
      found: () => this.problem(""),
      gone: () => this.stop(),
      renew: async () => {
        await this.renewed();
        return address();
      },
    });
  }

  stop() {
    this.playing?.release();
    this.playing = null;
    this.wasPlaying = false;
    this.part("film").hidden = true;
    this.part("picture").hidden = true;
    this.part("listen").textContent = this.words.listen;
    this.part("heard").textContent = "";
  }

  changePicture() {
    this.isSound = !this.isSound;
    this.part("picture").textContent = this.isSound ? this.words.with_picture : this.words.sound_only;
    this.part("film").hidden = this.isSound;
    this.attach(null);
    void this.part("film").play().catch(() => {});
  }

  /** Once a second: how late it is heard. */
  look() {
    const captured = this.playing?.capturedAt() ?? null;
    const delay = captured === null ? -1 : (Date.now() - this.offset - captured) / 1000;
    const isHeard = delay >= 0 && delay < 600 && !this.part("film").paused;
    this.part("heard").textContent = isHeard ? fill(this.words.heard, { seconds: Math.max(1, Math.round(delay)) }) : "";
  }

  /** Where the recording is that this person hears, in ms; null while they hear it otherwise. */
  get now_ms() {
    const film = this.part("film");
    return this.playing && film.readyState > 1 && !film.paused ? Math.round(film.currentTime * 1000) : null;
  }

  // Typing -----------------------------------------------------------------------------------------
  typed() {
    if (!this.field.value.trim()) this.since = undefined;
    else if (this.since === undefined) this.since = this.now_ms;
    const left = this.field.maxLength - this.field.value.length;
    this.part("left").hidden = left > FEW_LEFT;
    this.part("left").textContent = fill(this.words.left, { count: left });
  }

  submit(event) {
    event.preventDefault();
    if (event.submitter === this.part("take-back")) return void this.takeLast();
    const text = this.field.value.trim();
    this.field.focus();
    if (!text) return undefined;
    const since = this.since ?? this.now_ms;
    this.field.value = "";
    this.since = undefined;
    this.typed();
    if (this.state === "before") return this.tell("shown", this.words.trying);
    const at = since === null || since === undefined ? null : Math.max(0, since - REACTION_MS);
    const line = { text, at_ms: at, language: this.part("language").value };
    line.item = this.item({ text, language: line.language, who: this.words.mine, isOwn: true });
    return this.queue.add(line);
  }

  async send({ text, at_ms: at, language }) {
    return this.post(this.at.say, { text, language, at_ms: at === null ? "" : String(at) });
  }

  async post(address, values) {
    const token = this.form.querySelector("input[name=csrfmiddlewaretoken]").value;
    const response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(values),
    });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    if (response.redirected || (response.ok && !isJson)) return { status: 0, body: {} }; // signed out: kept and tried again
    return { status: response.status, body: isJson ? await response.json() : {} };
  }

  changed(line) {
    line.item ??= this.item({ text: line.text, language: line.language, who: this.words.mine, isOwn: true });
    if (line.fate === "shown") this.wasShown(line);
    else if (line.fate === "refused") this.wasRefused(line);
    else this.fate(line.item, this.words[line.fate]);
  }

  wasShown({ item, answer }) {
    this.mine.add(answer.id);
    this.root.querySelector(`[data-line="${answer.id}"]`)?.remove(); // the event was faster
    item.dataset.line = answer.id;
    item.querySelector('[data-part="take"]').hidden = false;
    this.fate(item, this.words.is_shown);
    this.tell("shown", fill(this.words.shown, { seconds: Math.max(1, Math.round(answer.delay_ms / 1000)) }));
    this.problem("");
  }

  wasRefused({ item, answer, text }) {
    this.fate(item, this.words.not_shown);
    this.problem(answer.words ?? this.words.no_more);
    if (!this.field.value) this.field.value = text; // nothing that was typed is lost
  }

  // Taking back ----------------------------------------------------------------------------------------
  async takeLast() {
    const unsent = this.queue.drop();
    if (unsent) return unsent.item.remove();
    return this.take("");
  }

  takeListed(event) {
    event.preventDefault();
    void this.take(new FormData(event.target).get("line"));
  }

  takeNew(event) {
    const button = event.target.closest('button[data-part="take"]');
    if (button) void this.take(button.closest("li").dataset.line);
  }

  async take(line) {
    const { status, body } = await this.post(this.at["take-back"], { line }).catch(() => ({ status: 0, body: {} }));
    this.field.focus();
    if (status !== 200) return this.problem(body.words ?? this.words.offline);
    if (body.id === null) return this.tell("shown", this.words.nothing);
    if (!this.field.value) this.field.value = body.text; // to be typed anew, better
    return this.gone(body.id);
  }

  gone(id) {
    const item = this.root.querySelector(`[data-line="${id}"]`);
    if (!item) return;
    item.classList.add("k-typist__gone");
    item.querySelector("button")?.remove();
    this.fate(item, this.words.gone);
  }

  // The list -----------------------------------------------------------------------------------------
  others({ id, text, language, is_machine: isMachine }) {
    if (this.root.querySelector(`[data-line="${id}"]`)) return;
    if (!isMachine && this.queue.current?.text === text) return; // one’s own, whose answer is on its way
    const who = isMachine ? this.words.machine : this.mine.has(id) ? this.words.mine : this.words.other;
    const item = this.item({ text, language, who, isOwn: this.mine.has(id) });
    item.dataset.line = id;
    item.querySelector('[data-part="take"]').hidden = !this.settings.hosts; // a host takes back anybody’s
  }

  item({ text, language, who, isOwn }) {
    const made = this.part("line").content.cloneNode(true).querySelector("li");
    const inside = (name) => made.querySelector(`[data-part="${name}"]`);
    inside("words").textContent = inside("name").textContent = text;
    inside("words").lang = language;
    inside("who").textContent = who;
    inside("take").hidden = true;
    made.classList.toggle("k-typist__own", isOwn);
    const list = this.part("lines");
    list.prepend(made);
    while (list.children.length > NEWEST) list.lastElementChild.remove();
    this.part("none").hidden = true;
    return made;
  }

  fate(item, words) {
    const place = item.querySelector('[data-part="fate"]');
    if (place) place.textContent = `· ${words}`;
    else item.querySelector(".k-muted").append(` · ${words}`);
  }

  tell(name, words) {
    this.part(name).textContent = words;
  }

  problem(words) {
    this.part("problem").hidden = !words;
    this.part("problem-words").textContent = words;
  }

  /** It is over: the last line may still be ended; then the page says what becomes of the lines. */
  end() {
    this.stop();
    this.part("stage").hidden = true;
    setTimeout(() => this.queue.isEmpty && location.reload(), LAST_LINE_MS);
  }

  shut(words) {
    this.problem(words);
    this.stop();
    this.form.hidden = true;
  }
}

const root = document.querySelector("[data-typist]");
if (root) new Typist(root, settingsOf("typist-settings")).begin();
