"""Look at a file without decoding it: what is inside, and whether it can become a film.

ffprobe runs twice: once for the streams, where most bad files are refused in a fraction of a
second, and once over all packets for the true duration (a browser's recording has none in its
header), the keyframes and the bit rate; of a plain MP4 its own tables tell these (`tables`).
Nothing named inside the file is ever opened: see `OPEN_SAFELY`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import tables
from .facts import Audio, Facts, Reason, Unusable, Video
from .packets import FIELDS, Packets, Track
from .run import FfmpegFailed, TimedOut, run
from .stream import even, number, ratio, rotation, transfer

__all__ = ["CONTAINERS", "OPEN_SAFELY", "Bounds", "Look", "inspect", "look"]

# Containers that hold their own content. Lists that name other files (hls, concat, dash, sdp, image
# lists) are
# not among them, whatever an upload calls itself.
CONTAINERS = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,wav,mp3,aac,flac,amr,aiff,caf,h264,hevc,ivf"
OPEN_SAFELY = {
    "protocol_whitelist": "file",
    "format_whitelist": CONTAINERS,
    "max_streams": "64",
}
_DOLBY_ALONE = 0  # Dolby Vision whose base layer is neither HDR10, nor SDR, nor HLG: its colours need Dolby's decoder
_FIELD_ORDERS = {"tt", "bb", "tb", "bt"}
_OFTEN = 6.0  # seconds between keyframes, up to which tables are believed
_AS_PROMISED = 0.1  # seconds that a picture may be shorter than its film
_SMALLEST = 32  # pixels of the short side
# What is asked of the headers. Tags are not: they say what their writer likes, as long as it likes.
_HEADERS = (
    "format=format_name,start_time,duration"
    ":stream=index,id,codec_type,codec_name,profile,pix_fmt,width,height,sample_aspect_ratio,avg_frame_rate,field_order"
    ",start_time,channels,sample_rate,color_transfer"
    ":stream_disposition=default,attached_pic,still_image"
    ":stream_side_data"
)
_LISTS = (
    b"#EXTM3U", b"ffconcat", b"<MPD", b"[playlist]", b"<asx", b"<smil", b"v=0\r", b"v=0\n", b"file '", b"file ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is accepted and what looking may cost."""

    longest_seconds: float = 3 * 3600
    most_pixels: int = 4096 * 4096
    seconds: float = 60  # for looking at all packets
    memory: int = 2**30


@dataclass(frozen=True, slots=True)
class Look:
    """What the first look finds: the streams that will be used, as ffprobe describes them."""

    path: Path
    bounds: Bounds
    container: dict[str, Any]
    picture: dict[str, Any] | None
    sound: dict[str, Any] | None

    def facts(self, *, reads_all: bool = False, should_stop: Callable[[], bool] | None = None) -> Facts:
        """What no header tells truly, from all packets; `reads_all` believes no table either.

        Raises Unusable, or Stopped.
        """
        packets = _packets(self, reads_all=reads_all, should_stop=should_stop)
        _refuse_packets(packets, self.picture, self.sound, self.container)
        beginning = number(self.container.get("start_time"))
        return Facts(
            container=self.container["format_name"],
            seconds=round(packets.seconds, 3),
            bytes=self.path.stat().st_size,
            video=_video(self.picture, packets, beginning) if self.picture else None,
            audio=_audio(self.sound, beginning) if self.sound else None,
        )

    def guess(self) -> Facts:
        """The facts as the headers have them, before all packets were read."""
        beginning = number(self.container.get("start_time"))
        packets = Packets(self.bounds.longest_seconds)
        video = _video(self.picture, packets, beginning) if self.picture else None
        return Facts(
            container=self.container["format_name"],
            seconds=number(self.container.get("duration")),
            bytes=self.path.stat().st_size,
            video=replace(video, keyframe_gap=0.0) if video else None,
            audio=_audio(self.sound, beginning) if self.sound else None,
        )


def inspect(path: Path, bounds: Bounds, *, should_stop: Callable[[], bool] | None = None) -> Facts:
    """Facts about a file. Raises Unusable, or Stopped."""
    return look(path, bounds, should_stop=should_stop).facts(should_stop=should_stop)


