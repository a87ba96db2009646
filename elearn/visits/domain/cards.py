"""The cards that an elder and a trainer choose together, before and after: what somebody does by themself already.

Never a test: a card can be left out or taken back, nothing is counted, and the elder reads it in warm words. A trainer
has the cards of somebody they visit in hand from the day before a visit until a fortnight after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.api import Role, has_role, is_helper_of
from elearn.people.models import Account, Person

from ..enums import VisitState
from ..errors import NotYours
from ..models import CanDo, CanDoChoice, Unit, Visit, VisitRequest
from .curriculum import Sheet, sentence, sheet_of, units_offered

Card = CanDoChoice.Card
When = CanDoChoice.When
AFTER_A_VISIT = timedelta(days=14)
TOOK_UP = (VisitState.CONFIRMED, VisitState.DONE)
BETTER = {
    Card.NOT_YET: frozenset({Card.WITH_HELP, Card.ALONE}),
    Card.WITH_HELP: frozenset({Card.ALONE}),
}


@dataclass(frozen=True)
class Question:
    """One sentence “I can …” with the card that was chosen for it, if any."""

    can_do: CanDo
    words: str
    card: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One sentence with its cards before and after, for who teaches."""

    words: str
    before: CanDoChoice | None
    after: CanDoChoice | None


@dataclass(frozen=True)
class Skill:
    """A skill of a course of visits, with its sentences."""

    sheet: Sheet
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Learnt:
    """What an elder reads: sentences by how they go now, and the skills they belong to."""

    alone: tuple[str, ...]
    with_help: tuple[str, ...]
    next_time: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    @property
    def is_anything(self) -> bool:
        return bool(self.alone or self.with_help or self.next_time)


# Who has the cards in hand --------------------------------------------------------------------------
def may_choose(account: Account | None, request: VisitRequest, *, now: datetime | None = None) -> bool:
    """Say whether somebody chooses cards with this elder: the trainer of a visit of theirs, around it; a coordinator.

    Nobody does alone what belongs to two: whoever is that elder, or helps them, has no part in it.
    """
    if account is None or account.person_id == request.person_id or request.address_gone_at:
        return False
    if is_helper_of(account.person_id, request.person_id):
        return False
    if has_role(account, Role.COORDINATOR):
        return True
    return has_role(account, Role.TRAINER) and near_visits(account, now).filter(request=request).exists()


def near_visits(account: Account, now: datetime | None = None) -> QuerySet[Visit]:
    """Give the visits of a trainer whose elders' cards they have in hand."""
    now = now or timezone.now()
    return Visit.objects.filter(
        trainer__person=account.person_id, trainer__suspended_at=None, state__in=TOOK_UP,
        starts_at__lt=_end_of_tomorrow(now), ends_at__gt=now - AFTER_A_VISIT,
    )  # fmt: skip


def _end_of_tomorrow(now: datetime) -> datetime:
    day = timezone.localtime(now).date() + timedelta(days=2)
    return timezone.make_aware(datetime.combine(day, time.min))


def visit_now(account: Account, request: VisitRequest, *, now: datetime | None = None) -> Visit | None:
    """Give the trainer's visit that cards chosen now belong to: the latest that has begun, else the one to come."""
    now = now or timezone.now()
    near = near_visits(account, now).filter(request=request)
    return near.filter(starts_at__lte=now).order_by("-starts_at").first() or near.order_by("starts_at").first()


