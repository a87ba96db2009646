// [data-live-talk]: questions, polls and applause while one watches. What the server drew is kept up to date by events;
// the forms work without this and are only sent without leaving the page.

import { Refused, SignedOut, ask } from "./desk-line.js";

const GROUPS = { taken: "taken", shown: "shown", done: "done" };
const CLAPS_EVERY = 1000; // ms: taps are gathered
const MOST_CLAPS = 10;
const CALM = 8000; // after `reset`, so that not all read the page anew in one moment

/** Bring a section of talk to life. `target` is the stream of events of `live-events`. */
export function talk(section, target) {
  return new Talk(section, target);
}

class Talk {
  constructor(section, target) {
    this.section = section;
    this.claps = 0;
    const heard = {
      question: (row) => this.question(row),
      question_gone: ({ id }) => this.gone(id),
      taken: ({ id }) => id && this.say("taken", this.row(id)?.querySelector("[data-text]")?.textContent),
      poll: (poll) => this.poll(poll),
      poll_result: (result) => this.result(result),
      votes: (votes) => this.votes(votes),
      applause: ({ count }) => this.write("[data-applause]", count),
      state: ({ state }) => this.state(state),
      reset: () => void this.readAnew(),
    };
    for (const [name, act] of Object.entries(heard)) target.addEventListener(name, ({ detail }) => act(detail));
    this.live();
  }

  live() {
    this.section.addEventListener("submit", (event) => this.submit(event));
  }

  part(selector) {
    return this.section.querySelector(selector);
  }

  write(selector, words, place = this.section) {
    const element = place.querySelector(selector);
    if (element) element.textContent = words;
  }

  blank(name) {
    return this.part(`template[data-talk-blank="${name}"]`)?.content.firstElementChild?.cloneNode(true) ?? null;
  }

  row(id, group = null) {
    const within = group ? this.part(`[data-talk-group="${group}"]`) : this.section;
    const rows = [...within.querySelectorAll(`[data-question="${Number(id)}"]`)];
    return rows.find((row) => group === "mine" || !row.closest('[data-talk-group="mine"]')) ?? null;
  }

  say(name, more = "") {
    const words = this.part(`[data-talk-words="${name}"]`)?.textContent ?? "";
    this.write("[data-talk-said]", `${words} ${more ?? ""}`.trim());
  }

  // Questions ---------------------------------------------------------------------------------------
  question(row) {
    if (row.own) this.mine(row);
    const group = GROUPS[row.state];
    if (!group) return row.own ? this.remove(this.row(row.id)) : undefined;
    const before = this.row(row.id);
    const item = before ?? this.made("question", row.id);
    if (!item) return undefined;
    this.fill(item, row);
    if (before?.closest("[data-talk-group]")?.dataset.talkGroup !== group) this.place(item, group);
    return this.tidy();
  }

  made(name, id) {
    const item = this.blank(name);
    if (!item) return null;
    item.dataset.question = id;
    // What comes out of a template has no page yet, so that its addresses are read as they are written.
    for (const [selector, name] of [["form", "action"], ["a", "href"]]) {
      for (const one of item.querySelectorAll(selector)) {
        const written = one.getAttribute(name).replace("/questions/0/", `/questions/${id}/`);
        one.setAttribute(name, written.replace(/(webinar_question(?:%3A|:))0/, `$1${id}`));
      }
    }
    return item;
  }

  fill(item, row) {
    item.dataset.state = row.state;
    item.classList.toggle("k-ask--now", row.state === "taken");
    const isOwn = row.own || item.dataset.own === "yes";
    if (isOwn) item.dataset.own = "yes";
    this.write("[data-name]", row.name, item);
    this.write("[data-text]", row.text, item);
    this.write("[data-answer-text]", row.answer, item);
    item.querySelector("[data-answer]").hidden = !row.answer;
    item.querySelector("[data-now]").hidden = row.state !== "taken";
    item.querySelector("[data-vote]").hidden = isOwn || row.state !== "shown";
    item.querySelector("[data-concern]").hidden = Boolean(isOwn);
    this.count(item, row.votes);
  }

