// [data-read="address"]: says once a visit that a guide was read: in front of somebody for ten seconds. No name goes
// along, and nothing is asked of the reader.

const SECONDS = 10;

for (const place of document.querySelectorAll("[data-read]")) {
  const mark = `read ${place.dataset.read}`;
  let seen = 0;
  const turn = setInterval(() => {
    if (document.visibilityState !== "visible") return;
    seen += 1;
    if (seen < SECONDS) return;
    clearInterval(turn);
    try {
      if (sessionStorage.getItem(mark)) return;
      sessionStorage.setItem(mark, "1");
    } catch {
      return; // where nothing may be kept, one reading would be counted at every look
    }
    fetch(place.dataset.read, { method: "POST", keepalive: true, credentials: "omit" }).catch(() => {});
  }, 1000);
}
