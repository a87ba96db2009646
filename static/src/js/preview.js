// video[data-playlist]: plays a film inside the admin. Browsers that play HLS themselves need no more than its address.
import Hls from "hls.js/light";

for (const video of document.querySelectorAll("video[data-playlist]")) {
  const address = video.dataset.playlist;
  if (Hls.isSupported()) {
    const player = new Hls({ enableWorker: false });
    player.loadSource(address);
    player.attachMedia(video);
  } else {
    video.src = address;
  }
}
