"""Who goes along where two people must go: a row of their own holds their time, beside the visit itself.

Until the second is chosen the elder is neither asked nor told, and nothing can be agreed; or a coordinator says that
one may go alone this time, and why.
"""

from collections import defaultdict
from datetime import time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.api import Role, has_role
from elearn.people.models import Account

from .. import travel
from ..enums import COMING, HOLDS_TIME, Gender, PairKind, VisitState
from ..errors import ChangedMeanwhile, DoesNotFit, NotBookable, NotReachable, NotYours, TimeTaken
from ..models import Pair, Trainer, Visit
from ..planning import daybook
from ..policies import is_bookable, is_office
from .availability import Shift, at, shifts
from .offering import answer_by
from .route import minute, routes
from .telling import tell_elder, tell_trainer


def is_complete(visit: Visit) -> bool:
    """Say whether everybody who must go is chosen, or it was decided that one may go alone."""
    if not visit.request.is_two_person or visit.along_with_id or visit.alone_at:
        return True
    return visit.seconds.filter(state__in=COMING).exists()


def second_of(visit: Visit) -> Visit | None:
    """Give who goes along, if anybody is chosen."""
    return visit.seconds.filter(state__in=COMING).select_related("trainer__person").order_by("pk").first()


def is_told(visit: Visit) -> bool:
    """Say whether the elder knows of a visit: a time that waits for a second is not told yet."""
    return visit.state != VisitState.PROPOSED or is_complete(visit)


def complete() -> Q:
    """Give the condition of `is_complete`."""
    others = Visit.objects.filter(along_with=OuterRef("pk"), state__in=COMING)
    alone = Q(request__is_two_person=False) | Q(along_with__isnull=False) | Q(alone_at__isnull=False)
    return alone | Q(Exists(others))


def told() -> Q:
    """Give the condition that the elder knows of a visit."""
    return ~Q(state=VisitState.PROPOSED) | complete()


def lacking() -> list[Visit]:
    """Give the coming visits to which two people must go and one goes so far."""
    coming = Visit.objects.filter(state__in=COMING, starts_at__gt=timezone.now(), request__is_check=False)
    found = coming.exclude(complete()).select_related("trainer__person", "request__district", "person")
    return list(found.order_by("starts_at", "pk"))


def who_could(visit: Visit) -> list[Trainer]:
    """Give the trainers who could go along, in order of name; the same few queries however many there are."""
    day = timezone.localtime(visit.starts_at).date()
    everybody = Trainer.objects.filter(is_check=visit.request.is_check).exclude(pk=visit.trainer_id)
    apart = Pair.objects.filter(person=visit.person_id, kind=PairKind.INCOMPATIBLE).values("trainer")
    if visit.request.wants_woman:
        everybody = everybody.filter(gender=Gender.WOMAN)
    trainers = list(everybody.exclude(pk__in=apart).exclude(person=visit.person_id).select_related("person"))
    there = shifts(trainers, [day])
    taken = _taken(trainers, visit)
    return [
        trainer
        for trainer in trainers
        if (trainer.pk, day) in there and _could(trainer, visit, there[trainer.pk, day], taken[trainer.pk])
    ]


@transaction.atomic
def accompany(visit: Visit, trainer: Trainer, *, by: Account) -> Visit:
    """Send somebody along; the elder is told of both. Raises NotYours, ChangedMeanwhile, TimeTaken, NotReachable."""
    if not is_office(by) or by.person_id == visit.person_id:
        raise NotYours
    Trainer.objects.select_for_update(no_key=True, of=("self",)).get(pk=trainer.pk)
    first = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("request__person", "person")
    now = first.filter(pk=visit.pk, state__in=COMING, along_with=None, starts_at__gt=timezone.now()).first()
    if now is None or now.seconds.filter(state__in=COMING).exists():
        raise ChangedMeanwhile
    if not now.request.is_two_person:
        raise DoesNotFit
    _check_first(now)
    if Visit.objects.filter(
        trainer=trainer, state__in=HOLDS_TIME, starts_at__lt=now.ends_at, ends_at__gt=now.starts_at
    ).exists():
        raise TimeTaken
    if trainer.pk not in {one.pk for one in who_could(now)}:
        raise NotReachable
    beside = Visit.objects.create(
        request=now.request, person=now.person, trainer=trainer, along_with=now, starts_at=now.starts_at,
        ends_at=now.ends_at, state=now.state, number=now.number, made_by=by, agreed_at=now.agreed_at,
        agreed_way=now.agreed_way, agreed_by=now.agreed_by,
    )  # fmt: skip
    note(
        Kind.VISIT_PROPOSED,
        who=now.person.key,
        subject=f"visit:{beside.pk}",
        is_check=now.request.is_check,
        beside=True,
    )
    ask_elder(now)
    if now.state == VisitState.CONFIRMED:
        tell_trainer(beside, "trainer_visit_confirmed")
    return beside


