// data-keep-words="address": what is written in the text field inside is kept while one writes, before anything is sent.

import { Refused, ask } from "./lib/desk-line.js";

const QUIET = 1500; // ms without a key

class KeepWords {
  constructor(root) {
    this.root = root;
    this.field = root.querySelector("textarea");
    this.kept = this.field.value;
    this.field.addEventListener("input", () => this.soon());
    this.field.addEventListener("change", () => this.keep());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), QUIET);
  }

  async keep() {
    clearTimeout(this.timer);
    const { value } = this.field;
    if (value === this.kept) return;
    const body = new FormData();
    body.set("said", value);
    try {
      const { words } = await ask(this.root.dataset.keepWords, body);
      this.kept = value;
      this.say(words);
    } catch (error) {
      if (error instanceof Refused) this.say(error.answer.words ?? ""); // else they are in the field, and go with the film
    }
  }

  say(words) {
    this.root.querySelector("[data-kept]").textContent = words;
  }
}

document.querySelectorAll("[data-keep-words]").forEach((root) => new KeepWords(root));
