// Buttons that are forms: pressed, they are sent without leaving the page. Without a script they are sent as forms.

import { Refused, SignedOut, ask } from "./desk-line.js";

/** Send what a button says. `values` are further fields. Gives the answer; throws as `ask` does. */
export function press(address, values = {}) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.append(name, value);
  return ask(address, data);
}

/**
 * Let the forms with `data-press` in an element be pressed. `before(name, form)` may say no by false; `done(answer,
 * name, form)` hears how it stands now; `failed(reason, words, name)` hears no_line, signed_out or not_done.
 */
export function presses(root, { before = () => true, done, failed }) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-press]");
    if (!form) return;
    event.preventDefault();
    const name = form.dataset.press;
    if (form.dataset.isBusy || !before(name, form)) return;
    form.dataset.isBusy = "yes";
    try {
      done(await ask(form.action, new FormData(form)), name, form);
    } catch (error) {
      failed(...reasonOf(error), name);
    } finally {
      delete form.dataset.isBusy;
    }
  });
}

/** Why a press did nothing: [reason, words of the server]. */
export function reasonOf(error) {
  if (error instanceof SignedOut) return ["signed_out", ""];
  if (error instanceof Refused) return ["not_done", error.answer.words ?? ""];
  return ["no_line", ""];
}
