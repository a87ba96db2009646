// What happens in a webinar, told by the server in order: nothing missed, nothing twice. The browser goes on by itself
// after a short break; where the address is too old, a new one is asked for.

const LOST_AFTER = 6000; // ms without a line before the page says so
const AGAIN = [2000, 4000, 8000, 15_000, 30_000]; // ms between tries where the browser has given up
const MINUTES = 60_000;
const COUNTS = new Set(["applause", "votes", "viewers", "poll_now"]); // have no number: only the newest matters

/**
 * Follow a webinar. Each event comes as a CustomEvent of its name; `detail` is what it says, `detail.__id` its number.
 * Besides the names asked for there are `lost`, `back`, and `reset` (too much was missed: read the page anew).
 * `after`: the event from which to go on, where the page knows better than the address.
 * `renew` gives a new address; without it the old one is tried again.
 */
export function listen(address, names, { renew = async () => address, after = null } = {}) {
  const target = new EventTarget();
  let [source, timer, lostTimer, tries, isLost, isClosed] = [null, 0, 0, 0, false, false];
  let last = Number(after ?? new URL(address, location.href).searchParams.get("after")) || 0;

  const tell = (name, detail = {}) => target.dispatchEvent(new CustomEvent(name, { detail }));

  const hear = (event) => {
    const number = Number(event.lastEventId) || 0;
    if (!COUNTS.has(event.type)) {
      if (number <= last && event.type !== "reset") return;
      last = Math.max(last, number);
    }
    const detail = read(event.data);
    if (detail) tell(event.type, { ...detail, __id: COUNTS.has(event.type) ? null : number });
  };

  const opened = () => {
    clearTimeout(lostTimer);
    [lostTimer, tries] = [0, 0];
    if (isLost) tell("back");
    isLost = false;
  };

  const failed = () => {
    if (isClosed) return;
    if (!lostTimer && !isLost) {
      lostTimer = setTimeout(() => {
        [lostTimer, isLost] = [0, true];
        tell("lost");
      }, LOST_AFTER);
    }
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    source.close();
    clearTimeout(timer);
    timer = setTimeout(again, AGAIN[Math.min(tries, AGAIN.length - 1)] * (0.7 + Math.random() * 0.6));
    tries += 1;
  };

  const again = async () => {
    try {
      address = (await renew()) || address;
    } catch {
      // Without a line there is no new address either: the next try asks again.
      return isClosed || failed();
    }
    if (!isClosed) open();
  };

  const open = () => {
    source?.close();
    const place = new URL(address, location.href);
    place.searchParams.set("after", String(last));
    source = new EventSource(place);
    source.addEventListener("open", opened);
    source.addEventListener("error", failed);
    for (const name of new Set([...names, "reset"])) source.addEventListener(name, hear);
  };

  // A tablet that slept may hold a line that is long dead.
  const woke = () => {
    if (document.visibilityState !== "visible") slept = Date.now();
    else if (slept && Date.now() - slept > MINUTES && !isClosed) open();
  };
  let slept = 0;
  document.addEventListener("visibilitychange", woke);

  open();
  return {
    target,
    close() {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(lostTimer);
      document.removeEventListener("visibilitychange", woke);
      source.close();
    },
  };
}

function read(words) {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
}
