// [data-live-host]: the host's questions and polls. The server draws them; at each event the parts that changed are
// fetched anew, and nobody's half-written answer is touched.

import { Refused, SignedOut, ask } from "./desk-line.js";

const NEWS = ["question", "question_gone", "taken", "answer", "poll", "poll_result", "polls", "concern", "state", "reset", "back"];
const CALM = 250; // ms in which further news join

/** Bring a host's panel to life. `target` is the stream of events of `live-events`, in the role of a host. */
export function hostPanel(section, target) {
  let [timer, isReading, isStale] = [0, false, false];
  const part = (selector) => section.querySelector(selector);

  const read = async () => {
    timer = 0;
    if (isReading) return void (isStale = true);
    [isReading, isStale] = [true, false];
    try {
      const response = await fetch(section.dataset.partAddress, { credentials: "same-origin" });
      if (response.ok && !response.redirected) put(section, await response.text());
    } catch {
      // The next event, or the line that comes back, asks again.
    } finally {
      isReading = false;
      if (isStale) soon();
    }
  };
  const soon = () => {
    timer ||= setTimeout(read, CALM);
  };

  const say = (words, isWrong) => {
    const [said, wrong] = [part("[data-host-said]"), part("[data-host-wrong]")];
    said.textContent = isWrong ? "" : words;
    wrong.textContent = isWrong ? words : "";
    [said.hidden, wrong.hidden] = [isWrong || !words, !isWrong];
  };

  section.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-host-deed]");
    if (!form || form.dataset.isBusy) return form && event.preventDefault();
    event.preventDefault();
    form.dataset.isBusy = "yes";
    const data = new FormData(form);
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
    try {
      const answer = await ask(form.action, data);
      if (form.matches("[data-host-clear]")) form.reset();
      const written = form.closest("details[data-host-keep^=answer]");
      if (written) [written.open, form.elements.text.defaultValue] = [false, form.elements.text.value];
      say(answer.words, false);
    } catch (error) {
      if (error instanceof SignedOut) return location.reload();
      say((error instanceof Refused && error.answer.words) || part("[data-host-wrong]").dataset.lost, true);
    } finally {
      delete form.dataset.isBusy;
    }
    return void read();
  });

  for (const name of NEWS) target.addEventListener(name, soon);
  target.addEventListener("votes", ({ detail }) => {
    for (const [id, count] of Object.entries(detail)) {
      for (const place of section.querySelectorAll(`[data-host-votes="${Number(id)}"]`)) place.textContent = count;
      for (const place of section.querySelectorAll(`[data-host-votes-of="${Number(id)}"]`)) place.hidden = !count;
    }
  });
  target.addEventListener("applause", ({ detail }) => {
    part("[data-host-applause]").textContent = detail.count;
  });
  target.addEventListener("poll_now", ({ detail }) => showCounts(part(`[data-host-poll="${Number(detail.poll)}"]`), detail.counts));
}

/** Put the parts that changed in the place of those that are there. */
function put(section, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live-host]");
  if (!fresh) return;
  const open = new Set([...section.querySelectorAll("details[data-host-keep][open]")].map((one) => one.dataset.hostKeep));
  for (const one of fresh.querySelectorAll("details[data-host-keep]")) {
    if (open.has(one.dataset.hostKeep)) one.open = true;
  }
  for (const after of fresh.querySelectorAll("[data-host-part]")) {
    const before = section.querySelector(`[data-host-part="${after.dataset.hostPart}"]`);
    if (before) change(before, after);
  }
}

function change(before, after) {
  if (before.outerHTML === after.outerHTML) return;
  const writing = [...before.querySelectorAll("textarea")].filter((field) => field.value !== field.defaultValue);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const kept = new Map([...writing, ...(focused?.matches("textarea") ? [focused] : [])].map((field) => [field.id, field]));
  const mark = focused && markOf(focused);
  for (const [id, field] of kept) {
    const place = after.querySelector(`#${CSS.escape(id)}`);
    if (!place) continue;
    place.value = field.value;
    const details = place.closest("details");
    if (details) details.open = true;
    if (field === focused) place.dataset.hostFocus = `${field.selectionStart},${field.selectionEnd}`;
  }
  before.replaceChildren(...after.childNodes);
  const field = before.querySelector("[data-host-focus]");
  if (field) {
    const [start, end] = field.dataset.hostFocus.split(",").map(Number);
    delete field.dataset.hostFocus;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
  } else if (mark) {
    const again = [...before.querySelectorAll("button, summary, a")].find((one) => markOf(one) === mark);
    again?.focus({ preventScroll: true });
  }
}

/** What tells a button from all others, so that whoever uses the keyboard is still on it afterwards. */
function markOf(element) {
  return [element.tagName, element.closest("[data-host-item]")?.dataset.hostItem, element.value, element.textContent.trim()].join("|");
}

/** Count the votes of a poll; of one that is drawn as not open yet they come with the panel, which is on its way. */
function showCounts(item, counts) {
  const said = item?.querySelector("[data-total]");
  if (!said) return;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  for (const line of item.querySelectorAll("[data-option]")) {
    const count = counts[line.dataset.option] ?? 0;
    const percent = total ? Math.round((100 * count) / total) : 0;
    line.querySelector("[data-count]").textContent = count;
    line.querySelector("[data-percent]").textContent = percent;
    line.querySelector("progress").value = percent;
  }
  said.textContent = total;
}
