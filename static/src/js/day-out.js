// form[data-day-out]: signing out takes a trainer's day off this device. What is not sent yet is sent before.
import { erase, isThere } from "./lib/day-box.js";
import { exchange, waiting } from "./lib/day-keeper.js";

for (const form of document.querySelectorAll("form[data-day-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await leave(form.dataset.dayOut, form.dataset.words);
    } catch {
      return; // they rather stay
    }
    form.submit();
  });
}

async function leave(address, words) {
  if (!window.indexedDB || !(await isThere())) return;
  await exchange(address).catch(() => {});
  const left = (await isThere()) ? await waiting().catch(() => []) : [];
  if (left.length && !window.confirm(words)) throw new Error("stays");
  await erase();
}
