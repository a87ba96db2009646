// While a plan is made or released: tells how far it is, and shows the plan itself once it is there.
// Without this module the page reloads itself.
const EVERY_MS = 1500;

const place = document.querySelector("[data-plan-progress]");
if (place) watch(place);

function watch(place) {
  const bar = place.querySelector("progress");
  const percent = place.querySelector("[data-plan-percent]");
  const words = place.querySelector("[data-plan-words]");
  const said = place.querySelector("[data-plan-said]");
  let spoken = 0;

  async function ask() {
    try {
      const answer = await fetch(place.dataset.planProgress, { headers: { accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // No network for a moment: the next question finds out.
    }
    setTimeout(ask, EVERY_MS);
  }

  function show(status) {
    const over = status.state !== place.dataset.state && !["waiting", "running"].includes(status.state);
    if (over) return location.reload();
    bar.value = status.percent;
    percent.textContent = status.percent;
    words.textContent = status.words;
    // Spoken only now and then, so that a screen reader can be used meanwhile.
    if (status.percent - spoken >= 25) {
      spoken = status.percent;
      said.textContent = `${status.percent} %. ${status.words}`;
    }
  }

  setTimeout(ask, EVERY_MS);
}
