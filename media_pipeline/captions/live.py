"""Lines that are written while a broadcast runs: how long each is seen, as WebVTT beside the segments, and afterwards.

A line has the time at which its words were said, and comes some seconds later. Who watches live is past that time
already, so in the stream a line stands where the broadcast was when it came; in the recording where it was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .cue import Cue, in_order
from .files import clock_words, vtt_words

__all__ = ["LONGEST_LINE", "LiveLine", "laid_out", "live_vtt", "seen_ms"]

LONGEST_LINE = 200  # characters that one sends at once
_READING = 15  # characters a second that everybody can read, who also looks at the picture
_SHORTEST_MS, _LONGEST_MS = 1_500, 7_000
_LEAST_MS = 700  # of a line that the next one follows
_TICKS = 90  # of the clock of MPEG a millisecond


@dataclass(frozen=True, slots=True)
class LiveLine:
    """Words from `start_ms` to before `end_ms` of the broadcast's clock. `id` tells it from all others."""

    start_ms: int
    end_ms: int
    text: str
    id: str = ""


def seen_ms(text: str) -> int:
    """How long a line is seen, in ms: as long as it takes to read it."""
    return max(_SHORTEST_MS, min(_LONGEST_MS, len(text) * 1000 // _READING))


def live_vtt(lines: Iterable[LiveLine], *, start_ms: int, end_ms: int, mpegts: int = 0) -> str:
    """Give the WebVTT of one slot, from `start_ms` to before `end_ms`: every line that is seen in it, whole.

    A line over several slots is in each of them under the same name and times, as HLS wants it. `mpegts` is what the
    clock of the media shows, in 90 kHz, where that of the broadcast is at zero.
    """
    blocks = [f"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{mpegts},LOCAL:00:00:00.000\n"]
    seen = [line for line in lines if line.start_ms < end_ms and line.end_ms > start_ms and line.text]
    for line in sorted(seen, key=lambda line: (line.start_ms, line.id)):
        times = f"{clock_words(line.start_ms)} --> {clock_words(line.end_ms)}"
        name = f"{line.id}\n" if line.id else ""
        blocks.append(f"{name}{times}\n{vtt_words(line.text)}\n")
    return "\n".join(blocks)


def laid_out(cues: Iterable[Cue]) -> list[Cue]:
    """Give cues one after another, for the recording: a line ends when the next one begins, or is moved a little."""
    laid: list[Cue] = []
    for cue in in_order(cues):
        start = cue.start_ms
        if laid and laid[-1].end_ms > start:
            before = laid[-1]
            laid[-1] = replace(before, end_ms=min(before.end_ms, max(start, before.start_ms + _LEAST_MS)))
            start = max(start, laid[-1].end_ms)
        laid.append(replace(cue, start_ms=start, end_ms=max(cue.end_ms, start + _LEAST_MS)))
    return laid
