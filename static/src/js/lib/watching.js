// Evidence of watching, the player's side: notes which spans were really played and reports them. What counts is decided
// by the server. Reports that could not be sent stay on the device and are sent later, from whichever lesson is open.

const EVERY_MS = 10_000;
const STORE = "korpu-watch-reports";
const KEEP_DAYS = 13; // the server takes them for 14
const UNEVEN = 0.4; // seconds of film that may be ahead of the clock between two looks; more is a jump

/** Follow a video and report what is played. `said(answer)` gets what the server says. Gives {stop, flush}. */
export function watch(video, address, { said, waiting }) {
  let number = 0;
  let spans = [];
  let last = null; // where playing was last seen and when, in seconds; null while not playing
  let told = null; // the place last reported, in ms
  let rate = video.playbackRate;
  let sending = false;

  const note = () => {
    const [now, at] = [video.currentTime, performance.now() / 1000];
    if (last && now > last.now && now - last.now <= (at - last.at) * Math.max(rate, video.playbackRate) + UNEVEN) {
      const [from, to] = [Math.round(last.now * 1000), Math.round(now * 1000)];
      const before = spans.at(-1);
      if (before && before[1] === from) before[1] = to;
      else if (to > from) spans.push([from, to]);
    }
    last = video.paused || video.seeking ? null : { now, at };
  };
  const cut = () => {
    last = null;
  };

  const take = () => {
    note();
    const position_ms = Math.round(video.currentTime * 1000);
    if (!spans.length && (told === null || Math.abs(position_ms - told) < 1000)) return null;
    number += 1;
    const report = { number, spans, position_ms, rate };
    [spans, told] = [[], position_ms];
    return report;
  };

  const flush = async (leaving = false) => {
    const report = take();
    if (report) {
      keep(address, report);
      if (leaving) return void post(address, report, true).then((answer) => answer && forget(address, report.number));
    }
    if (sending || leaving) return;
    sending = true;
    try {
      const answer = await sendKept(address);
      if (answer) said(answer);
    } catch {
      waiting();
    } finally {
      sending = false;
    }
  };

  const onRate = () => {
    // A report speaks of one rate only.
    void flush();
    rate = video.playbackRate;
  };
  const onHide = () => document.visibilityState === "hidden" && flush(true);
  const onLeave = () => flush(true);
  const listeners = [
    [video, "timeupdate", note],
    [video, "playing", note],
    [video, "seeking", cut],
    [video, "seeked", note],
    [video, "waiting", note],
    [video, "pause", () => { note(); cut(); void flush(); }],
    [video, "ended", () => void flush()],
    [video, "ratechange", onRate],
    [document, "visibilitychange", onHide],
    [window, "pagehide", onLeave],
    [window, "online", () => void flush()],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  const timer = setInterval(() => void flush(), EVERY_MS);
  void flush(); // what an earlier visit left behind
  return {
    flush,
    stop() {
      clearInterval(timer);
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
      void flush();
    },
  };
}

/** Send one report. The answer; null when the server will never take it; throws when it should be tried again. */
async function post(address, report, leaving = false) {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(report),
    headers: { "Content-Type": "application/json" },
    keepalive: leaving,
  });
  if (answer.ok) return answer.json();
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return null;
}

/** Send all that is kept, the oldest first; gives the last answer about this film. */
async function sendKept(address) {
  let last = null;
  for (const item of kept()) {
    const mine = item.address === address;
    // An older session's place in the film must not replace this one's.
    const report = mine ? item.report : { ...item.report, position_ms: null };
    const answer = await post(item.address, report);
    forget(item.address, item.report.number);
    if (answer && mine) last = answer;
  }
  return last;
}

function kept() {
  try {
    const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
    return JSON.parse(localStorage.getItem(STORE) ?? "[]").filter(({ at }) => at > oldest);
  } catch {
    return memory;
  }
}

let memory = []; // where the browser keeps nothing

function store(items) {
  memory = items;
  try {
    localStorage.setItem(STORE, JSON.stringify(items.slice(-500)));
  } catch {
    // A private window: what is unsent lives as long as the page.
  }
}

function keep(address, report) {
  store([...kept(), { address, report, at: Date.now() }]);
}

function forget(address, number) {
  store(kept().filter((item) => item.address !== address || item.report.number !== number));
}
