"""Add up what ffprobe prints of each packet: true duration, frame rate, keyframes, bit rate."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median

__all__ = ["FIELDS", "Packets", "Track"]

FIELDS = "packet=stream_index,pts_time,dts_time,duration_time,size,flags"  # the order ffprobe has them in
_UNKNOWN = "N/A"

_WHOLE_RATES = [Fraction(rate) for rate in (5, 8, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60)]
_USUAL_RATES = [*_WHOLE_RATES, *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60))]
_FASTEST = Fraction(60)  # frames a second that are kept
_WINDOW = 4.0  # seconds over which a peak is measured: one segment


@dataclass(slots=True)
class Track:
    """The packets of one stream."""

    times: list[float] = field(default_factory=list)
    keyframes: list[float] = field(default_factory=list)
    windows: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    bytes: int = 0
    first: float = 0.0
    end: float = 0.0
    hidden: float | None = None  # the earliest time of what only helps to decode what is shown

    def hide(self, time: float) -> None:
        """Note a packet that an edit list leaves out: it is there so that what comes after it can be decoded."""
        if self.hidden is None or time < self.hidden:
            self.hidden = time

    @property
    def begins_hidden(self) -> bool:
        """Whether what is shown first needs what is not shown, as in a film that a phone has trimmed."""
        return self.hidden is not None and self.hidden < self.first

    def add(self, *, time: float, duration: float, size: int, key: bool) -> None:
        """Count one packet; times in seconds."""
        if not self.times or time < self.first:
            self.first = time
        self.times.append(time)
        if time + duration > self.end:
            self.end = time + duration
        self.bytes += size
        self.windows[int(time // _WINDOW)] += size
        if key:
            self.keyframes.append(time)

    @property
    def seconds(self) -> float:
        return max(0.0, self.end - self.first)

    @property
    def average_bps(self) -> int:
        return round(self.bytes * 8 / self.seconds) if self.seconds else 0

    @property
    def peak_bps(self) -> int:
        if self.seconds <= _WINDOW:
            return self.average_bps
        return round(max(self.windows.values()) * 8 / _WINDOW)

    @property
    def keyframe_gap(self) -> float:
        """The longest time without a keyframe, from the first packet to the end."""
        marks = [self.first, *sorted(self.keyframes), self.end]
        if not self.keyframes:
            return max(self.seconds, 1e6)
        return max(after - before for before, after in zip(marks, marks[1:], strict=False))

    def frame_rate(self, told: str) -> tuple[str, bool]:
        """The rate to encode at, as text for ffmpeg, and whether the source's rate varies.

        A steady source keeps its own rate. A varying one gets the usual rate nearest to its median
        frame.
        """
        times = sorted(self.times)
        steps = [b - a for a, b in zip(times, times[1:], strict=False) if b > a]
        if not steps:
            return "1", False
        usual_step = median(steps)
        # Matroska rounds to a millisecond, so two are no variation.
        odd = sum(1 for step in steps if abs(step - usual_step) > max(0.0021, usual_step * 0.2))
        measured = len(steps) / sum(steps)
        variable = odd > max(1, len(steps) * 0.01)
        rate = _nearest(1 / usual_step, _WHOLE_RATES) if variable else _steady(told, measured)
        return str(min(rate, _FASTEST)), variable


@dataclass(slots=True)
class Packets:
    """All packets of a file, taken line by line."""

    longest_seconds: float
    tracks: dict[int, Track] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Read a line of ffprobe's CSV, the fields of `FIELDS`; packets without a time do not count.

        A film of three hours has a million of them, so nothing here is more general than it must be.
        """
        values = line.split(",")
        if len(values) < 6:
            return
        index, time, decoded, duration, size, flags = values[:6]
        if time == _UNKNOWN:
            time = decoded
        if time == _UNKNOWN or size == _UNKNOWN:
            return
        track = self.tracks.get(int(index))
        if track is None:
            track = self.tracks[int(index)] = Track()
        if "D" in flags:
            track.hide(float(time))
            return
        length = 0.0 if duration == _UNKNOWN else float(duration)
        track.add(time=float(time), duration=length, size=int(size), key="K" in flags)

    def has(self, index: int) -> bool:
        return index in self.tracks and bool(self.tracks[index].times)

    def of(self, index: int) -> Track:
        return self.tracks.get(index) or Track()

    @property
    def seconds(self) -> float:
        """From the first packet of any stream to the end of the last."""
        tracks = [track for track in self.tracks.values() if track.times]
        if not tracks:
            return 0.0
        return max(track.end for track in tracks) - min(track.first for track in tracks)

    @property
    def end(self) -> float:
        """The end of the last, by the file's own clock."""
        return max((track.end for track in self.tracks.values()), default=0.0)

    @property
    def too_long(self) -> bool:
        return self.seconds > self.longest_seconds


def _steady(told: str, measured: float) -> Fraction:
    """The rate in the header where it agrees with what was measured, else the usual one nearest."""
    top, _, bottom = told.partition("/")
    if top.isdigit() and bottom.isdigit() and int(top) and int(bottom):
        rate = Fraction(int(top), int(bottom))
        if abs(rate - measured) <= 0.02 * measured and rate.denominator <= 1001:
            return rate
    return _nearest(measured, _USUAL_RATES)


def _nearest(measured: float, rates: list[Fraction]) -> Fraction:
    close = min(rates, key=lambda rate: abs(float(rate) - measured))
    if abs(float(close) - measured) <= 0.06 * measured:
        return close
    return Fraction(max(1, min(60, round(measured))))