# Choosing -------------------------------------------------------------------------------------------
@transaction.atomic
def choose(
    request: VisitRequest,
    can_do: CanDo,
    *,
    when: str,
    card: str,
    visit: Visit | None = None,
    by: Account | None,
    at: datetime | None = None,
) -> CanDoChoice | None:
    """Note a card, or take it back with an empty one; give what stands now. What was chosen later stays.

    `at` is when it was chosen on the trainer's device. Raises NotYours, and ValueError for what is no card.
    """
    now = timezone.now()
    at = min(at or now, now)
    when = When(when).value
    card = Card(card).value if card else ""
    if not may_choose(by, request, now=now) or (visit is not None and visit.request_id != request.pk):
        raise NotYours
    VisitRequest.objects.select_for_update().get(pk=request.pk)
    row = CanDoChoice.objects.filter(request=request, can_do=can_do, when=when).first()
    if row and (row.at > at or row.card == card):
        return row
    if not card:
        if row:
            row.delete()
        return None
    row = row or CanDoChoice(request=request, can_do=can_do, when=when)
    row.card, row.framework, row.visit, row.at = card, can_do.framework, visit, at
    row.save()
    # What was chosen is the elder's and nobody else's: history says that there was a card, and not which.
    note(
        Kind.VISIT_CARD, who=request.person.key, subject=f"can-do:{can_do.pk}", is_check=request.is_check,
        competence=can_do.competence, framework=can_do.framework, when=when,
    )  # fmt: skip
    return row


# Reading --------------------------------------------------------------------------------------------
def cards_for(request: VisitRequest, when: str, *, units: Sequence[Unit] | None = None) -> list[Question]:
    """Give the sentences of the skills of a request with their cards, in the language of the request."""
    chosen = {row.can_do_id: row for row in CanDoChoice.objects.filter(request=request, when=When(when).value)}
    found = []
    for unit in taught(request) if units is None else units:
        for can_do in _sentences(unit):
            row = chosen.get(can_do.pk)
            words = sentence(can_do, request.language)
            found.append(Question(can_do, words, row.card if row else "", row.at if row else None))
    return found


def taught(request: VisitRequest) -> list[Unit]:
    """Give the skills that a course is about: those asked for, or all where somebody has not said."""
    asked = list(request.units.values_list("pk", flat=True))
    units = units_offered()
    return _with_sentences(units.filter(pk__in=asked) if asked else units)


def _with_sentences(units: Iterable[Unit]) -> list[Unit]:
    rows = list(units)
    prefetch_related_objects(
        rows, Prefetch("can_dos", CanDo.objects.filter(is_offered=True).order_by("position", "pk"))
    )
    return rows


def _sentences(unit: Unit) -> list[CanDo]:
    return list(unit.can_dos.all())


def progress(request: VisitRequest) -> list[Skill]:
    """Give the skills of a course with both cards of each sentence, and at which visit the later one was chosen."""
    rows: dict[int, dict[str, CanDoChoice]] = defaultdict(dict)
    for row in CanDoChoice.objects.filter(request=request).select_related("visit"):
        rows[row.can_do_id][row.when] = row
    return [
        Skill(
            sheet_of(unit),
            tuple(
                Line(sentence(one), rows[one.pk].get(When.BEFORE), rows[one.pk].get(When.AFTER))
                for one in _sentences(unit)
            ),
        )
        for unit in taught(request)
    ]


def learnt(person: Person) -> Learnt:
    """Give what somebody does by now, of all their courses; the newest card of a sentence counts."""
    newest: dict[int, CanDoChoice] = {}
    rows = CanDoChoice.objects.filter(request__person=person).select_related("can_do__unit").order_by("at", "pk")
    for row in rows.order_by("at", "pk"):
        newest[row.can_do_id] = row
    said: dict[str, list[str]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda row: (row.can_do.unit.position, row.can_do.position, row.can_do_id)):
        said[row.card].append(sentence(row.can_do))
    units = units_offered().filter(pk__in={row.can_do.unit_id for row in newest.values()})
    return Learnt(
        tuple(said[Card.ALONE]), tuple(said[Card.WITH_HELP]), tuple(said[Card.NOT_YET]),
        tuple(sheet_of(unit) for unit in units) or (),
    )  # fmt: skip


def is_better(before: str, after: str) -> bool:
    """Say whether a card moved to a better one."""
    return after in BETTER.get(Card(before), frozenset())
