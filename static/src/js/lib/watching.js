// Evidence of watching, the player's side: notes which spans were really played and reports them. What counts is decided
// by the server. Reports that could not be sent stay on the device and are sent later, from whichever lesson is open.

const EVERY_MS = 30_000;
const EVERY_LIVE_MS = 10_000;
const SOON_MS = 10_000; // the first report, and the one after a jump, do not wait for the next turn
const STORE = "korpu-watch-reports";
const MOST_KEPT = 500; // fewer than the server takes of one session at once
const UNEVEN = 0.4; // seconds of film that may be ahead of the clock between two looks; more is a jump

/**
 * Follow a video and report what is played. `said(answer)` gets what the server says; `live` is for a
 * broadcast: its player changes the speed a little by itself, and who waits for it to go on is there too; `more()` gives
 * what else a report says, `asked(check)` gets what the server wants to be shown. Gives {stop, flush}.
 */
export function watch(video, address, { said, waiting, asked = () => {}, live = false, more = () => ({}) }) {
  let number = 0;
  let spans = [];
  let last = null; // where playing was last seen and when, in seconds; null while not playing
  let told = null; // the place last reported, in ms
  let rate = video.playbackRate;
  let sending = false;
  let early = null;
  let isFirst = true;

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
    if (!live && !spans.length && (told === null || Math.abs(position_ms - told) < 1000)) return null;
    number += 1;
    const report = { number, spans, position_ms, rate, ...more() };
    [spans, told] = [[], position_ms];
    rate = video.playbackRate;
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
      const answer = await sendKept(address, asked);
      if (answer) said(answer);
    } catch {
      waiting();
    } finally {
      sending = false;
    }
  };

  const soon = () => {
    clearTimeout(early);
    early = setTimeout(() => void flush(), SOON_MS);
  };
  const onPlaying = () => {
    note();
    if (isFirst) soon();
    isFirst = false;
  };
  const onRate = () => {
    // A report speaks of one rate only; of a broadcast it names the greatest.
    if (live) return void (rate = Math.max(rate, video.playbackRate));
    void flush();
    rate = video.playbackRate;
    return undefined;
  };
  const onHide = () => document.visibilityState === "hidden" && flush(true);
  const onLeave = () => flush(true);
  const listeners = [
    [video, "timeupdate", note],
    [video, "playing", onPlaying],
    [video, "seeking", cut],
    [video, "seeked", () => { note(); soon(); }],
    [video, "waiting", note],
    [video, "pause", () => { note(); cut(); void flush(); }],
    [video, "ended", () => void flush()],
    [video, "ratechange", onRate],
    [document, "visibilitychange", onHide],
    [window, "pagehide", onLeave],
    [window, "online", () => void flush()],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  const timer = setInterval(() => void flush(), live ? EVERY_LIVE_MS : EVERY_MS);
  void flush(); // what an earlier visit left behind
  return {
    flush,
    stop() {
      clearInterval(timer);
      clearTimeout(early);
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
async function sendKept(address, asked) {
  let last = null;
  for (const item of kept()) {
    const mine = item.address === address;
    // An older session's place in the film must not replace this one's.
    const report = mine ? item.report : { ...item.report, position_ms: null };
    const answer = await post(item.address, report);
    forget(item.address, item.report.number);
    if (answer && mine) last = answer;
    if (mine && answer?.check) asked(answer.check);
  }
  return last;
}

// What is unsent, from when the browser first kept nothing: a private window, or no room left. It lives as long as the
// page. What the browser kept before is read no more; it is sent again by a later page, and counts once.
let memory = null;

function kept() {
  if (memory) return memory;
  try {
    // However old: the clock of a device may be wrong by years. What is too late the server says itself.
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

function store(items) {
  if (memory) return void (memory = items);
  try {
    localStorage.setItem(STORE, JSON.stringify(items.slice(-MOST_KEPT)));
  } catch {
    memory = items;
  }
  return undefined;
}

function keep(address, report) {
  store([...kept(), { address, report }]);
}

function forget(address, number) {
  store(kept().filter((item) => item.address !== address || item.report.number !== number));
}
