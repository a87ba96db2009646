"""Look at a file without decoding it: what is inside, and whether it can become a film.

ffprobe runs twice: once for the streams, where most bad files are refused in a fraction of a
second, and once over all packets for the true duration (a browser's recording has none in its
header), the keyframes and the bit rate. Nothing named inside the file is ever opened: see
`OPEN_SAFELY`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .facts import Audio, Facts, Reason, Unusable, Video
from .packets import Packets
from .run import FfmpegFailed, TimedOut, run

__all__ = ["CONTAINERS", "OPEN_SAFELY", "Bounds", "inspect"]

# Containers that hold their own content. Lists that name other files (hls, concat, dash, sdp, image
# lists) are
# not among them, whatever an upload calls itself.
CONTAINERS = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,wav,mp3,aac,flac,amr,aiff,caf,h264,hevc,ivf"
OPEN_SAFELY = {
    "protocol_whitelist": "file",
    "format_whitelist": CONTAINERS,
    "max_streams": "64",
}
_HDR_TRANSFERS = {"smpte2084", "arib-std-b67"}
_FIELD_ORDERS = {"tt", "bb", "tb", "bt"}
_SMALLEST = 32  # pixels of the short side
_LISTS = (
    b"#EXTM3U",
    b"ffconcat",
    b"<MPD",
    b"[playlist]",
    b"<asx",
    b"<smil",
    b"v=0\r",
    b"v=0\n",
    b"file '",
    b"file ",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is accepted and what looking may cost."""

    longest_seconds: float = 3 * 3600
    most_pixels: int = 4096 * 4096
    seconds: float = 60  # for looking at all packets
    memory: int = 2**30


def inspect(path: Path, bounds: Bounds, *, should_stop: Callable[[], bool] | None = None) -> Facts:
    """Facts about a file. Raises Unusable, or Stopped."""
    size = path.stat().st_size
    if size == 0:
        raise Unusable(Reason.EMPTY)
    _refuse_lists(path)
    told = _describe(path, bounds, should_stop)
    streams = told.get("streams", [])
    picture, sound = _picture(streams), _sound(streams)
    if picture is None and sound is None:
        raise Unusable(Reason.NOTHING_INSIDE if streams else Reason.NOT_A_FILM)
    container = told["format"]
    if _number(container.get("duration")) > bounds.longest_seconds:
        raise Unusable(Reason.TOO_LONG)
    if picture:
        _refuse_picture(picture, bounds)
    packets = _packets(path, bounds, should_stop)
    _refuse_packets(packets, picture, sound, container)
    beginning = _number(container.get("start_time"))
    return Facts(
        container=container["format_name"],
        seconds=round(packets.seconds, 3),
        bytes=size,
        video=_video(picture, packets, beginning) if picture else None,
        audio=_audio(sound, beginning) if sound else None,
    )


