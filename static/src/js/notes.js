// data-notes: a note is kept without leaving the film. Who begins to write finds the place of the film filled in.
import { clock } from "./lib/clock.js";

class Notes {
  constructor(root) {
    this.root = root;
    root.addEventListener("focusin", (event) => this.fillPlace(event));
    root.addEventListener("submit", (event) => this.keep(event));
  }

  /** Write where the film is into an empty field of the place; what somebody wrote there stays. */
  fillPlace({ target }) {
    const form = target.closest("[data-note-form]");
    const place = form?.elements.at;
    const seconds = document.querySelector("[data-player-stage] video")?.currentTime ?? 0;
    if (target.name === "text" && place && !place.value && seconds >= 1) place.value = clock(Math.floor(seconds) * 1000);
  }

  async keep(event) {
    const form = event.target;
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-Fragment": "1" },
        body: new FormData(form),
      });
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('[data-slot="notes"]');
      // Who was signed out meanwhile gets no form; then the page of the notes takes what was typed, and keeps it.
      const isForm = part?.querySelector("[data-note-form]");
      if (!isForm || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
      const slot = this.root.querySelector('[data-slot="notes"]');
      slot.replaceChildren(...part.childNodes);
      slot.querySelector(".govuk-form-group--error [name]")?.focus();
      if (answer.ok) this.say(slot);
    } catch {
      form.submit(); // the page of the notes says what is wrong; what was typed goes along
    } finally {
      this.isSending = false;
    }
  }

  /** What was kept is said again after it is in the page, so that it is read aloud; the focus goes where one goes on. */
  say(slot) {
    const said = slot.querySelector("[data-notes-said]");
    const words = said.textContent;
    said.textContent = "";
    slot.querySelector("[name=text]").focus();
    setTimeout(() => (said.textContent = words), 100);
  }
}

for (const root of document.querySelectorAll("[data-notes]")) new Notes(root);
