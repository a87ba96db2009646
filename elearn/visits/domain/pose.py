"""Poses the planner's problem: what is known of a span of days, as plain facts.

Each visit to plan has a key "request.number". What cannot be planned at all is left out, with the reason. A visit that
an elder has said yes to stays where it is, unless its trainer cannot come or the coordinator lets agreed visits move.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from .. import travel
from ..enums import Gender, RequestState, VisitState
from ..models import PlannedVisit, PlanRun, Trainer, Visit, VisitRequest
from ..plan_time import DAY, day_of, minutes_of, moment_of
from ..plan_weights import Wishes
from ..planning import problem as planning
from ..policies import is_as_wished
from .gather import Facts
from .offering import earliest_start
from .places import Places
from .route import length

SIGNS = "signs"  # among the skills: knows sign language
WEEK = 7
# Who has waited longer goes first: minutes of travel that a day of waiting is worth.
A_DAY_WAITED, MOST_WAITED = 10, 180
A_PROMISE = 4 * planning.URGENT  # a visit that somebody was told of is left out last of all


@dataclass
class Asked:
    """One visit to plan: one there is, or the next of a course. `days` are those it may fall on."""

    key: str
    request: VisitRequest
    number: int
    visit: Visit | None = None
    days: list[date] = field(default_factory=list)
    pin: planning.Placement | None = None
    # Its trainer cannot come: it has to move.
    is_stranded: bool = False


@dataclass(frozen=True)
class Held:
    """Time of a trainer that stays as it is, in minutes from the first midnight, and where."""

    trainer: str
    start: int
    end: int
    place: int


@dataclass
class LeftOut:
    """A visit that the planner was not asked about."""

    request: VisitRequest
    number: int
    reason: str


@dataclass
class Posed:
    """The problem, and what its keys stand for."""

    problem: planning.Problem
    asked: dict[str, Asked]
    left_out: list[LeftOut]
    facts: Facts


def pose(run: PlanRun, facts: Facts, *, pins: dict[str, planning.Placement] | None = None) -> Posed:
    """Give the problem of a plan; `pins` hold visits by their key where a coordinator wants them."""
    wishes = Wishes.of(run.weights)
    asked, left_out = _asked(run, facts, wishes)
    for one in asked.values():
        one.pin = (pins or {}).get(one.key) or _promise(one, facts, wishes)
    places = Places(facts)
    beside = [_beside(visit, facts, places) for visit in facts.beside]  # before any way is measured
    held = _held(asked.values(), beside, places)
    trainers = tuple(_trainer(trainer, facts, held, places) for trainer in facts.trainers.values())
    problem = planning.Problem(
        trainers=tuple(trainer for trainer in trainers if trainer.shifts),
        visits=(
            *(_visit(one, facts, places) for one in asked.values()),
            *beside,
        ),
        travel={mode: places.matrix(mode) for mode in sorted({trainer.mode for trainer in trainers})},
        weights=wishes.weights(is_replanning=run.is_replanning),
    )
    return Posed(problem, asked, left_out, facts)


# What is asked -------------------------------------------------------------------------------------
def _asked(run: PlanRun, facts: Facts, wishes: Wishes) -> tuple[dict[str, Asked], list[LeftOut]]:
    asked: dict[str, Asked] = {}
    left_out: list[LeftOut] = []
    for request in facts.requests:
        for visit in facts.coming(request):
            one = Asked(key_of(request.pk, visit.number), request, visit.number, visit, facts.days)
            one.is_stranded = not can_come(visit, facts)
            asked[one.key] = one
        if run.is_replanning and request.pk not in facts.missed:
            continue
        more = list(_more(run, request, facts, wishes))
        if more and request.person_id not in facts.homes:
            left_out.append(LeftOut(request, more[0].number, "no_address"))
        elif more and not request.windows.all():
            left_out.append(LeftOut(request, more[0].number, "no_times"))
        else:
            asked |= {one.key: one for one in more}
    return asked, left_out


def key_of(request_id: int, number: int) -> str:
    return f"{request_id}.{number}"


def can_come(visit: Visit, facts: Facts) -> bool:
    """Say whether a trainer works that day, may be sent, may meet this elder, and is a woman if one is wished for."""
    if visit.trainer_id in facts.avoid.get(visit.person_id, ()) or not is_as_wished(visit.trainer, visit.request):
        return False
    return (visit.trainer_id, day_of(visit.starts_at)) in facts.shifts


def _more(run: PlanRun, request: VisitRequest, facts: Facts, wishes: Wishes) -> Iterable[Asked]:
    """Give the visits a course still needs, so many a week and none in a week that has its visits already."""
    held = facts.held.get(request.pk, [])
    left = request.visits_wanted - len(held)
    if run.is_replanning:
        left = min(left, 1)
    number = max((visit.number for visit in held), default=0)
    for week in _weeks(facts.days):
        days = [day for day in week if not _is_paused(request, day)]
        room = wishes.a_week - sum(day_of(visit.starts_at) in week for visit in held)
        for _again in range(min(room, left) if days else 0):
            left, number = left - 1, number + 1
            yield Asked(key_of(request.pk, number), request, number, days=days)


def _weeks(days: list[date]) -> list[list[date]]:
    return [days[start : start + WEEK] for start in range(0, len(days), WEEK)]


def _is_paused(request: VisitRequest, day: date) -> bool:
    if request.state != RequestState.PAUSED:
        return False
    return request.paused_until is None or day <= request.paused_until


def _promise(one: Asked, facts: Facts, wishes: Wishes) -> planning.Placement | None:
    """Give where a visit has to stay: pinned, agreed to, or too soon to tell anybody of another time."""
    visit = one.visit
    if visit is None or one.is_stranded:
        return None
    is_agreed = visit.state == VisitState.CONFIRMED and not wishes.may_move_agreed
    is_for_two = any(other.along_with_id == visit.pk for other in facts.beside)
    if visit.is_pinned or is_agreed or is_for_two or visit.starts_at < earliest_start(facts.now) + timedelta(hours=1):
        return planning.Placement(str(visit.trainer_id), moment_of(visit.starts_at, facts.first_day))
    return None


# As the planner has it -----------------------------------------------------------------------------
def _visit(one: Asked, facts: Facts, places: Places) -> planning.Visit:
    request, visit = one.request, one.visit
    today = planning.Placement(str(visit.trainer_id), moment_of(visit.starts_at, facts.first_day)) if visit else None
    asks = one.pin is None  # a promise holds whoever it was made for
    held = facts.held.get(request.pk, [])
    return planning.Visit(
        key=one.key,
        place=places.of(request),
        duration=length_of(one),
        windows=windows_of(one, facts),
        skills=frozenset(skills_of(request)) if asks else frozenset(),
        languages=frozenset({request.language}) if asks else frozenset(),
        gender=Gender.WOMAN.value if asks and request.wants_woman else "",
        incompatible=_keys(facts.avoid.get(request.person_id, ())) if asks else frozenset(),
        preferred=_keys(facts.like.get(request.person_id, ())),
        course=str(request.pk),
        usual_trainer=str(held[-1].trainer_id) if held else "",
        prize=_prize(one, facts),
        pinned_trainer=one.pin.trainer if one.pin else "",
        pinned_start=one.pin.start if one.pin else None,
        today=today,
    )


def _beside(visit: Visit, facts: Facts, places: Places) -> planning.Visit:
    """Give the time of a trainer who goes along with another: it is taken."""
    return planning.Visit(
        key=f"along.{visit.pk}",
        place=places.spot(travel.place_of(visit.request)),
        duration=length(visit),
        windows=(),
        prize=A_PROMISE,
        pinned_trainer=str(visit.trainer_id),
        pinned_start=moment_of(visit.starts_at, facts.first_day),
    )


def _keys(trainers: Iterable[int]) -> frozenset[str]:
    return frozenset(str(pk) for pk in trainers)


def length_of(one: Asked | PlannedVisit) -> int:
    """Give the minutes of a visit: as it stands, else as the course has them."""
    if one.visit is None:
        return one.request.minutes
    return length(one.visit)


def skills_of(request: VisitRequest) -> list[str]:
    """Give what a trainer has to know for a course."""
    signs = [SIGNS] if request.needs.get("signs") else []
    return [*(unit.code for unit in request.units.all()), *signs]


def windows_of(one: Asked, facts: Facts) -> tuple[planning.Window, ...]:
    """Give the starts that suit an elder, in order of time, none before anybody can be told of them."""
    soonest = moment_of(earliest_start(facts.now) + timedelta(hours=1), facts.first_day)
    duration = length_of(one)
    found = []
    for day in one.days:
        midnight = (day - facts.first_day).days * DAY
        for opens, closes in _glad_spans(one.request, day):
            earliest, latest = max(midnight + opens, soonest), midnight + closes - duration
            if earliest <= latest:
                found.append(planning.Window(earliest, latest))
    if one.visit and not one.is_stranded:
        start = moment_of(one.visit.starts_at, facts.first_day)
        if not any(window.earliest <= start <= window.latest for window in found):
            found.append(planning.Window(start, start))
    return tuple(sorted(found, key=lambda window: window.earliest))


def _glad_spans(request: VisitRequest, day: date) -> list[tuple[int, int]]:
    """Give when an elder is glad to be visited on a day, as minutes; times that touch are one."""
    spans: list[tuple[int, int]] = []
    for window in sorted(request.windows.all(), key=lambda window: window.starts):
        if window.weekday != day.weekday():
            continue
        opens, closes = minutes_of(window.starts), minutes_of(window.ends)
        if spans and opens <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], closes))
        else:
            spans.append((opens, closes))
    return spans


def _prize(one: Asked, facts: Facts) -> int:
    if one.visit:
        return A_PROMISE
    waited = min(max((facts.now - one.request.asked_at).days, 0), MOST_WAITED) * A_DAY_WAITED
    return (planning.URGENT if one.request.is_urgent else planning.ORDINARY) + waited


def _held(asked: Iterable[Asked], beside: Iterable[planning.Visit], places: Places) -> list[Held]:
    """Give what stays where it is: promises, and the time of who goes along with another."""
    pinned = [(one.pin, length_of(one), places.of(one.request)) for one in asked if one.pin]
    along = [(one.pinned_trainer, one.pinned_start or 0, one.duration, one.place) for one in beside]
    return [
        *(Held(pin.trainer, pin.start, pin.start + minutes, place) for pin, minutes, place in pinned),
        *(Held(trainer, start, start + minutes, place) for trainer, start, minutes, place in along),
    ]


def _trainer(trainer: Trainer, facts: Facts, held: Iterable[Held], places: Places) -> planning.Trainer:
    mine = [one for one in held if one.trainer == str(trainer.pk)]
    signs = [SIGNS] if trainer.signs else []
    by_day = [[one for one in mine if one.start // DAY == n] for n in range(len(facts.days))]
    shifts = [_shift(trainer, day, facts, held, places) for day, held in zip(facts.days, by_day, strict=True)]
    return planning.Trainer(
        key=str(trainer.pk),
        shifts=tuple(shift for shift in shifts if shift),
        skills=frozenset([*(unit.code for unit in trainer.units.all()), *signs]),
        languages=frozenset(trainer.languages),
        gender=trainer.gender,
        most_visits=max(trainer.most_visits, *(len(held) for held in by_day)),
        mode=trainer.transport,
    )


def _shift(trainer: Trainer, day: date, facts: Facts, held: list[Held], places: Places) -> planning.Shift | None:
    """Give a day's work, made longer where a promise lies outside of it: what was promised is kept."""
    span = facts.shifts.get((trainer.pk, day))
    if span is None:
        return None
    base = places.base(trainer)
    start, end = (moment_of(when, facts.first_day) for when in span)
    for one in held:
        there, back = places.way(base, one.place, trainer.transport)
        start = min(start, one.start - there)
        end = max(end, one.end + back)
    return planning.Shift(start, end, base, base, lunch=_lunch(trainer, (day - facts.first_day).days * DAY, held))


def _lunch(trainer: Trainer, midnight: int, held: list[Held]) -> planning.Lunch | None:
    """Give the lunch of a day; none where promises leave no room for it."""
    opens, closes = midnight + minutes_of(trainer.lunch_from), midnight + minutes_of(trainer.lunch_until)
    if not trainer.lunch_minutes:
        return None
    free = opens
    for start, end in sorted((one.start, one.end) for one in held):
        if start - free >= trainer.lunch_minutes:
            break
        free = max(free, end)
    if closes - free < trainer.lunch_minutes:
        return None
    return planning.Lunch(opens, max(opens, closes - trainer.lunch_minutes), trainer.lunch_minutes)
