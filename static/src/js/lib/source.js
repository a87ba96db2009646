// Gives a video element its film: HLS by hls.js, or by the browser itself where it can (Safari).
import Hls from "hls.js";

const LEAST_HEIGHT = 360;
const NEAR_END = 1; // seconds

/** Whether this browser can play our films at all. */
export const canPlay = (video) => Hls.isSupported() || video.canPlayType("application/vnd.apple.mpegurl") !== "";

/**
 * Attach a playlist. `saver` keeps to the smallest picture. Calls `failed(isGone)` when it cannot go on by itself;
 * gone is a film that was taken back.
 * Gives a function that lets go of it.
 */
export function attach(video, address, { saver, startAt, failed }) {
  if (!Hls.isSupported()) return attachNative(video, address, { startAt, failed });
  const hls = new Hls({
    startPosition: startAt,
    capLevelToPlayerSize: !saver,
    maxBufferLength: 20,
    maxMaxBufferLength: 40,
    backBufferLength: 30,
    startLevel: saver ? 0 : -1,
  });
  let mended = 0;
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    if (saver) hls.autoLevelCapping = smallest(hls.levels);
  });
  hls.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && mended < 2) {
      mended += 1;
      hls.recoverMediaError();
    } else {
      failed(response?.code === 410);
    }
  });
  // A last crumb of sound that lies behind the picture's end is dropped by the browser, and hls.js would wait for it for
  // ever: when all is here and it still waits, that is the end.
  const finish = () => {
    const { buffered, currentTime, duration } = video;
    const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (duration - currentTime < NEAR_END && duration - end < 0.1) hls.trigger(Hls.Events.BUFFER_EOS, {});
  };
  video.addEventListener("waiting", finish);
  hls.loadSource(address);
  hls.attachMedia(video);
  return () => {
    video.removeEventListener("waiting", finish);
    hls.destroy();
  };
}

/** The level to stay below: the largest with at most LEAST_HEIGHT lines on its short side, else the first. */
function smallest(levels) {
  const fitting = levels.filter(({ width, height }) => Math.min(width, height) <= LEAST_HEIGHT);
  return Math.max(0, fitting.length - 1);
}

function attachNative(video, address, { startAt, failed }) {
  const stop = () => failed(false);
  const go = () => {
    if (startAt) video.currentTime = startAt;
  };
  video.addEventListener("loadedmetadata", go, { once: true });
  video.addEventListener("error", stop);
  video.src = address;
  return () => {
    video.removeEventListener("error", stop);
    video.removeAttribute("src");
    video.load();
  };
}