def look(path: Path, bounds: Bounds, *, should_stop: Callable[[], bool] | None = None) -> Look:
    """Look at the headers of a file, where most bad ones are refused. Raises Unusable, or Stopped."""
    if path.stat().st_size == 0:
        raise Unusable(Reason.EMPTY)
    _refuse_lists(path)
    told = _describe(path, bounds, should_stop)
    streams = told.get("streams", [])
    picture, sound = _picture(streams), _sound(streams)
    if picture is None and sound is None:
        raise Unusable(Reason.NOTHING_INSIDE if streams else Reason.NOT_A_FILM)
    container = told["format"]
    if number(container.get("duration")) > bounds.longest_seconds:
        raise Unusable(Reason.TOO_LONG)
    if picture:
        _refuse_picture(picture, bounds)
    return Look(path, bounds, container, picture, sound)


def _refuse_lists(path: Path) -> None:
    """A text that names other files gets its own words; ffprobe would refuse it too, as unknown."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.lower().startswith(tuple(mark.lower() for mark in _LISTS)) or b"<MPD" in head:
        raise Unusable(Reason.NAMES_OTHER_FILES)


def _describe(path: Path, bounds: Bounds, should_stop: Callable[[], bool] | None) -> dict[str, Any]:
    lines: list[str] = []
    what = ["-show_entries", _HEADERS, "-of", "json"]
    tail = _ffprobe(path, what, bounds, lines.append, should_stop)
    if "external track" in tail:
        raise Unusable(Reason.NAMES_OTHER_FILES)
    return dict(json.loads("\n".join(lines) or "{}"))


def _packets(seen: Look, *, reads_all: bool, should_stop: Callable[[], bool] | None) -> Packets:
    """All packets of the picture, and of the sound only where they may tell the length.

    There are more of the sound's, and they say nothing else.
    """
    packets = Packets(longest_seconds=seen.bounds.longest_seconds)
    promised = number(seen.container.get("duration"))
    for stream in (seen.picture, seen.sound):
        if stream and not (promised and promised - packets.seconds <= _AS_PROMISED):
            told = None if reads_all else _from_tables(seen, stream)
            if told:
                packets.tracks[stream["index"]] = told
                continue
            what = ["-select_streams", str(stream["index"]), "-show_entries", FIELDS, "-of", "csv=p=0"]
            _ffprobe(seen.path, what, seen.bounds, packets.take, should_stop)
    return packets


def _from_tables(seen: Look, stream: dict[str, Any]) -> Track | None:
    """What an MP4 says of a stream itself, in a fraction of the time in which all of it can be read.

    One of no length is not asked, nor where keyframes seem to be far apart: the pictures may know of more of them.
    """
    track_id = str(stream.get("id", ""))
    is_plain = seen.container["format_name"].startswith("mov,") and number(seen.container.get("duration"))
    if not is_plain or not track_id.startswith("0x"):
        return None
    told = tables.read(seen.path, int(track_id, 16))
    return told if told and told.keyframe_gap <= _OFTEN else None


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
        if error.is_ours:
            raise
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
    for data in picture.get("side_data_list", []):
        if "dv_profile" in data and int(data.get("dv_bl_signal_compatibility_id", 0)) == _DOLBY_ALONE:
            raise Unusable(Reason.HDR, f"Dolby Vision {data['dv_profile']}")


def _refuse_packets(packets: Packets, picture: dict | None, sound: dict | None, container: dict) -> None:
    """Cut short: the header promises more than is there."""
    wanted = [stream["index"] for stream in (picture, sound) if stream]
    if not any(packets.has(index) for index in wanted) or (picture and not packets.has(picture["index"])):
        raise Unusable(Reason.BROKEN, "no content")
    if packets.too_long:
        raise Unusable(Reason.TOO_LONG)
    promised = number(container.get("duration"))
    # Matroska tells when it ends; every other container tells how long it lasts.
    there = packets.end if container["format_name"].startswith("matroska") else packets.seconds
    if promised - there > max(1.0, 0.05 * promised):
        raise Unusable(Reason.BROKEN, f"{there:.1f} s of {promised:.1f} s are there")


def _video(stream: dict, packets: Packets, beginning: float) -> Video:
    told = packets.of(stream["index"])
    turned = rotation(stream)
    wide, tall = ratio(stream.get("sample_aspect_ratio"))
    width, height = int(stream["width"]), int(stream["height"])
    shown = (even(width * wide / tall), even(height))
    if turned in (90, 270):
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
        rotation=turned,
        square=wide == tall,
        frame_rate=rate,
        variable_rate=variable,
        keyframe_gap=round(told.keyframe_gap, 3),
        average_bps=told.average_bps,
        peak_bps=told.peak_bps,
        transfer=transfer(stream),
        interlaced=stream.get("field_order") in _FIELD_ORDERS,
        begins_hidden=told.begins_hidden,
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
    return round(max(0.0, number(stream.get("start_time")) - beginning), 3)
