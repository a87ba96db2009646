// Adds to each time of a webinar what the clock of this visitor says then, where it is another than the site's.

function offset(at, zone) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return parts.format(at);
}

for (const time of document.querySelectorAll("[data-local-time]")) {
  const at = new Date(time.dateTime);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (Number.isNaN(at.getTime()) || !here || offset(at, here) === offset(at, time.dataset.zone)) continue;
  const { days, months, words } = time.dataset;
  const day = `${days.split(" ")[at.getDay()]}, ${at.getDate()} ${months.split(" ")[at.getMonth()]}`;
  const clock = [at.getHours(), at.getMinutes()].map((number) => String(number).padStart(2, "0")).join(":");
  const note = document.createElement("span");
  note.className = "k-own-time";
  note.textContent = words.replace("{when}", `${day}, ${clock}`);
  if (time.parentElement.tagName === "P") time.parentElement.append(note);
  else time.after(" ", note);
}
