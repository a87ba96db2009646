// Gives a video element its film: HLS by hls.js, or by the browser itself where it can (Safari).
import Hls from "hls.js";

const LEAST_HEIGHT = 360;
const NEAR_END = 1; // seconds
const AHEAD = 6; // seconds; more than a segment, so that what is being shown is left alone
const DESCRIBES = "public.accessibility.describes-video";

/** Whether this browser can play our films at all. */
export const canPlay = (video) => Hls.isSupported() || video.canPlayType("application/vnd.apple.mpegurl") !== "";

/**
 * Attach a playlist. `saver` keeps to the smallest picture, `described` chooses the described sound where there is one.
 * Calls `failed(isGone)` when it cannot go on by itself; gone is a film that was taken back. Calls `loaded(address)` for
 * each segment of the picture, or of the sound where that is alone; a browser that plays by itself does not tell.
 * Gives {release, describe, improve}.
 */
export function attach(video, address, options) {
  return Hls.isSupported() ? attachHls(video, address, options) : attachNative(video, address, options);
}

function attachHls(video, address, { saver, startAt, described = false, failed, loaded = () => {} }) {
  let isDescribed = described;
  let buffers = [];
  let hls = null;
  let mended = 0;

  const make = (from) => {
    const made = new Hls({
      startPosition: from,
      capLevelToPlayerSize: !saver,
      maxBufferLength: 20,
      maxMaxBufferLength: 40,
      backBufferLength: 30,
      startLevel: saver ? 0 : -1,
      enableWebVTT: false, // captions are tracks of the video element
      enableIMSC1: false,
      enableCEA708Captions: false,
    });
    made.on(Hls.Events.MANIFEST_PARSED, () => {
      if (saver) made.autoLevelCapping = smallest(made.levels);
    });
    made.on(Hls.Events.AUDIO_TRACKS_UPDATED, () => choose(made));
    made.on(Hls.Events.FRAG_LOADED, (_event, { frag }) => {
      if (frag.type === "main" && frag.sn !== "initSegment") loaded(frag.url);
    });
    made.on(Hls.Events.BUFFER_CREATED, (_event, { tracks }) => {
      buffers = Object.values(tracks).map(({ buffer }) => buffer);
    });
    return made;
  };
  const choose = (made) => {
    const wanted = made.audioTracks.findIndex((track) => (track.attrs?.CHARACTERISTICS === DESCRIBES) === isDescribed);
    if (wanted >= 0 && made.audioTrack !== wanted) made.audioTrack = wanted;
  };
  const watchOver = (made) => {
    made.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR && mended < 2) {
        mended += 1;
        made.recoverMediaError();
      } else {
        failed(response?.code === 410);
      }
    });
  };

  // A last crumb of sound that lies behind the picture's end is dropped by the browser, and hls.js would wait for it for
  // ever: when all is here and it still waits, that is the end.
  const finish = () => {
    const { buffered, currentTime, duration } = video;
    const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (duration - currentTime < NEAR_END && duration - end < 0.1) hls.trigger(Hls.Events.BUFFER_EOS, {});
  };
  video.addEventListener("waiting", finish);
  hls = make(startAt);
  watchOver(hls);
  hls.loadSource(address);
  hls.attachMedia(video);

  /** Take over what is in the buffer and go on with the versions there are now; nobody sees or hears a break. */
  const improve = async () => {
    const from = ahead(video);
    if (from === null) return undefined;
    const next = make(from);
    const isThere = await new Promise((resolve) => {
      next.once(Hls.Events.MANIFEST_PARSED, () => resolve(true));
      next.once(Hls.Events.ERROR, (_event, { fatal }) => fatal && resolve(false));
      next.loadSource(address);
    });
    next.stopLoad();
    if (!isThere || !hls) return next.destroy();
    hls.stopLoad();
    while (buffers.some((buffer) => buffer.updating)) await new Promise((resolve) => setTimeout(resolve, 20));
    if (!hls) return next.destroy();
    const media = hls.transferMedia();
    hls.destroy();
    hls = next;
    watchOver(hls);
    hls.attachMedia(media ?? video);
    hls.startLoad(ahead(video) ?? video.currentTime, true);
    return undefined;
  };

  return {
    improve,
    describe(on) {
      isDescribed = on;
      choose(hls);
    },
    release() {
      video.removeEventListener("waiting", finish);
      hls.destroy();
      hls = null;
    },
  };
}

/** Where better versions may begin: behind what is buffered, else well ahead of what is being shown; null near the end. */
function ahead({ buffered, currentTime, duration }) {
  const end = buffered.length ? buffered.end(buffered.length - 1) : currentTime;
  const from = end + AHEAD < duration ? end : currentTime + AHEAD;
  return from < duration - NEAR_END ? from : null;
}

/** The level to stay below: the largest with at most LEAST_HEIGHT lines on its short side, else the first. */
function smallest(levels) {
  const fitting = levels.filter(({ width, height }) => Math.min(width, height) <= LEAST_HEIGHT);
  return Math.max(0, fitting.length - 1);
}

function attachNative(video, address, { startAt, described = false, failed }) {
  const stop = () => failed(false);
  const describe = (on) => {
    for (const track of video.audioTracks ?? []) track.enabled = /desc/.test(track.kind) === on;
  };
  const go = () => {
    if (startAt) video.currentTime = startAt;
    if (described) describe(true);
  };
  video.addEventListener("loadedmetadata", go, { once: true });
  video.addEventListener("error", stop);
  video.src = address;
  return {
    describe,
    improve: async () => {}, // the browser holds the playlist; the next opening has the better versions
    release() {
      video.removeEventListener("error", stop);
      video.removeAttribute("src");
      video.load();
    },
  };
}
