// [data-device]: asks every few seconds whether a phone has answered, and then opens the page anew, which does the rest.
const root = document.querySelector("[data-device]");

async function look() {
  try {
    const answer = await fetch(root.dataset.device, { headers: { Accept: "application/json" } });
    if (answer.ok && !(await answer.json()).waiting) {
      window.location.replace(window.location.pathname);
      return;
    }
  } catch {
    // The line is gone for a moment: ask again.
  }
  window.setTimeout(look, Number(root.dataset.every) * 1000);
}

if (root) window.setTimeout(look, Number(root.dataset.every) * 1000);
