// A link to a second of a film, such as a note's: "lesson#t=130". Where the page was opened by one, the film begins
// there as soon as it is started; a link on the page itself plays from there at once.

/** Read the seconds of "#t=130"; null for any other part of an address. */
export function secondsOf(hash) {
  const found = /^#t=(\d{1,6})$/.exec(hash);
  return found ? Number(found[1]) : null;
}

/** `from(seconds)` is told where to begin, `jump(seconds)` where to go on now; `player` is brought into sight. */
export function followTimes({ jump, from, player }) {
  const first = secondsOf(location.hash);
  if (first !== null) {
    from(first);
    player.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href*="#t="]');
    if (!link || link.pathname !== location.pathname || link.host !== location.host) return;
    const seconds = secondsOf(link.hash);
    if (seconds === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    player.scrollIntoView({ block: "center" });
    jump(seconds);
  });
}
