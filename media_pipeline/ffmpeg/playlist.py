"""HLS playlists (RFC 8216): measure the media playlists ffmpeg wrote, write the master playlist."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .boxes import codecs

__all__ = ["Made", "Unfinished", "Variant", "beginnings_of", "master", "measure", "segments_of"]

_MAP = re.compile(r'^#EXT-X-MAP:.*?URI="([^"]*)"', re.MULTILINE)


class Unfinished(Exception):
    """A rendition lacks segments or its end, or is over at once."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished rendition in a local folder. Seconds, bytes, bits a second."""

    folder: Path
    seconds: float
    bytes: int
    bandwidth: int  # peak, of a stretch about as long as a segment
    average_bandwidth: int
    longest_segment: float
    codecs: str

    @property
    def files(self) -> list[Path]:
        """Segments first, the playlist that names them last."""
        return sorted(self.folder.iterdir(), key=lambda path: (path.suffix == ".m3u8", path.name))


@dataclass(frozen=True, slots=True)
class Variant:
    """A line of the master playlist. Without a size it is sound only."""

    uri: str
    width: int
    height: int
    frame_rate: float
    bandwidth: int
    average_bandwidth: int
    codecs: str


def measure(folder: Path) -> Made:
    """Read `index.m3u8` and the sizes of what it names. Raises Unfinished."""
    index = folder / "index.m3u8"
    text = index.read_text() if index.exists() else ""
    segments = _segments(text, folder)
    if not segments or "#EXT-X-ENDLIST" not in text:
        raise Unfinished(f"{folder.name} has {len(segments)} segments and no end")
    total, size = sum(s for s, _ in segments), sum(b for _, b in segments)
    if total <= 0:  # a single frame of a damaged film
        raise Unfinished(f"{folder.name} lasts no time")
    init = folder / "init.mp4"
    average = round(size * 8 / total)
    return Made(
        folder=folder,
        seconds=round(total, 3),
        bytes=size + init.stat().st_size,
        bandwidth=max(average, _peak(segments)),
        average_bandwidth=average,
        longest_segment=max(seconds for seconds, _ in segments),
        codecs=codecs(init),
    )


def master(
    variants: Sequence[Variant], *, sound: Variant | None = None, described: Variant | None = None, prefix: str = ""
) -> str:
    """The master playlist: the cheapest picture first, sound only last; `prefix` before URIs.

    `described` is another sound to choose; its URI is whole, because it is another film's.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,'
            f'URI="{prefix}{sound.uri}"'
        )
    if sound and described:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="described",DEFAULT=NO,AUTOSELECT=YES,'
            f'CHARACTERISTICS="public.accessibility.describes-video",URI="{described.uri}"'
        )
    for variant in sorted(variants, key=lambda v: v.bandwidth):
        lines += [_stream(variant, sound), f"{prefix}{variant.uri}"]
    if sound:
        lines += [_stream(sound, None) + ',AUDIO="sound"', f"{prefix}{sound.uri}"]
    return "\n".join([*lines, ""])


def _stream(variant: Variant, sound: Variant | None) -> str:
    average = variant.average_bandwidth + (sound.average_bandwidth if sound else 0)
    parts = [
        f"BANDWIDTH={variant.bandwidth + (sound.bandwidth if sound else 0)}",
        f"AVERAGE-BANDWIDTH={average}",
        f'CODECS="{",".join([variant.codecs, *([sound.codecs] if sound else [])])}"',
    ]
    if variant.height:
        parts += [
            f"RESOLUTION={variant.width}x{variant.height}",
            f"FRAME-RATE={variant.frame_rate:.3f}",
        ]
    if sound:
        parts.append('AUDIO="sound"')
    return "#EXT-X-STREAM-INF:" + ",".join(parts)


def segments_of(text: str) -> list[tuple[str, float]]:
    """(name, seconds) of each segment that a media playlist names."""
    segments, seconds = [], 0.0
    for line in text.splitlines():
        if line.startswith("#EXTINF:"):
            seconds = float(line.removeprefix("#EXTINF:").split(",")[0])
        elif line and not line.startswith("#"):
            segments.append((Path(line).name, seconds))
    return segments


def beginnings_of(text: str) -> list[str]:
    """Names of the initialisation segments that a media playlist names, each once."""
    return sorted({Path(name).name for name in _MAP.findall(text)})


def _segments(text: str, folder: Path) -> list[tuple[float, int]]:
    """(seconds, bytes) of each segment; nothing outside the folder is looked at."""
    segments = []
    for name, seconds in segments_of(text):
        path = folder / name
        if not path.exists():
            raise Unfinished(f"{folder.name} lacks {path.name}")
        segments.append((seconds, path.stat().st_size))
    return segments


def _peak(segments: list[tuple[float, int]]) -> int:
    """RFC 8216, 4.1: the largest bit rate of segments lasting 0.5 to 1.5 target durations."""
    target = max(round(seconds) for seconds, _ in segments) or 1
    peak = 0.0
    for start in range(len(segments)):
        length, size = 0.0, 0
        for seconds, of_segment in segments[start:]:
            length, size = length + seconds, size + of_segment
            if length > 1.5 * target:
                break
            if length >= 0.5 * target:
                peak = max(peak, size * 8 / length)
    return round(peak)
