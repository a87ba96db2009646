// In the Wagtail admin: starts the choosers of dates and times, which Wagtail itself starts by inline
// scripts that our content security policy refuses. The attributes are written by
// templates/wagtailadmin/widgets/*_input.html.
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

window.wagtail.app.register("k-moment", Moment);
window.wagtail.app.register("k-lines", Lines);
