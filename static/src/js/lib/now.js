// data-controller="k-now": a part of a page in the admin that is read anew every few seconds while somebody looks at it.

const EVERY_MS = 3_000;
const { Controller } = window.StimulusModule;

export class Now extends Controller {
  static values = { address: String, stale: String };

  connect() {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  async look() {
    // Not while it is hidden, while the last answer is still awaited, or while somebody is on a link in it.
    if (document.hidden || this.isLooking || this.element.contains(document.activeElement)) return;
    this.isLooking = true;
    try {
      const response = await fetch(this.addressValue, { redirect: "error" });
      if (!response.ok) throw new Error(`${response.status}`);
      this.put(await response.text());
      this.stale(false);
    } catch {
      this.stale(true);
    } finally {
      this.isLooking = false;
    }
  }

  put(words) {
    const made = document.createElement("template");
    made.innerHTML = words; // ours, from the same address as the page
    this.element.replaceChildren(made.content);
  }

  stale(isStale) {
    const place = document.querySelector(this.staleValue);
    if (place) place.hidden = !isStale;
  }
}
