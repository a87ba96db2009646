// In the Wagtail admin: starts the choosers of dates and times, which Wagtail itself starts by inline
// scripts that our content security policy refuses. The attributes are written by
// templates/wagtailadmin/widgets/*_input.html.
import { Now } from "./lib/now.js";

const { Controller } = window.StimulusModule;

class Moment extends Controller {
  static values = { kind: String, settings: Object };

  connect() {
    const start = window[`init${this.kindValue}Chooser`];
    const input = this.element.querySelector("input");
    if (start && input && !this.started) start(input.id, this.settingsValue);
    this.started = true;
  }
}

// Lines that can be added to and taken from a form; the attribute is written by
// templates/wagtailadmin/panels/inline_panel.html.
class Lines extends Controller {
  static values = { options: Object };

  connect() {
    if (!this.started) new window.InlinePanel(this.optionsValue);
    this.started = true;
  }
}

// A window to choose a page, a picture or a task from; the attributes are written by elearn/web/choosing.py.
const BUTTONS = "[data-chooser-action-choose], [data-chooser-action-clear]";

class Choice extends Controller {
  static values = { of: String, kind: String, settings: Object };

  connect() {
    const Make = window[this.kindValue];
    const place = document.getElementById(`${this.ofValue}-chooser`);
    if (!Make || !place || this.started) return;
    this.started = true;
    const found = new Set(place.querySelectorAll(BUTTONS));
    const chooser = new Make(this.ofValue, this.settingsValue);
    // Wagtail's menu has taken its buttons out of the page by now, and brings them back when it opens.
    place.addEventListener("click", ({ target }) => {
      const button = target.closest(BUTTONS);
      if (!button || found.has(button)) return;
      if (button.matches("[data-chooser-action-clear]")) chooser.clear();
      else chooser.openChooserModal();
    });
  }
}

window.wagtail.app.register("k-moment", Moment);
window.wagtail.app.register("k-lines", Lines);
window.wagtail.app.register("k-chooser", Choice);
window.wagtail.app.register("k-now", Now);

// Tables of lists: each cell gets the words of its column, which the stylesheet shows where there is no room for a
// head (static/src/css/admin.css). Lists whose rows are chosen or moved keep their table.
const KEPT = ".bulk-action-checkbox-cell, [data-controller~='w-orderable'], [data-bulk-action-select-all-checkbox]";

function nameCells() {
  for (const table of document.querySelectorAll("table.listing:not(.k-named)")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    if (!heads.length || table.querySelector(KEPT)) continue;
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, place) => {
        cell.dataset.head = heads[place] || "";
        cell.toggleAttribute("data-nothing", !cell.textContent.trim() && !cell.querySelector("img, svg, input"));
      });
    }
    table.classList.add("k-named");
  }
}

nameCells();
document.addEventListener("w-swap:success", nameCells);
