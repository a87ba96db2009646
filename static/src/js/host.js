// data-host: a host's page. The same buttons as in the studio, from another device, and what the studio sends.

import { attachLive, canPlay } from "./lib/live-source.js";
import { beside, standing } from "./lib/studio-beside.js";
import { fill, settingsOf } from "./lib/words.js";

const LOOK_MS = 4000;

class Host {
  constructor(root, settings) {
    Object.assign(this, { root, settings, words: settings.words });
    this.address = "";
    this.film = null;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  begin() {
    this.part("again").hidden = true;
    for (const [name, isSure] of [["yes", true], ["no", false]]) {
      this.part(name).addEventListener("click", () => this.answer(isSure));
    }
    const on = {
      state: () => this.look(),
      viewers: ({ count }) => this.viewers(count),
      message: ({ text, from }) => this.told(text, from),
    };
    beside(document.querySelector("main"), this.settings, {
      on,
      before: (name, form) => this.before(name, form),
      done: (answer, name, form) => this.done(answer, name, form),
      failed: (reason, words) => this.problem(reason, words),
    });
    this.show(this.settings);
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK_MS);
  }

  /** The end is asked for once more, here on the page. */
  before(name, form) {
    this.part("problem").hidden = true;
    if (name !== "end" || this.isSure) return true;
    this.ending = form;
    this.part("sure").hidden = false;
    this.part("sure").focus();
    return false;
  }

  answer(isSure) {
    this.part("sure").hidden = true;
    this.isSure = isSure;
    if (isSure) this.ending.requestSubmit();
    else this.ending.querySelector("button").focus();
    this.isSure = false;
  }

  done(answer, name, form) {
    this.show(answer);
    if (name === "message") form.reset();
  }

  async look() {
    const stands = await standing(this.settings.at.now).catch(() => null);
    if (stands) this.show(stands);
  }

  // What is shown ------------------------------------------------------------------------------
  show(stands) {
    const { state, is_sending: isSending, may_go_on_air: isTime, pictures } = stands;
    this.root.dataset.state = state;
    this.say("state", this.words[`state_${state}`]);
    this.part("band").classList.toggle("k-studio__band--still", state !== "on_air");
    for (const element of this.root.querySelectorAll("[data-when]")) {
      element.hidden = !element.dataset.when.split(" ").includes(state);
    }
    for (const element of this.root.querySelectorAll("[data-needs=time]")) element.hidden ||= !isTime;
    this.part("opens").hidden = isTime || state !== "rehearsal";
    this.say("sends", isSending ? this.words.sends : this.words.silent);
    this.facts(stands);
    this.picture(isSending ? pictures : "");
  }

  say(name, words) {
    if (this.part(name).textContent !== words) this.part(name).textContent = words;
  }

  facts({ health, is_sending: isSending, has_worker: hasWorker }) {
    const seconds = (value) => Math.max(0, Math.round(value));
    const words = [];
    if (health && isSending) {
      if (health.last_piece_s !== null) words.push(["last_piece", { seconds: seconds(health.last_piece_s) }]);
      if (health.delay_ms !== null) words.push(["delay", { seconds: seconds(health.delay_ms / 1000) }]);
      if (health.waiting) words.push(["backlog", { count: health.waiting }]);
      if (hasWorker && !health.is_followed) words.push(["no_follower", {}]);
    }
    if (!hasWorker) words.push(["no_worker", {}]);
    const items = words.map(([name, values]) => {
      const item = document.createElement("li");
      item.textContent = fill(this.words[name], values);
      return item;
    });
    this.part("facts").replaceChildren(...items);
  }

  /** Show what the studio sends; on air and in rehearsal at addresses of their own. */
  picture(address) {
    if (address === this.address) return;
    this.address = address;
    this.film?.release();
    this.film = null;
    const video = this.part("preview");
    this.part("picture").hidden = !address;
    if (!address || !canPlay(video)) return;
    const silent = () => {};
    const renew = async () => (await standing(this.settings.at.now)).pictures;
    this.film = attachLive(video, address, { lost: silent, found: silent, gone: silent, renew });
    video.play().catch(silent);
  }

  viewers(count) {
    this.say("viewers", count === 1 ? this.words.viewers_one : fill(this.words.viewers, { count }));
  }

  told(text, from) {
    this.part("told").hidden = !text;
    this.say("told", text ? fill(this.words.told, { name: from, text }) : "");
  }

  problem(reason, words) {
    this.part("problem-title").textContent = this.words[`${reason}_title`] ?? "";
    this.part("problem-do").textContent = words || this.words[`${reason}_do`] || "";
    this.part("problem").hidden = false;
    this.part("problem").focus();
  }
}

const root = document.querySelector("[data-host]");
if (root) new Host(root, settingsOf("host-settings")).begin();