def _refuse_lists(path: Path) -> None:
    """A text that names other files gets its own words; ffprobe would refuse it too, as unknown."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.lower().startswith(tuple(mark.lower() for mark in _LISTS)) or b"<MPD" in head:
        raise Unusable(Reason.NAMES_OTHER_FILES)


def _describe(path: Path, bounds: Bounds, should_stop: Callable[[], bool] | None) -> dict[str, Any]:
    lines: list[str] = []
    what = ["-show_format", "-show_streams", "-of", "json"]
    tail = _ffprobe(path, what, bounds, lines.append, should_stop)
    if "external track" in tail:
        raise Unusable(Reason.NAMES_OTHER_FILES)
    return dict(json.loads("\n".join(lines) or "{}"))


def _packets(path: Path, bounds: Bounds, should_stop: Callable[[], bool] | None) -> Packets:
    packets = Packets(longest_seconds=bounds.longest_seconds)
    fields = "packet=stream_index,pts_time,dts_time,duration_time,size,flags"
    what = ["-show_entries", fields, "-of", "compact=p=0"]
    _ffprobe(path, what, bounds, packets.take, should_stop)
    return packets


def _ffprobe(
    path: Path,
    what: list[str],
    bounds: Bounds,
    on_line: Callable[[str], None],
    should_stop: Callable[[], bool] | None,
) -> str:
    safely = [part for name, value in OPEN_SAFELY.items() for part in (f"-{name}", value)]
    try:
        return run(
            [*safely, *what, f"file:{path}"],
            program="ffprobe",
            timeout=bounds.seconds,
            memory=bounds.memory,
            on_line=on_line,
            should_stop=should_stop,
        )
    except TimedOut as error:
        raise Unusable(Reason.BROKEN, str(error)) from error
    except FfmpegFailed as error:
        raise Unusable(_meaning(path, error.tail), error.tail[-300:]) from error


def _meaning(path: Path, tail: str) -> Reason:
    """Damaged if it begins as a film does, else no film."""
    if "external track" in tail:
        return Reason.NAMES_OTHER_FILES
    with path.open("rb") as file:
        head = file.read(12)
    begins_well = head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free") or head[:4] in (
        b"\x1a\x45\xdf\xa3",
        b"RIFF",
        b"OggS",
    )
    return Reason.BROKEN if begins_well else Reason.NOT_A_FILM


def _picture(streams: list[dict]) -> dict | None:
    """The first moving picture; cover art is none."""
    for stream in streams:
        disposition = stream.get("disposition", {})
        still = disposition.get("attached_pic") or disposition.get("still_image")
        if stream.get("codec_type") == "video" and not still:
            return stream
    return None


def _sound(streams: list[dict]) -> dict | None:
    """The default sound, else the first one that can be decoded."""
    usable = [
        stream
        for stream in streams
        if stream.get("codec_type") == "audio"
        and stream.get("codec_name", "none") not in ("none", "unknown")
        and int(stream.get("channels", 0)) > 0
    ]
    return next((s for s in usable if s.get("disposition", {}).get("default")), next(iter(usable), None))


def _refuse_picture(picture: dict, bounds: Bounds) -> None:
    width, height = int(picture.get("width", 0)), int(picture.get("height", 0))
    if picture.get("codec_name", "none") in ("none", "unknown") or not (width and height):
        raise Unusable(Reason.BROKEN, "the picture cannot be decoded")
    if width * height > bounds.most_pixels:
        raise Unusable(Reason.TOO_LARGE, f"{width}×{height}")
    if min(width, height) < _SMALLEST:
        raise Unusable(Reason.TOO_SMALL, f"{width}×{height}")
    kinds = {data.get("side_data_type", "") for data in picture.get("side_data_list", [])}
    if picture.get("color_transfer") in _HDR_TRANSFERS or any("DOVI" in kind for kind in kinds):
        raise Unusable(Reason.HDR)
    if picture.get("field_order") in _FIELD_ORDERS:
        raise Unusable(Reason.INTERLACED)


def _refuse_packets(packets: Packets, picture: dict | None, sound: dict | None, container: dict) -> None:
    """Cut short: the header promises more than is there."""
    wanted = [stream["index"] for stream in (picture, sound) if stream]
    if not any(packets.has(index) for index in wanted) or (picture and not packets.has(picture["index"])):
        raise Unusable(Reason.BROKEN, "no content")
    if packets.too_long:
        raise Unusable(Reason.TOO_LONG)
    promised = _number(container.get("duration"))
    if promised - packets.seconds > max(1.0, 0.05 * promised):
        raise Unusable(Reason.BROKEN, f"{packets.seconds:.1f} s of {promised:.1f} s are there")


def _video(stream: dict, packets: Packets, beginning: float) -> Video:
    told = packets.of(stream["index"])
    rotation = _rotation(stream)
    wide, tall = _ratio(stream.get("sample_aspect_ratio"))
    width, height = int(stream["width"]), int(stream["height"])
    shown = (_even(width * wide / tall), _even(height))
    if rotation in (90, 270):
        shown = (shown[1], shown[0])
    rate, variable = told.frame_rate(stream.get("avg_frame_rate", ""))
    return Video(
        index=stream["index"],
        start=_start(stream, beginning),
        codec=stream["codec_name"],
        profile=str(stream.get("profile", "")),
        pixels=stream.get("pix_fmt", ""),
        width=width,
        height=height,
        shown_width=shown[0],
        shown_height=shown[1],
        rotation=rotation,
        square=wide == tall,
        frame_rate=rate,
        variable_rate=variable,
        keyframe_gap=round(told.keyframe_gap, 3),
        average_bps=told.average_bps,
        peak_bps=told.peak_bps,
    )


def _audio(stream: dict, beginning: float) -> Audio:
    return Audio(
        index=stream["index"],
        start=_start(stream, beginning),
        codec=stream["codec_name"],
        profile=str(stream.get("profile", "")),
        channels=int(stream["channels"]),
        sample_rate=int(stream.get("sample_rate", 0)),
    )


def _start(stream: dict, beginning: float) -> float:
    return round(max(0.0, _number(stream.get("start_time")) - beginning), 3)


def _rotation(stream: dict) -> int:
    for data in stream.get("side_data_list", []):
        if "rotation" in data:
            return round(-float(data["rotation"]) / 90) * 90 % 360
    return 0


def _ratio(text: str | None) -> tuple[int, int]:
    left, _, right = (text or "").partition(":")
    if left.isdigit() and right.isdigit() and int(left) and int(right):
        wide, tall = int(left), int(right)
        if 1 / 4 <= wide / tall <= 4:
            return wide, tall
    return 1, 1


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 0.0
