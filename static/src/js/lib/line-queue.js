// Lines on their way to the server: one after another, kept on this device until they are acknowledged. A line that is
// sent twice is one line there, so that whatever was cut off may simply be sent again.

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

export class LineQueue {
  /**
   * `send(line)` gives {status, body} or throws where the line is cut. `changed(line)` hears of each step: `line.fate`
   * is sending, waiting, shown or refused, with `line.answer`. Lines of an earlier page under the same name go first.
   */
  constructor(name, { send, changed, cut = () => {}, back = () => {} }) {
    Object.assign(this, { name, send, changed, cut, back });
    this.lines = restored(name);
    this.tries = 0;
    window.addEventListener("online", () => this.again());
  }

  get isEmpty() {
    return this.lines.length === 0;
  }

  add(line) {
    this.lines.push(line);
    this.keep();
    if (this.current || this.tries) this.tell(line, "waiting");
    void this.pump();
  }

  /** Take back the last line that has not been sent; gives it, or null. */
  drop() {
    const last = this.lines.at(-1);
    if (!last || last === this.current) return null;
    this.lines.pop();
    this.keep();
    return last;
  }

  again() {
    clearTimeout(this.timer);
    void this.pump();
  }

  async pump() {
    if (this.current || !this.lines.length) return;
    const line = (this.current = this.lines[0]);
    this.tell(line, "sending");
    const { status, body } = await this.send(line).catch(() => ({ status: 0 }));
    this.current = null;
    if (status === 0 || status >= 500 || status === 429) return this.later(line);
    this.lines.shift();
    this.keep();
    if (this.tries) this.back();
    this.tries = 0;
    line.answer = body;
    this.tell(line, status === 200 ? "shown" : "refused");
    return this.pump();
  }

  later(line) {
    this.tell(line, "waiting");
    if (!this.tries) this.cut();
    this.timer = setTimeout(() => this.pump(), PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)]);
    this.tries += 1;
  }

  tell(line, fate) {
    line.fate = fate;
    this.changed(line);
  }

  keep() {
    try {
      if (this.lines.length) localStorage.setItem(this.name, JSON.stringify(this.lines.map(plain)));
      else localStorage.removeItem(this.name);
    } catch {
      // A private window: they last as long as the page.
    }
  }
}

const plain = ({ text, at_ms, language }) => ({ text, at_ms, language });

function restored(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}
