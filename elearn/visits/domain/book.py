"""Offer an elder a visit, or another time for it. The elder's yes is another deed (`answer`).

What may not be is refused here in words; that nobody is in two places at once, the database holds by itself
(`overlap`). The trainer's row is taken first, then the request's, so that those who come at once stand in line and
none waits for another in a circle.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.api import has_home
from elearn.people.models import Account

from .. import travel
from ..enums import COMING, HOLDS_TIME, PairKind, RequestState, VisitState, Way
from ..errors import (
    AddressMissing,
    ChangedMeanwhile,
    DoesNotFit,
    NotBookable,
    NotReachable,
    NotYours,
    TimeTaken,
)
from ..models import Pair, Trainer, Visit, VisitRequest
from ..overlap import NAME
from ..planning import daybook
from ..policies import fits, is_bookable, is_office, may_book_for
from .answer import agree
from .availability import at, shift
from .beside import is_complete, let_go
from .offering import answer_by, earliest_start, is_glad_of, may_offer
from .route import Routes, length, minute, routes, standing
from .standing import settle_request
from .telling import tell_elder, tell_trainer

CODE_DIGITS = 6


@dataclass(frozen=True)
class Place:
    """Where in a trainer's day a visit would stand."""

    routes: Routes
    day: daybook.Day
    stand: daybook.Stand

    @property
    def is_reachable(self) -> bool:
        return daybook.fits(self.day, self.stand, self.routes.ways.rows)

    @property
    def extra_minutes(self) -> int:
        return daybook.extra_minutes(self.day, self.stand, self.routes.ways.rows)


def propose(
    request: VisitRequest, trainer: Trainer, *, starts_at: datetime, by: Account, agreed_way: str = ""
) -> Visit:
    """Offer a visit: the time is held until the elder has answered.

    With `agreed_way` an operator writes down that they said yes at once. A trainer keeps to the times that the elder
    gave, and does not book for two; who looks after visits may have asked them. Raises NotYours, ChangedMeanwhile,
    NotBookable, DoesNotFit, AddressMissing, TimeTaken or NotReachable; then nothing was changed.
    """
    if not may_book_for(by, trainer) or (agreed_way and not is_office(by)):
        raise NotYours
    if not is_office(by) and not may_offer(request, trainer, starts_at):
        raise DoesNotFit
    _ask_the_way(trainer, request, starts_at)
    ends_at = starts_at + timedelta(minutes=request.minutes)
    with transaction.atomic():
        trainer, request = _locked(trainer, request)
        place = _checked(trainer, request, starts_at, ends_at)
        visit = Visit(
            request=request, person_id=request.person_id, trainer=trainer, starts_at=starts_at, ends_at=ends_at,
            number=_number(request), made_by=by, travel_minutes=place.extra_minutes,
        )  # fmt: skip
        _ask_anew(visit)
        _save(visit)
        note(
            Kind.VISIT_PROPOSED, who=request.person.key, subject=f"visit:{visit.pk}", is_check=request.is_check,
            number=visit.number, agreed=agreed_way, extra_minutes=place.extra_minutes,
        )  # fmt: skip
        if agreed_way:
            return agree(visit, way=Way(agreed_way), by=by)
        if is_complete(visit):
            tell_elder(visit, "visit_proposed")
    return visit


def move(
    visit: Visit, *, starts_at: datetime, trainer: Trainer | None = None, by: Account, agreed_way: str = ""
) -> Visit:
    """Give a coming visit another time, or somebody else who comes; who had agreed is asked anew.

    With `agreed_way` an operator writes down that they said yes at once. Raises as `propose` does, and
    ChangedMeanwhile when the visit is no longer as it was given. To send somebody else is for who looks after visits.
    """
    to = trainer or visit.trainer
    _may_move(visit, to, starts_at, by=by, agreed_way=agreed_way)
    _ask_the_way(to, visit.request, starts_at)
    ends_at = starts_at + timedelta(minutes=length(visit))
    with transaction.atomic():
        to, request = _locked(to, visit.request)
        now = Visit.objects.filter(pk=visit.pk, version=visit.version, state__in=COMING).first()
        if now is None or now.starts_at <= timezone.now():
            raise ChangedMeanwhile
        was_told = is_complete(now)
        place = _checked(to, request, starts_at, ends_at, moving=now)
        now.request, now.trainer = request, to
        now.starts_at, now.ends_at, now.travel_minutes = starts_at, ends_at, place.extra_minutes
        now.version += 1
        _ask_anew(now)
        _save(now)
        settle_request(request)
        note(
            Kind.VISIT_MOVED, who=request.person.key, subject=f"visit:{now.pk}", is_check=request.is_check,
            other_trainer=to.pk != visit.trainer_id,
        )  # fmt: skip
        let_go(now, by=by)
        if agreed_way:
            now = agree(now, way=Way(agreed_way), by=by)
        else:
            _tell_elder_of_move(now, before=visit, was_told=was_told)
        _tell_trainers_of_move(now, before=visit, by=by)
    return now


def may_be_moved_by_trainer(visit: Visit) -> bool:
    """Say whether its trainer may move a visit by themself: it is not pinned, and nobody else goes with them."""
    return not (visit.is_pinned or visit.along_with_id or visit.request.is_two_person)


def _may_move(visit: Visit, to: Trainer, starts_at: datetime, *, by: Account, agreed_way: str) -> None:
    """Raise why somebody may not give a visit this time, or this trainer."""
    if not may_book_for(by, visit.trainer):
        raise NotYours
    if is_office(by):
        return
    if to.pk != visit.trainer_id or agreed_way or not may_be_moved_by_trainer(visit):
        raise NotYours
    if not is_glad_of(visit.request, starts_at):
        raise DoesNotFit


