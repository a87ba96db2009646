"""Playlists of a broadcast, in text (RFC 8216bis). Pure: lines in, bytes out.

A broadcast can be watched from its beginning while it goes on, so its playlist only grows. All of it once a second
would cost a viewer of the second hour megabytes a minute: who has the playlist already is given the last lines alone
(a delta update), and asks for the next before it is there (a blocking reload).
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["CAPTIONS", "PICTURE", "SOUND", "Line", "Look", "Reel", "Text", "master"]

PICTURE, SOUND, CAPTIONS = "live", "livesound", "captions"
_SKIP_SECONDS = 12  # what is older than this before the end is left out of delta updates; at least six segments
_FEWEST_LISTED = 8
_WORTH_PACKING = 400  # bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A segment that can be played, as its row says. `captured` in seconds since 1970."""

    number: int
    run: int
    init: str
    file: str
    start_ms: int
    duration_ms: int
    bytes: int
    captured: float

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class Look:
    """What the master playlist says of a rendition. Sound has no size."""

    codecs: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is, packed where that pays, and the tag by which a cache knows it."""

    plain: bytes
    packed: bytes
    etag: bytes

    @classmethod
    def of(cls, plain: bytes, etag: str) -> "Text":
        packer = zlib.compressobj(level=5, wbits=31)
        packed = packer.compress(plain) + packer.flush() if len(plain) > _WORTH_PACKING else b""
        return cls(plain, packed, f'W/"{etag}"'.encode())


class Reel:
    """The lines of one rendition and the texts made of them; each text is made once for everybody who asks."""

    def __init__(self, address: Callable[[Line], str] = lambda line: line.file, *, has_inits: bool = True) -> None:
        self.address, self.has_inits = address, has_inits
        self.lines: list[Line] = []
        self.is_over = False
        self._told: list[str] = []  # what each line says, tags of its stretch included
        self._moments: list[float] = []  # when each line was captured, its stretch taken as one
        self._longest_ms = 1000
        self._kept: dict[str, Text] = {}

    @property
    def first(self) -> int:
        return self.lines[0].number if self.lines else 0

    @property
    def last(self) -> int:
        """The number of the newest line; −1 while there is none."""
        return self.lines[-1].number if self.lines else -1

    def add(self, lines: Iterable[Line]) -> bool:
        """Take lines that follow on those it has; says whether any did. After a hole the rest waits for what lacks."""
        before = len(self.lines)
        for line in lines:
            if self.lines and line.number != self.last + 1:
                continue
            self._append(line)
        if len(self.lines) != before:
            self._kept.clear()
        return len(self.lines) != before

    def finish(self) -> bool:
        """Nothing more comes; says whether that is news."""
        is_news = not self.is_over
        if is_news:
            self.is_over = True
            self._kept.clear()
        return is_news

    def _append(self, line: Line) -> None:
        previous = self.lines[-1] if self.lines else None
        is_beginning = previous is None or (previous.run, previous.init) != (line.run, line.init)
        captured = line.captured if is_beginning or not previous else self._moments[-1] + previous.duration_ms / 1000
        tags = []
        if is_beginning:
            tags = ["#EXT-X-DISCONTINUITY"] * bool(previous) + self._beginning(line, captured)
        self.lines.append(line)
        self._moments.append(captured)
        self._longest_ms = max(self._longest_ms, line.duration_ms)
        self._told.append("\n".join([*tags, f"#EXTINF:{line.duration_ms / 1000:.3f},", self.address(line)]))

    def _beginning(self, line: Line, captured: float) -> list[str]:
        moment = datetime.fromtimestamp(captured, UTC).isoformat(timespec="milliseconds")
        told = [f"#EXT-X-PROGRAM-DATE-TIME:{moment.replace('+00:00', 'Z')}"]
        return [f'#EXT-X-MAP:URI="{line.init}"', *told] if self.has_inits else told

    # Texts ----------------------------------------------------------------------------------------
    def text(self, *, is_delta: bool) -> Text:
        """The playlist, or what is new in it for somebody who has it."""
        skipped = self._skipped() if is_delta else 0
        kind = "delta" if skipped else "whole"
        if kind not in self._kept:
            etag = f"{len(self.lines):x}{'e' if self.is_over else 'l'}{skipped:x}"
            self._kept[kind] = Text.of(self._written(skipped).encode(), etag)
        return self._kept[kind]

    def _skipped(self) -> int:
        """How many lines a delta update leaves out."""
        listed, seconds = 0, 0.0
        for line in reversed(self.lines):
            if seconds >= _SKIP_SECONDS and listed >= _FEWEST_LISTED:
                break
            listed, seconds = listed + 1, seconds + line.duration_ms / 1000
        return len(self.lines) - listed

    def _written(self, skipped: int) -> str:
        head = [
            "#EXTM3U",
            "#EXT-X-VERSION:9",
            f"#EXT-X-TARGETDURATION:{self._target()}",
            f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={_SKIP_SECONDS * self._target()}.0,"
            f"HOLD-BACK={3 * self._target()}.0",
            "#EXT-X-PLAYLIST-TYPE:EVENT",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            f"#EXT-X-MEDIA-SEQUENCE:{self.first}",
        ]
        if skipped:
            head.append(f"#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}")
            if not self._told[skipped].startswith("#EXT-X-"):
                head += self._beginning(self.lines[skipped], self._moments[skipped])
        return "\n".join([*head, *self._told[skipped:], *["#EXT-X-ENDLIST"] * self.is_over, ""])

    def _target(self) -> int:
        """Whole seconds; no segment is longer when rounded. It is one, and grows only where a recorder is late."""
        return (self._longest_ms + 500) // 1000

    def line_of(self, number: int) -> Line | None:
        """The line with a number, if there is one."""
        place = number - self.first
        return self.lines[place] if 0 <= place < len(self.lines) else None


def master(looks: Mapping[str, tuple[Look, Sequence[Line]]], languages: Iterable[str]) -> bytes:
    """The master playlist: picture with its sound, then the sound alone; captions beside both."""
    languages = list(languages)
    lines = ["#EXTM3U", "#EXT-X-VERSION:9", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="{language}",LANGUAGE="{language}",'
        f'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="{CAPTIONS}-{language}.m3u8"'
        for language in languages
    ]
    for name in (PICTURE, SOUND):
        if name in looks:
            lines += [_variant(*looks[name], has_captions=bool(languages)), f"{name}.m3u8"]
    return "\n".join([*lines, ""]).encode()


def _variant(look: Look, lines: Sequence[Line], *, has_captions: bool) -> str:
    recent = lines[-60:]
    average = sum(line.bytes for line in recent) * 8000 // max(1, sum(line.duration_ms for line in recent))
    peak = max((line.bytes * 8000 // line.duration_ms for line in recent if line.duration_ms >= 500), default=average)
    told = [f"BANDWIDTH={max(peak, average, 1)}", f"AVERAGE-BANDWIDTH={max(average, 1)}", f'CODECS="{look.codecs}"']
    if look.width:
        told.append(f"RESOLUTION={look.width}x{look.height}")
    if has_captions:
        told.append('SUBTITLES="captions"')
    return "#EXT-X-STREAM-INF:" + ",".join(told)