  place(item, group) {
    const list = this.part(`[data-talk-group="${group}"] [data-talk-list]`);
    if (group === "done") list.prepend(item);
    else list.append(item);
  }

  mine(row) {
    const before = this.row(row.id, "mine");
    if (GROUPS[row.state]) {
      if (before) this.say("shown");
      this.remove(before);
      return;
    }
    const item = before ?? this.made("mine", row.id);
    if (!item) return;
    if (row.state === "hidden" && before?.dataset.state !== "hidden") this.say("hidden");
    item.dataset.state = row.state;
    this.write("[data-text]", row.text, item);
    for (const state of ["new", "hidden"]) item.querySelector(`[data-mine-${state}]`).hidden = row.state !== state;
    item.querySelector("[data-mine-left]").hidden = row.state !== "left_over";
    if (!before) this.part('[data-talk-group="mine"] [data-talk-list]').append(item);
    this.tidy();
  }

  gone(id) {
    this.remove(this.row(id));
    this.remove(this.row(id, "mine"));
  }

  remove(item) {
    item?.remove();
    this.tidy();
  }

  count(item, votes) {
    this.write("[data-votes]", votes, item);
    item.querySelector("[data-wanted]").hidden = !votes;
  }

  votes(votes) {
    for (const [id, count] of Object.entries(votes)) {
      const item = this.row(id);
      if (item) this.count(item, count);
    }
  }

  tidy() {
    let isEmpty = true;
    for (const group of this.section.querySelectorAll("[data-talk-group]")) {
      group.hidden = !group.querySelector("[data-question]");
      isEmpty &&= group.hidden;
    }
    this.part("[data-talk-none]").hidden = !isEmpty;
  }

  // Polls -------------------------------------------------------------------------------------------
  poll(poll) {
    const place = this.part("[data-talk-poll-place]");
    if (place.querySelector(`[data-poll="${Number(poll.id)}"]`)) return;
    const form = this.blank("poll");
    if (!form) return;
    form.dataset.poll = poll.id;
    form.setAttribute("action", form.getAttribute("action").replace("/polls/0/", `/polls/${poll.id}/`));
    this.write("[data-poll-text]", poll.text, form);
    for (const option of poll.options) {
      const item = this.blank("option");
      const [input, label] = [item.querySelector("input"), item.querySelector("label")];
      input.value = option.id;
      input.id = label.htmlFor = `option-${option.id}`;
      label.textContent = option.text;
      form.querySelector("[data-poll-options]").append(item);
    }
    place.replaceChildren(form);
    this.say("poll", poll.text);
  }

  result(result) {
    this.part(`[data-poll="${Number(result.id)}"]`)?.remove();
    const list = this.part("[data-talk-results-list]");
    const before = list.querySelector(`[data-result="${Number(result.id)}"]`);
    const item = this.blank("result");
    if (!item) return;
    item.dataset.result = result.id;
    this.write("[data-result-text]", result.text, item);
    this.write("[data-total]", result.total, item);
    for (const option of result.options) {
      const line = this.blank("line");
      line.dataset.option = option.id;
      this.write(".k-result__words", option.text, line);
      this.write("[data-count]", option.count, line);
      this.write("[data-percent]", option.percent, line);
      line.querySelector("progress").value = option.percent;
      item.querySelector("[data-result-lines]").append(line);
    }
    if (before) before.replaceWith(item);
    else list.prepend(item);
    this.part("[data-talk-results]").hidden = false;
    if (!before) this.say("result");
  }

  state(state) {
    const applause = this.part("[data-applaud]");
    if (applause) applause.hidden = state !== "on_air";
    if (state === "over") void this.later(() => this.readAnew());
  }

  // Sending -----------------------------------------------------------------------------------------
  submit(event) {
    const form = event.target;
    if (!form.matches("[data-ask], [data-vote], [data-poll], [data-applaud]")) return;
    event.preventDefault();
    if (form.matches("[data-applaud]")) return this.clap(form);
    if (form.dataset.isBusy) return;
    form.dataset.isBusy = "yes";
    void this.send(form).finally(() => delete form.dataset.isBusy);
  }