@transaction.atomic
def let_one_go(visit: Visit, *, why: str, by: Account) -> Visit:
    """Decide that one goes alone this time where two should; it is kept who decided it, and why.

    Raises NotYours for all but coordinators and for who goes there, ChangedMeanwhile, ValueError without a reason.
    """
    why = why.strip()[:300]
    if not has_role(by, Role.COORDINATOR) or by.person_id in (visit.person_id, visit.trainer.person_id):
        raise NotYours
    if not why:
        raise ValueError("An exception has a reason.")
    rows = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("request__person", "person")
    now = rows.filter(pk=visit.pk, state__in=COMING, along_with=None, starts_at__gt=timezone.now()).first()
    if now is None or not now.request.is_two_person or is_complete(now):
        raise ChangedMeanwhile
    _check_first(now)
    now.alone_at, now.alone_by, now.alone_why = timezone.now(), by, why
    now.save(update_fields=["alone_at", "alone_by", "alone_why"])
    note(Kind.VISIT_PROPOSED, who=now.person.key, subject=f"visit:{now.pk}", is_check=now.request.is_check, alone=True)
    ask_elder(now)
    return now


def _check_first(visit: Visit) -> None:
    """Raise NotBookable where the first may not be sent: the elder would be asked whether they may come."""
    trainer = Trainer.objects.get(pk=visit.trainer_id)
    if not is_bookable(trainer, on=timezone.localtime(visit.starts_at).date()) or not is_bookable(trainer):
        raise NotBookable


def ask_elder(visit: Visit) -> None:
    """Who comes is settled: the elder is asked, or, where they had agreed, told the day before; devices learn of it."""
    visit.version += 1
    visit.told_day_before_at = None
    if visit.state == VisitState.PROPOSED:
        visit.answer_by = answer_by(visit.starts_at)
    visit.save(update_fields=["version", "told_day_before_at", "answer_by"])
    if visit.state == VisitState.PROPOSED:
        tell_elder(visit, "visit_proposed")


def let_go(visit: Visit, *, by: Account | None) -> None:
    """Free who was to go along, since the visit itself has moved; the office looks for somebody anew."""
    for beside in visit.seconds.filter(state__in=COMING).select_related(
        "trainer__person", "request__district", "person"
    ):
        beside.state, beside.ended_at, beside.ended_by = VisitState.CANCELLED, timezone.now(), by
        beside.version += 1
        beside.save()
        tell_trainer(beside, "trainer_visit_cancelled")


def _taken(trainers: list[Trainer], visit: Visit) -> dict[int, list[Visit]]:
    midnight = at(timezone.localtime(visit.starts_at).date(), time.min)
    visits = Visit.objects.filter(
        trainer__in=trainers, state__in=HOLDS_TIME, starts_at__gte=midnight,
        starts_at__lt=midnight + timedelta(days=1),
    )  # fmt: skip
    found: dict[int, list[Visit]] = defaultdict(list)
    for one in visits.select_related("request__district"):
        found[one.trainer_id].append(one)
    return found


def _could(trainer: Trainer, visit: Visit, shift: Shift, taken: list[Visit]) -> bool:
    day = timezone.localtime(visit.starts_at).date()
    laid = routes(trainer, {day: shift}, taken)
    place = laid.ways.number(travel.place_of(visit.request))
    laid.measure()
    stand = daybook.Stand(minute(visit.starts_at), minute(visit.ends_at), place)
    return daybook.fits(laid.days[day], stand, laid.ways.rows)
