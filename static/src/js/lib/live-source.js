// Gives a video element what is on air: HLS by hls.js, or by the browser itself where it can (Safari). It never gives up
// by itself: a line that breaks comes back, and what was stopped in the studio goes on.
import Hls from "hls.js";

const BEHIND_S = 2; // seconds behind the newest segment: two of them
const PAUSES_MS = [1_000, 1_000, 2_000, 4_000, 8_000]; // before it is tried again
const RECENT_MS = 10_000; // a fault of the line this young is why nothing comes
const SOON_MS = 1_000;
const NOT_YET = 404; // nothing of it is made yet
const GONE = 410;
const REFUSED = 403;

/** Whether this browser can play it at all. */
export const canPlay = (video) => Hls.isSupported() || video.canPlayType("application/vnd.apple.mpegurl") !== "";

/**
 * Attach a live playlist. `startAt` in seconds plays from there, null plays what happens now. Calls `lost()` when it
 * has to try again, `found()` when it plays on, `gone()` for what may not be watched any more, `renew()` (gives a new
 * address) when the address is too old. Gives
 * {edge, isCut, isOver, capturedAt, toLive, release}.
 */
export function attachLive(video, address, options) {
  return Hls.isSupported() ? attachHls(video, address, options) : attachNative(video, address, options);
}

/** Retry with growing pauses; `again(at)` is called with the place to go on. */
function patience(again) {
  let tries = 0;
  let timer = null;
  return {
    /** Try again a little later each time; `isSoon`: what is not made yet is there any moment. */
    later(isSoon = false) {
      clearTimeout(timer);
      timer = setTimeout(again, isSoon ? SOON_MS : PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
      if (!isSoon) tries += 1;
    },
    fine() {
      tries = 0;
    },
    stop: () => clearTimeout(timer),
  };
}

function attachHls(video, first, { startAt = null, lost, found, gone, renew }) {
  let address = first;
  let hls = null;
  let mended = 0;
  let isBroken = false;
  let faultAt = -Infinity;
  let from = startAt;

  const build = () => {
    const made = new Hls({
      startPosition: from ?? -1,
      liveSyncDuration: BEHIND_S,
      maxLiveSyncPlaybackRate: 1.1,
      lowLatencyMode: true,
      maxBufferLength: 15,
      backBufferLength: 60,
      enableWebVTT: false, // captions come as events and are cues of our own track
      enableIMSC1: false,
      enableCEA708Captions: false,
      manifestLoadPolicy: policy(8_000, 2),
      playlistLoadPolicy: policy(10_000, 4),
      fragLoadPolicy: policy(12_000, 6),
    });
    made.on(Hls.Events.ERROR, (_event, error) => {
      if (error.type === Hls.ErrorTypes.NETWORK_ERROR) faultAt = performance.now();
      if (error.fatal) void fault(error);
    });
    made.on(Hls.Events.FRAG_BUFFERED, () => {
      faultAt = -Infinity;
      waiting.fine();
      if (isBroken) found();
      isBroken = false;
    });
    return made;
  };
  const begin = () => {
    hls?.destroy();
    hls = build();
    hls.loadSource(address);
    hls.attachMedia(video);
    if (from !== null || isBroken) void video.play().catch(() => {});
  };
  const again = () => hls && begin();
  const waiting = patience(again);
  const fault = async ({ type, response }) => {
    if (response?.code === GONE) return gone();
    if (type === Hls.ErrorTypes.MEDIA_ERROR && mended < 3) {
      mended += 1;
      return hls.recoverMediaError();
    }
    // Who had gone back goes on there, who watched what happens now goes on with that.
    const edge = hls.liveSyncPosition;
    from = edge !== null && edge - video.currentTime > 15 ? video.currentTime : null;
    const isEarly = response?.code === NOT_YET;
    if (!isBroken && !isEarly) lost();
    isBroken = true;
    if (response?.code === REFUSED) address = (await renew().catch(() => "")) || address;
    return waiting.later(isEarly);
  };
  const atOnce = () => isBroken && again();
  window.addEventListener("online", atOnce);
  begin();
  return {
    edge: () => hls?.liveSyncPosition ?? null,
    isCut: () => isBroken || !navigator.onLine || performance.now() - faultAt < RECENT_MS,
    isOver: () => hls?.latestLevelDetails?.live === false,
    capturedAt: () => hls?.playingDate?.getTime() ?? null,
    toLive() {
      if (hls.liveSyncPosition !== null) video.currentTime = hls.liveSyncPosition;
    },
    release() {
      waiting.stop();
      window.removeEventListener("online", atOnce);
      hls?.destroy();
      hls = null;
    },
  };
}

function policy(timeout, retries) {
  const retry = { maxNumRetry: retries, retryDelayMs: 500, maxRetryDelayMs: 4_000, backoff: "exponential" };
  return {
    default: {
      maxTimeToFirstByteMs: timeout,
      maxLoadTimeMs: timeout * 2,
      timeoutRetry: { ...retry, retryDelayMs: 0 },
      errorRetry: {
        ...retry,
        shouldRetry: (_config, _count, _isTimeout, response, isRetried) =>
          isRetried && ![NOT_YET, GONE, REFUSED].includes(response?.code),
      },
    },
  };
}

function attachNative(video, address, { startAt = null, lost, found, renew }) {
  let isBroken = false;
  let source = address;
  const begin = () => {
    video.src = source;
    video.load();
  };
  const waiting = patience(async () => {
    source = (await renew().catch(() => "")) || source;
    begin();
    void video.play().catch(() => {});
  });
  const edge = () => (video.seekable.length ? video.seekable.end(video.seekable.length - 1) - BEHIND_S : null);
  const listeners = {
    error() {
      if (!isBroken) lost();
      isBroken = true;
      waiting.later();
    },
    playing() {
      waiting.fine();
      if (isBroken) found();
      isBroken = false;
    },
    loadedmetadata() {
      if (startAt !== null) video.currentTime = startAt;
    },
  };
  for (const [name, listener] of Object.entries(listeners)) video.addEventListener(name, listener);
  begin();
  return {
    edge,
    isCut: () => isBroken || !navigator.onLine,
    isOver: () => Number.isFinite(video.duration),
    capturedAt() {
      const begun = video.getStartDate?.()?.getTime();
      return begun ? begun + video.currentTime * 1000 : null;
    },
    toLive() {
      if (edge() !== null) video.currentTime = edge();
    },
    release() {
      waiting.stop();
      for (const [name, listener] of Object.entries(listeners)) video.removeEventListener(name, listener);
      video.removeAttribute("src");
      video.load();
    },
  };
}