  async send(form) {
    const wrong = this.part("[data-talk-wrong]");
    wrong.dataset.lost ||= wrong.textContent;
    wrong.hidden = true;
    this.error(form, "");
    try {
      this.sent(form, await ask(form.action, new FormData(form)));
    } catch (error) {
      if (error instanceof SignedOut) return form.submit(); // the way without a script: signing in keeps what was typed
      const words = error instanceof Refused && error.answer.words;
      if (words && form.matches("[data-ask]")) return this.error(form, words);
      wrong.textContent = words || wrong.dataset.lost;
      wrong.hidden = false;
    }
    return undefined;
  }

  sent(form, answer) {
    if (form.matches("[data-ask]")) {
      form.reset();
      this.question(answer.question);
    } else if (form.matches("[data-vote]")) {
      form.elements.deed.value = answer.wanted ? "off" : "on";
      form.querySelector("button").setAttribute("aria-pressed", String(answer.wanted));
      this.count(form.closest("[data-question]"), answer.votes);
    }
    if (answer.words) this.shown(form, answer.words);
  }

  /** Say under the button what happened; it stays until the next press. */
  shown(form, words) {
    let place = form.querySelector("[data-sent]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.sent = "";
      place.setAttribute("role", "status");
      place.className = "k-note k-note--fine";
      form.append(place);
    }
    place.textContent = words;
  }

  error(form, words) {
    const field = form.querySelector("textarea");
    const group = form.querySelector(".govuk-form-group");
    form.querySelector("[data-sent]")?.remove();
    group?.querySelector(".govuk-error-message")?.remove();
    group?.classList.toggle("govuk-form-group--error", Boolean(words));
    field?.classList.toggle("govuk-textarea--error", Boolean(words));
    field?.toggleAttribute("aria-invalid", Boolean(words));
    if (!words || !field) return;
    const message = document.createElement("p");
    message.className = "govuk-error-message";
    message.setAttribute("role", "alert");
    message.textContent = words;
    field.before(message);
    field.focus();
  }

  clap(form) {
    this.claps = Math.min(this.claps + 1, MOST_CLAPS);
    const shown = this.part("[data-applause]");
    shown.textContent = Number(shown.textContent) + 1;
    this.clapping ??= setTimeout(() => void this.sendClaps(form), CLAPS_EVERY);
  }

  async sendClaps(form) {
    const body = JSON.stringify({ count: this.claps });
    [this.claps, this.clapping] = [0, null];
    const answer = await fetch(form.dataset.applaud, { method: "POST", body, keepalive: true }).catch(() => null);
    if (answer?.status === 403) await ask(form.action, new FormData(form)).catch(() => null);
  }

  // Too much was missed -------------------------------------------------------------------------------
  later(act) {
    return new Promise((done) => setTimeout(() => done(act()), Math.random() * CALM));
  }

  /** Take what the server shows now; what is being typed stays. */
  async readAnew() {
    const response = await fetch(this.section.dataset.again, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const parsed = new DOMParser().parseFromString((await response.json()).html, "text/html");
    const fresh = parsed.querySelector("[data-live-talk]");
    if (!fresh) return;
    const parts = ["[data-talk-poll-place]", "[data-talk-results]", "[data-talk-none]", ...["mine", "taken", "shown", "done"].map((name) => `[data-talk-group="${name}"]`)];
    for (const selector of parts) {
      const [before, after] = [this.part(selector), fresh.querySelector(selector)];
      if (before && after && !before.contains(document.activeElement)) before.replaceWith(after);
    }
    if (!fresh.querySelector("[data-ask]")) this.part("[data-ask]")?.remove();
    const applause = this.part("[data-applaud]");
    if (applause) applause.hidden = fresh.querySelector("[data-applaud]")?.hidden ?? true;
  }
}
