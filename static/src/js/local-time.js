// Adds to each time of a webinar what the clock of this visitor says then, where it is another than the site's.

const LOOKS = { day: { weekday: "long", day: "numeric", month: "long" }, clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } };

function offset(at, zone) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return parts.format(at);
}

for (const time of document.querySelectorAll("[data-local-time]")) {
  const at = new Date(time.dateTime);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (Number.isNaN(at.getTime()) || !here || offset(at, here) === offset(at, time.dataset.zone)) continue;
  const language = document.documentElement.lang;
  const day = at.toLocaleDateString(language, LOOKS.day);
  const clock = at.toLocaleTimeString(language, LOOKS.clock);
  const note = document.createElement("span");
  note.className = "k-own-time";
  note.textContent = time.dataset.words.replace("{when}", `${day}, ${clock}`);
  if (time.parentElement.tagName === "P") time.parentElement.append(note);
  else time.after(" ", note);
}
