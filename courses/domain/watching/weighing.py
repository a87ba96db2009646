"""What counts as watching: the rules, as pure functions. `watch.record` applies them to many reports.

The rules (decision 0004 says what they can and cannot prove):

1. A session counts only from the moment its playlist was really fetched.
2. A report tells spans the player played since its last report, and at which rate (at most twice the speed).
3. Playing takes real time: spans of 20 s at rate 2 use up 10 s. A person has one real time for all their tabs and
   devices, and each moment of it is given once; no report may use time before its session was opened, after its course
   was closed, or that has not come yet. `SLACK` forgives the unevenness of networks, once and not once per report.
   The crumbs between two spans are filled where there is real time for them too: a player that lost them was playing.
4. A report that breaks a rule is refused whole and kept with the reason. One sent twice counts once.
5. What counts is the union of all spans, over sessions, days and devices: rewatching adds nothing, jumping neither.

A report may come late, from a device that was offline, while another one goes on: `real_time` finds room for it. The
clock is the database's, so that the clocks of devices and of web servers are nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from uuid import UUID

from courses.enums import NotCounted

from . import real_time
from . import spans as set_of
from .load_checks import Shown

MAX_RATE = 2.0
# Real time a report may be ahead of the clock. It does not add up: the clock keeps what was borrowed.
SLACK = timedelta(seconds=2)
# Players round: the last frame may lie a little after the end that we measured.
END_TOLERANCE_MS = 1_000
# The crumbs that rounding leaves between one report and the next.
CRUMB_MS = 250
MOST_SPANS = 500
# What a column of positive whole numbers holds.
LARGEST = 2**31 - 1
# Longer than any real time; a report may name a rate next to nothing.
LONGEST = 2.0**53
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    """What a player said: ms of the film, the rate of playback, and which version it is playing."""

    session: UUID
    number: int
    spans: Sequence[Sequence[int]]
    position_ms: int | None = None
    rate: float = MAX_RATE
    version: str = ""  # the folder of its segments, such as "360p-1a2b3c4d"
    shown: Shown | None = None  # its answer to a check


@dataclass(frozen=True)
class Standing:
    """What a report is weighed against."""

    opened_at: datetime | None
    used: set_of.Spans  # real time of the person
    duration_ms: int
    now: datetime
    closes_at: datetime | None = None
    is_doubted: bool = False
    watched: Sequence[Sequence[int]] = field(default_factory=list)  # of the film, before


@dataclass(frozen=True)
class Verdict:
    """Whether a report counts, what the person has watched then, and which real time of theirs is used."""

    refusal: NotCounted | None
    spans: Sequence[Sequence[int]]
    used: set_of.Spans


def weigh(report: Report, standing: Standing) -> Verdict:
    """Judge one report by the rules above. Pure."""
    refusal = _refusal(report, standing)
    if refusal is None and report.spans:
        return _fitted(report, standing)
    return Verdict(refusal, standing.watched, standing.used)


def _fitted(report: Report, standing: Standing) -> Verdict:
    """Judge by real time: it pays for what was played, and for all by which what has been watched grows."""
    played_ms, before_ms = set_of.length(report.spans), set_of.length(standing.watched)
    for union in unions(standing.watched, set_of.clipped(report.spans, standing.duration_ms)):
        used = _using(report, standing, max(played_ms, set_of.length(union) - before_ms))
        if used is not None:
            return Verdict(None, union, used)
    is_closed = standing.closes_at is not None and standing.closes_at < standing.now
    return Verdict(NotCounted.CLOSED if is_closed else NotCounted.TOO_FAST, standing.watched, standing.used)


def unions(old: Iterable[Sequence[int]], new: Iterable[Sequence[int]]) -> Iterator[set_of.Spans]:
    """Give what a person has watched with another report: with the crumbs filled, then as it came.

    The second is for want of real time: spans with a hole after each may be a cheat's comb or an honest hand on the
    slider, and what was really played counts for either.
    """
    yield set_of.merged(old, new, gap=CRUMB_MS)
    yield set_of.merged(old, new)


def _refusal(report: Report, standing: Standing) -> NotCounted | None:
    if not _is_sound(report):
        return NotCounted.MALFORMED
    if standing.opened_at is None:
        return NotCounted.NOT_OPENED
    if any(end > standing.duration_ms + END_TOLERANCE_MS for _, end in report.spans):
        return NotCounted.OUTSIDE
    return NotCounted.NOT_LOADED if standing.is_doubted else None


def _using(report: Report, standing: Standing, played_ms: int) -> set_of.Spans | None:
    """Find real time for so much of the film. Rounded up: many small reports gain nothing."""
    assert standing.opened_at  # noqa: S101 - a session that was never opened is refused before
    until = standing.now + SLACK
    if standing.closes_at is not None:
        until = min(until, standing.closes_at)
    since = max(standing.opened_at, standing.now - real_time.REACH)
    return real_time.using(
        standing.used, ceil(min(played_ms / report.rate, LONGEST)),
        since=real_time.in_ms(since), until=real_time.in_ms(until),
    )  # fmt: skip


def _is_sound(report: Report) -> bool:
    """Tell whether the figures can be figures of a player at all."""
    if not 0 < report.rate <= MAX_RATE or len(report.spans) > MOST_SPANS:
        return False
    if report.position_ms is not None and not 0 <= report.position_ms <= LARGEST:
        return False
    return all(
        len(span) == 2 and all(type(edge) is int for edge in span) and 0 <= span[0] < span[1] for span in report.spans
    )
