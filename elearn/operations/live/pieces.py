"""What a studio sends: pieces that a browser really recorded, or such as it would have recorded.

They are kept in a folder, so that one recording can be sent again and again.
"""

import json
import os
import shutil
import time
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg as build

from media_pipeline.ffmpeg.run import run

__all__ = ["Recording", "recording"]

WIDTH, HEIGHT, RATE = 640, 360, 24
PICTURE_BITS, SOUND_BITS = 700_000, 64_000  # a second
_CLUSTER = bytes.fromhex("1f43b675")  # where Matroska begins to count anew; a browser's pieces end anywhere
_FLAGS = [
    "--no-sandbox", "--use-fake-device-for-media-stream=fps=24", "--use-fake-ui-for-media-stream",
    "--disable-background-networking", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
# As the studio does it: lib/recorder.js. A made-up camera shows next to nothing, so a grain is laid over it: what is
# recorded then needs the bits that a face in a room does.
_RECORD = """async ([width, height, rate, bits, soundBits, seconds]) => {
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: rate }, audio: true });
  const [video, canvas, grain] = ["video", "canvas", "canvas"].map((name) => document.createElement(name));
  Object.assign(canvas, { width, height });
  Object.assign(grain, { width: width / 8, height: height / 8 });
  video.srcObject = camera;
  video.muted = true;
  await video.play();
  const [drawn, dots] = [canvas.getContext("2d"), grain.getContext("2d")];
  const tile = dots.createImageData(grain.width, grain.height);
  const draw = () => {
    for (let at = 0; at < tile.data.length; at += 4) tile.data.fill(Math.random() * 255, at, at + 3);
    for (let at = 3; at < tile.data.length; at += 4) tile.data[at] = 110;
    dots.putImageData(tile, 0, 0);
    drawn.drawImage(video, 0, 0, width, height);
    drawn.drawImage(grain, 0, 0, width, height);
  };
  draw();
  setInterval(draw, 1000 / rate);
  const stream = new MediaStream([...canvas.captureStream(rate).getVideoTracks(), ...camera.getAudioTracks()]);
  const kinds = ["video/webm;codecs=h264,opus", "video/webm;codecs=vp8,opus", "video/mp4"];
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, {
    mimeType, videoBitsPerSecond: bits, audioBitsPerSecond: soundBits, videoKeyFrameIntervalDuration: 1000,
  });
  const over = new Promise((done) => (recorder.onstop = done));
  const kept = [];
  let since = 0;
  recorder.ondataavailable = ({ data }) => {
    const now = performance.now();
    const ms = now - since;
    since = now;
    kept.push(data.arrayBuffer().then((bytes) => window.keepPiece(bytes.byteLength, ms, pack(bytes))));
  };
  const pack = (bytes) => {
    let text = "";
    for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  recorder.onstart = () => (since = performance.now());
  recorder.start(1000);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  recorder.stop();
  await over;
  await Promise.all(kept);
  return mimeType;
}"""


@dataclass(frozen=True)
class Recording:
    """Pieces in their order, with the milliseconds that each holds, and who recorded them."""

    mime: str
    by: str
    pieces: list[tuple[bytes, int]]

    @property
    def seconds(self) -> float:
        return sum(ms for _, ms in self.pieces) / 1000


def recording(folder: Path, seconds: int) -> Recording:
    """The recording in a folder; where there is none, or a shorter one, it is made, which takes its length."""
    kept = _read(folder)
    if kept and kept.seconds >= seconds:
        return kept
    made = _from_browser(seconds + 2) or _made(folder, seconds + 2)
    folder.mkdir(parents=True, exist_ok=True)
    for number, (data, _) in enumerate(made.pieces, start=1):
        (folder / f"{number:05}.piece").write_bytes(data)
    told = {"mime": made.mime, "by": made.by, "durations_ms": [ms for _, ms in made.pieces]}
    (folder / "pieces.json").write_text(json.dumps(told))
    return made


def _read(folder: Path) -> Recording | None:
    index = folder / "pieces.json"
    if not index.exists():
        return None
    told = json.loads(index.read_text())
    names = [folder / f"{number:05}.piece" for number in range(1, len(told["durations_ms"]) + 1)]
    return Recording(
        told["mime"],
        told["by"],
        [(name.read_bytes(), ms) for name, ms in zip(names, told["durations_ms"], strict=True)],
    )


def _from_browser(seconds: int) -> Recording | None:
    """Record with a real browser and its made-up camera; None where there is no browser."""
    program = next(
        filter(None, map(shutil.which, (os.environ.get("KORPU_BROWSER", ""), "chromium", "google-chrome"))), ""
    )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not program:
        return None
    kept: list[tuple[bytes, int]] = []

    def keep(size: int, ms: float, packed: str) -> None:
        if size:
            kept.append((b64decode(packed), round(ms)))

    # Its own loop must not be one that Django takes for a request's.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        page = browser.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto("http://localhost/")
        page.expose_function("keepPiece", keep)
        mime = page.evaluate(_RECORD, [WIDTH, HEIGHT, RATE, PICTURE_BITS, SOUND_BITS, seconds])
        browser.close()
    return Recording(str(mime), "browser", kept)


def _made(folder: Path, seconds: int) -> Recording:
    """A recording that ffmpeg makes, cut as a browser cuts: by the clock, wherever that falls in the bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "made.mkv"
    picture = build.input(f"testsrc2=s={WIDTH}x{HEIGHT}:r={RATE}", f="lavfi", t=seconds).filter("format", "yuv420p")
    sound = build.input("sine=f=220:r=48000", f="lavfi", t=seconds)
    options: dict[str, Any] = {
        "f": "matroska", "live": 1, "cluster_time_limit": 250, "vcodec": "libx264", "preset": "veryfast", "g": RATE,
        "profile:v": "baseline", "sc_threshold": 0, "video_bitrate": PICTURE_BITS, "maxrate": PICTURE_BITS,
        "bufsize": PICTURE_BITS, "acodec": "libopus", "audio_bitrate": SOUND_BITS,
    }  # fmt: skip
    run(list(build.get_args(build.output(picture, sound, str(path), **options))), timeout=3600)
    data = path.read_bytes()
    path.unlink()
    places = _places(data)
    per_second = max(1, round(len(places) / seconds))
    cuts = [0, *[at + 1000 for at in places[per_second::per_second]], len(data)]
    pieces = [(data[start:end], 1000) for start, end in zip(cuts, cuts[1:], strict=False) if end > start]
    return Recording("video/webm;codecs=h264,opus", f"ffmpeg {time.strftime('%Y')}", pieces)


def _places(data: bytes) -> list[int]:
    found, at = [], -1
    while (at := data.find(_CLUSTER, at + 1)) >= 0:
        found.append(at)
    return found
