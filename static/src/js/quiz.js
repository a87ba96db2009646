// [data-quiz]: what is filled in is kept at every change, and steps are put in order with two buttons each. Without this
// module there is a button to keep, and a menu of places at every step.
import { putInOrder } from "./lib/put-in-order.js";

const form = document.querySelector("[data-quiz]");
const WAIT = 400; // ms: a change of mind is one message
let later;
let sending = Promise.resolve();

async function keep() {
  const body = new FormData(form);
  body.set("keep", "1");
  const said = form.querySelector("[data-quiz-state]");
  let isKept = false;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Fragment": "1" } });
    isKept = answer.status === 204;
  } catch {
    // not connected: the page still has everything
  }
  said.textContent = isKept ? form.dataset.kept : form.dataset.notKept;
  said.hidden = false;
}

if (form?.dataset.kept) {
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(() => (sending = sending.then(keep)), WAIT);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => clearTimeout(later));
}
const state = document.querySelector("[data-order-state]");
for (const list of document.querySelectorAll("[data-order]")) putInOrder(list, (words) => (state.textContent = words));

// What came of the answers is the first thing read out and seen.
document.querySelector("[data-focus]")?.focus();
