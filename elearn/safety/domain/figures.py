"""How moderation goes: how much waits, how long it takes, how much is declined, how often a writer was right to ask.

Literal costs: two queries for the words, and what other registered reviews (the films) need for themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils import timezone

from ..models import Decision, Submission, SubmissionState

PERIOD = timedelta(days=365)
FIRST = (Decision.Did.APPROVED, Decision.Did.DECLINED)


@dataclass(frozen=True)
class Line:
    """The figures of one kind over the last year. `hours` is the median from writing to the first decision."""

    kind: str
    waiting: int
    approved: int
    declined: int
    withdrawn: int
    hours: float | None
    appeals: int
    upheld: int  # appeals after which it was shown

    @property
    def share_declined(self) -> int | None:
        """Per cent of what was decided."""
        decided = self.approved + self.declined
        return round(100 * self.declined / decided) if decided else None


@dataclass(frozen=True)
class Row:
    """What is counted of one thing that was looked at, wherever it is kept."""

    state: str
    written: datetime
    decided: datetime | None
    was_appealed: bool = False


Rows = Callable[[datetime], Iterable[Row]]
_others: dict[str, Rows] = {}


def also_counted(kind: str, rows: Rows) -> None:
    """Count another review beside ours; `rows` takes the beginning of the period."""
    _others[kind] = rows


def statistics(now: datetime | None = None) -> list[Line]:
    """Give one line for each kind, in the order of their names."""
    start = (now or timezone.now()) - PERIOD
    rows: dict[str, list[Row]] = defaultdict(list)
    found = Submission.objects.filter(created_at__gte=start, person__is_check=False)
    first: dict[int, datetime] = {}
    steps = Decision.objects.filter(submission__in=found, did__in=FIRST).order_by("pk")
    for submission_id, at in steps.values_list("submission_id", "at"):
        first.setdefault(submission_id, at)
    for pk, kind, state, written, appealed in found.values_list("pk", "kind", "state", "created_at", "appealed_at"):
        rows[kind].append(Row(state, written, first.get(pk), appealed is not None))
    for kind, others in _others.items():
        rows[kind].extend(others(start))
    return [_line(kind, rows[kind]) for kind in sorted(rows)]


def _line(kind: str, rows: list[Row]) -> Line:
    def count(*states: str) -> int:
        return sum(row.state in states for row in rows)

    took = [(row.decided - row.written).total_seconds() / 3600 for row in rows if row.decided]
    return Line(
        kind=kind,
        waiting=count(SubmissionState.WAITING, SubmissionState.APPEALED),
        approved=count(SubmissionState.APPROVED),
        declined=count(SubmissionState.DECLINED),
        withdrawn=count(SubmissionState.WITHDRAWN),
        hours=round(median(took), 1) if took else None,
        appeals=sum(row.was_appealed for row in rows),
        upheld=sum(row.was_appealed and row.state == SubmissionState.APPROVED for row in rows),
    )