def _tell_elder_of_move(visit: Visit, *, before: Visit, was_told: bool) -> None:
    """Ask the elder; where a second is looked for, only take back what they were told before."""
    if is_complete(visit):
        tell_elder(visit, "visit_moved")
    elif was_told:
        tell_elder(before, "visit_cancelled", why="us")


def _tell_trainers_of_move(visit: Visit, *, before: Visit, by: Account) -> None:
    """Tell the trainers who did not do it themselves that the time before is free again."""
    if before.trainer_id != visit.trainer_id:
        tell_trainer(before, "trainer_visit_cancelled")
    elif by.person_id != visit.trainer.person_id and visit.state == VisitState.PROPOSED:
        tell_trainer(visit, "trainer_visit_moved")


def visits_left(request: VisitRequest) -> int:
    """Count the visits of a course that are neither made nor planned."""
    return request.visits_wanted - Visit.objects.filter(_first(), request=request, state__in=HOLDS_TIME).count()


def _locked(trainer: Trainer, request: VisitRequest) -> tuple[Trainer, VisitRequest]:
    """Take both rows in this order until the deed is done, and read them as they are now."""
    trainers = Trainer.objects.select_for_update(no_key=True, of=("self",))
    requests = VisitRequest.objects.select_for_update(no_key=True, of=("self",))
    return (
        trainers.select_related("person", "district").get(pk=trainer.pk),
        requests.select_related("person", "district").get(pk=request.pk),
    )


def _ask_the_way(trainer: Trainer, request: VisitRequest, starts_at: datetime) -> None:
    """Have an outside service asked, where there is one, before any row is taken: its answer is kept."""
    if settings.OSRM_URL:
        _place(trainer, request, starts_at)


def _checked(
    trainer: Trainer, request: VisitRequest, starts_at: datetime, ends_at: datetime, *, moving: Visit | None = None
) -> Place:
    """Give where the visit will stand, or raise why it cannot."""
    _may_be_visited(request, moving=moving)
    _may_visit(trainer, request, starts_at, moving=moving)
    _is_free(trainer, request, starts_at, ends_at, moving=moving)
    place = _place(trainer, request, starts_at, moving=moving)
    if place is None or not place.is_reachable:
        raise NotReachable
    return place


def _may_be_visited(request: VisitRequest, *, moving: Visit | None = None) -> None:
    if request.state not in (RequestState.WAITING, RequestState.UNDER_WAY) or not request.person.speaks_for_themself:
        raise ChangedMeanwhile
    if not has_home(request.person):
        raise AddressMissing
    if moving is None and visits_left(request) < 1:
        raise DoesNotFit


def _may_visit(trainer: Trainer, request: VisitRequest, starts_at: datetime, *, moving: Visit | None = None) -> None:
    day = timezone.localtime(starts_at).date()
    if not is_bookable(trainer, on=day) or not is_bookable(trainer):
        raise NotBookable
    must_not_meet = Pair.objects.filter(trainer=trainer, person=request.person_id, kind=PairKind.INCOMPATIBLE)
    if trainer.person_id == request.person_id or not fits(trainer, request) or must_not_meet.exists():
        raise DoesNotFit
    same_day = Visit.objects.filter(
        _first(), request=request, state__in=HOLDS_TIME, starts_at__gte=at(day, time.min),
        starts_at__lt=at(day + timedelta(days=1), time.min),
    ).exclude(starts_at=starts_at)  # fmt: skip
    if _but(same_day, moving).exists():
        raise DoesNotFit


def _is_free(
    trainer: Trainer, request: VisitRequest, starts_at: datetime, ends_at: datetime, *, moving: Visit | None = None
) -> None:
    theirs = Q(trainer=trainer) | (Q(person=request.person_id) & _first())
    taken = Visit.objects.filter(theirs, state__in=HOLDS_TIME, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if _but(taken, moving).exists():
        raise TimeTaken


def _but(visits: QuerySet[Visit], moving: Visit | None) -> QuerySet[Visit]:
    return visits.exclude(pk=moving.pk) if moving else visits


def _place(
    trainer: Trainer, request: VisitRequest, starts_at: datetime, *, moving: Visit | None = None
) -> Place | None:
    day = timezone.localtime(starts_at).date()
    span = shift(trainer, day)
    if span is None or starts_at < earliest_start():
        return None
    laid = routes(trainer, {day: span}, standing(trainer, day, day, without=moving))
    here = laid.ways.number(travel.place_of(request))
    laid.measure()
    return Place(laid, laid.days[day], daybook.Stand(minute(starts_at), minute(starts_at) + request.minutes, here))


def _first() -> Q:
    """Leave out who goes along: their row holds their own time and is no visit of the course."""
    return Q(along_with__isnull=True)


def _number(request: VisitRequest) -> int:
    made = Visit.objects.filter(_first(), request=request, state__in=HOLDS_TIME)
    return int(made.aggregate(most=Max("number"))["most"] or 0) + 1


def _ask_anew(visit: Visit) -> None:
    """Let the visit wait for a yes, with a new code; an earlier yes was for another time."""
    visit.state = VisitState.PROPOSED
    visit.code, visit.code_tries = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}", 0
    visit.agreed_at, visit.agreed_way, visit.agreed_by = None, "", None
    visit.told_day_before_at, visit.word = None, ""
    visit.alone_at, visit.alone_by, visit.alone_why = None, None, ""
    # Where two must go, nobody is asked before the second is chosen: until then the time is simply held.
    visit.answer_by = None if visit.request.is_two_person else answer_by(visit.starts_at)


def _save(visit: Visit) -> None:
    """Write it. Raises TimeTaken where the database itself refuses."""
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError as error:
        if NAME in str(error):
            raise TimeTaken from error
        raise
