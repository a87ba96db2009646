// Plays an HLS film in a plain video element: natively where the browser can, else by hls.js, fetched when asked for.

export function playHere(video) {
  video.dataset.awake = "";
  const address = video.dataset.play;
  if (video.canPlayType("application/vnd.apple.mpegurl") && !window.MediaSource) {
    video.src = address;
    return;
  }
  // A film of megabytes is fetched when it is played, not when the page is opened.
  video.addEventListener("play", () => load(video, address), { once: true });
}

async function load(video, address) {
  const { default: Hls } = await import("hls.js");
  if (!Hls.isSupported()) {
    video.src = address;
    return;
  }
  const hls = new Hls({ capLevelToPlayerSize: true });
  hls.loadSource(address);
  hls.attachMedia(video);
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
}
