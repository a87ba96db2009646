"""Figures about home visits for those who plan them. Each is counted here as its words on the page say.

Counted from rows, in a constant number of queries; self-checks are left out. What elders said about themselves is only
counted where at least five people did: fewer could be told from one another.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from elearn.history.api import Kind
from elearn.history.models import Entry

from ..enums import VisitState
from ..models import CanDoChoice, Visit, VisitRequest
from .cards import BETTER, When, is_better

FEWEST_PEOPLE = 5
DAY = timedelta(days=1)
FIRST_DAY = date(2000, 1, 1)  # nothing here is older; the first days of the calendar cannot be reckoned with


@dataclass(frozen=True)
class Waited:
    """Days from asking to the first visit that took place, of so many people."""

    district: str  # "" for all
    people: int
    median_days: float
    longest_days: float


@dataclass(frozen=True)
class Share:
    """So many of so many. `of` is 0 when there is nothing to count."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.count / self.of, 1) if self.of else None


@dataclass(frozen=True)
class Figures:
    """What is known of a period, both days included."""

    first_day: date
    last_day: date
    waited: tuple[Waited, ...]  # all first, then each district
    kept: Share
    travel_minutes: float | None
    travel_known: Share  # visits that took place whose way is known
    continuity: Share
    elders: int  # with two visits or more
    gain: Share | None  # None: fewer than five people
    gain_people: int | None
    certificates: Share  # of the courses that ended, those whose elder wished for a certificate


def figures(first_day: date, last_day: date) -> Figures:
    """Count everything for a period. Six queries at most."""
    begins = timezone.make_aware(datetime.combine(max(first_day, FIRST_DAY), time.min))
    today = timezone.localdate()
    ends = min(timezone.make_aware(datetime.combine(min(last_day, today) + DAY, time.min)), timezone.now())
    visits = list(_visits(begins, ends))
    done = [visit for visit in visits if visit.state == VisitState.DONE]
    known = [visit.travel_minutes for visit in done if visit.travel_minutes is not None]
    continuity, elders = _continuity(done)
    gain, gain_people = _gain(begins, ends)
    return Figures(
        first_day=first_day,
        last_day=last_day,
        waited=_waited(begins, ends),
        kept=_kept(visits),
        travel_minutes=round(sum(known) / len(known), 1) if known else None,
        travel_known=Share(len(known), len(done)),
        continuity=continuity,
        elders=elders,
        gain=gain,
        gain_people=gain_people,
        certificates=_certificates(begins, ends),
    )


def _visits(begins: datetime, ends: datetime) -> QuerySet[Visit]:
    """Give the visits whose time has passed. Where two go, the second is no visit of its own."""
    rows = Visit.objects.filter(starts_at__gte=begins, ends_at__lte=ends, along_with=None, request__is_check=False)
    return rows.only("key", "state", "travel_minutes", "agreed_at", "person_id", "trainer_id")


def _waited(begins: datetime, ends: datetime) -> tuple[Waited, ...]:
    firsts = VisitRequest.objects.filter(is_check=False).annotate(
        first=Min("visits__starts_at", filter=Q(visits__state=VisitState.DONE, visits__along_with=None))
    )
    days: dict[str, list[float]] = defaultdict(list)
    rows = firsts.filter(first__gte=begins, first__lt=ends).values_list("asked_at", "first", "district__name")
    for asked, first, district in rows:
        days[district].append(max(0.0, (first - asked) / DAY))
    if not days:
        return ()
    everybody = [one for some in days.values() for one in some]
    return (_waited_in("", everybody), *(_waited_in(name, days[name]) for name in sorted(days)))


def _waited_in(district: str, days: list[float]) -> Waited:
    return Waited(district, len(days), round(median(days), 1), round(max(days), 1))


def _kept(visits: list[Visit]) -> Share:
    """Of the visits somebody had said yes to and that we did not cancel ourselves, those that took place."""
    cancelled = [visit for visit in visits if visit.state == VisitState.CANCELLED]
    ours = _cancelled_by_us(cancelled)
    counted = [
        visit
        for visit in visits
        if visit.state == VisitState.DONE or (visit.agreed_at and f"visit:{visit.key}" not in ours)
    ]
    return Share(sum(visit.state == VisitState.DONE for visit in counted), len(counted))


def _cancelled_by_us(cancelled: list[Visit]) -> set[str]:
    """Say which visits were cancelled at our wish or the trainer's: history tells whose wish it was."""
    names = [f"visit:{visit.key}" for visit in cancelled]
    rows = Entry.objects.filter(kind=Kind.VISIT_CANCELLED, subject__in=names).values_list("subject", "facts")
    return {subject for subject, facts in rows if facts.get("wish") == "ours"}


def _certificates(begins: datetime, ends: datetime) -> Share:
    """Of the courses that ended, those with a certificate that was issued in the same days and was not cancelled."""
    of_visits = Q(kind__in=[Kind.CERTIFIED, Kind.CERTIFICATE_CANCELLED], subject__startswith="visits:")
    rows = Entry.objects.filter(of_visits | Q(kind=Kind.VISITS_DONE), at__gte=begins, at__lt=ends, is_check=False)
    found: dict[str, set[str]] = defaultdict(set)
    for kind, subject in rows.values_list("kind", "subject"):
        found[kind].add(subject.rpartition(":")[2])
    issued = found[Kind.CERTIFIED] - found[Kind.CERTIFICATE_CANCELLED]
    return Share(len(issued & found[Kind.VISITS_DONE]), len(found[Kind.VISITS_DONE]))


def _continuity(done: list[Visit]) -> tuple[Share, int]:
    """Of the visits of elders who had two or more, those made by who came most often; and how many elders."""
    trainers: dict[int, Counter[int]] = defaultdict(Counter)
    for visit in done:
        trainers[visit.person_id][visit.trainer_id] += 1
    several = [counter for counter in trainers.values() if counter.total() > 1]
    same = sum(max(counter.values()) for counter in several)
    return Share(same, sum(counter.total() for counter in several)), len(several)


def _gain(begins: datetime, ends: datetime) -> tuple[Share | None, int | None]:
    """Of the sentences with room to grow and a later card in the period, those whose card became a better one."""
    pairs = CanDoChoice.objects.filter(when=When.AFTER, at__gte=begins, at__lt=ends, request__is_check=False)
    later = {(row.request_id, row.can_do_id): row for row in pairs.select_related("request")}
    earlier = CanDoChoice.objects.filter(when=When.BEFORE, request__in=pairs.values("request"))
    moved, people = [], set()
    for row in earlier:
        after = later.get((row.request_id, row.can_do_id))
        if after is None or row.card not in BETTER or after.card == CanDoChoice.Card.NOT_FOR_ME:
            continue
        moved.append(is_better(row.card, after.card))
        people.add(after.request.person_id)
    if len(people) < FEWEST_PEOPLE:
        return None, None
    return Share(sum(moved), len(moved)), len(people)
