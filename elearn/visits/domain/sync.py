"""Take in what a trainer noted, on a page or on a tablet that was without a line: nothing is lost, nothing doubled.

Each event has the key that its device gave it, so what arrives twice is kept once. It also says which version of the
visit the trainer saw. If the office has changed the visit meanwhile, the event is kept as a conflict, changes nothing,
and a coordinator settles it. What is forged or makes no sense is refused in words.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from elearn.history.api import Kind, note
from elearn.people.api import Role, has_role
from elearn.people.models import Account
from elearn.safety.api import report

from ..enums import EventKind, VisitState
from ..errors import ChangedMeanwhile, NotYours
from ..models import Handed, Trainer, Visit, VisitEvent
from . import presence
from .answer import locked
from .facts import BadFacts, NotedFacts, read_facts

MOST_EVENTS = 200  # of one delivery; the tablet sends the rest in the next
EARLY = timedelta(hours=6)  # nobody arrives so long before a visit
EARLIEST = timedelta(days=30)  # nothing noted longer ago than this is taken in
KEPT, AGAIN, CONFLICT, REFUSED, WRONG_CODE = "kept", "again", "conflict", "refused", "wrong_code"
AS_SHOWN = (VisitState.CONFIRMED, VisitState.DONE, VisitState.NO_SHOW)


@dataclass(frozen=True)
class Outcome:
    """What became of one event. `words` say it to the trainer, where there is something to say."""

    key: str
    status: str
    words: str = ""


@dataclass(frozen=True)
class Noted:
    """An event that makes sense by itself."""

    key: UUID
    visit: UUID
    kind: EventKind
    at: datetime
    seen_version: int
    facts: NotedFacts


def take_in(trainer: Trainer, events: Sequence[Any], *, by: Account, sent_at: datetime | None = None) -> list[Outcome]:
    """Take in events in the order in which they were noted; each in a transaction of its own, so retrying is safe.

    An event is {"key", "visit": uuid, "kind", "at": ISO time, "seen_version": int, "facts": {…}}. With `sent_at`, what
    the device's clock said while sending, its times are set right. Raises NotYours for everybody but the trainer.
    """
    if by.person_id != trainer.person_id or not has_role(by, Role.TRAINER):
        raise NotYours
    skew = timezone.now() - sent_at if sent_at else timedelta(0)
    return [_take(trainer, event, by=by, skew=skew) for event in events[:MOST_EVENTS]]


def _take(trainer: Trainer, event: Any, *, by: Account, skew: timedelta) -> Outcome:
    key = str(event.get("key", ""))[:36] if isinstance(event, dict) else ""
    try:
        noted = _read(event, skew)
    except BadFacts as error:
        return Outcome(key, REFUSED, error.words)
    visit = _own(trainer, noted.visit)
    if visit is None:
        return Outcome(key, REFUSED, _("This visit is not yours."))
    with transaction.atomic():
        visit = locked(visit)
        known = VisitEvent.objects.filter(pk=noted.key).first()
        if known is not None:
            return _known(known, visit, by)
        return _keep(trainer, visit, noted, by=by)


def _read(event: Any, skew: timedelta) -> Noted:
    """Read an event that came from outside. Raises BadFacts."""
    if not isinstance(event, dict):
        raise BadFacts(_("This could not be read."))
    try:
        key, visit = UUID(str(event["key"])), UUID(str(event["visit"]))
        kind = EventKind(str(event["kind"]))
        at = parse_datetime(str(event["at"]))
        version = int(event.get("seen_version", 0))
    except (KeyError, ValueError, TypeError, OverflowError):
        raise BadFacts(_("This could not be read.")) from None
    if at is None or timezone.is_naive(at) or not 0 <= version < 2**31:
        raise BadFacts(_("This could not be read."))
    return Noted(key, visit, kind, _set_right(at, skew), version, read_facts(kind, event.get("facts")))


def _set_right(at: datetime, skew: timedelta) -> datetime:
    """Give a time of the device by the clock of this house; nothing was noted in the future. Raises BadFacts."""
    now = timezone.now()
    try:
        right = min(at + skew, now)
    except OverflowError:
        raise BadFacts(_("This could not be read.")) from None
    if right < now - EARLIEST:
        raise BadFacts(_("This was noted too long ago. Please call the office."))
    return right


def _own(trainer: Trainer, key: UUID) -> Visit | None:
    """Give a visit that is a trainer's, or was given to them before it became somebody else's."""
    visit = Visit.objects.filter(key=key).first()
    if visit is None:
        return None
    is_own = visit.trainer_id == trainer.pk and visit.state != VisitState.PROPOSED
    return visit if is_own or Handed.objects.filter(visit=visit, trainer=trainer).exists() else None


def _known(event: VisitEvent, visit: Visit, by: Account) -> Outcome:
    """Answer for an event that is here already as it was answered then; a key of somebody else's tells nothing."""
    if event.by_id != by.pk or event.visit_id != visit.pk:
        return Outcome(str(event.pk), REFUSED, _("This could not be read."))
    if event.is_conflict:
        return Outcome(str(event.pk), CONFLICT, conflict_words(visit, event.seen_version))
    if json.loads(event.facts or "{}").get("ok") is False:
        return Outcome(str(event.pk), WRONG_CODE, _wrong_code(visit))
    return Outcome(str(event.pk), AGAIN)


def _keep(trainer: Trainer, visit: Visit, noted: Noted, *, by: Account) -> Outcome:
    """Write an event down, and do what it says where the visit is still as the trainer saw it."""
    key, facts = str(noted.key), dict(noted.facts.kept)
    is_current = visit.trainer_id == trainer.pk and visit.state in AS_SHOWN and visit.version == noted.seen_version
    if is_current and (words := _too_early(visit, noted)):
        return Outcome(key, REFUSED, words)
    outcome = Outcome(key, KEPT, noted.facts.words)
    if not is_current:
        outcome = Outcome(key, CONFLICT, conflict_words(visit, noted.seen_version))
    elif not _apply(visit, noted, facts, by=by):
        outcome = Outcome(key, WRONG_CODE, _wrong_code(visit))
    VisitEvent.objects.create(
        key=noted.key, visit=visit, kind=noted.kind, at=noted.at, by=by, seen_version=noted.seen_version,
        facts=json.dumps(facts, ensure_ascii=False) if facts else "", is_conflict=not is_current,
    )  # fmt: skip
    if noted.kind == EventKind.INCIDENT:
        _report(visit, noted, by=by)
    return outcome


def _too_early(visit: Visit, noted: Noted) -> str:
    """Say what cannot have happened yet; "" when it can."""
    if noted.kind in (EventKind.ARRIVED, EventKind.LEFT) and noted.at < visit.starts_at - EARLY:
        return _("This visit is on another day. It is noted when you are there.")
    if noted.kind == EventKind.NO_SHOW and noted.at < visit.starts_at:
        return _("The visit has not begun yet. Please wait until the time that was agreed.")
    if noted.kind == EventKind.CONFIRMED and noted.at < visit.starts_at - presence.BEFORE:
        return _("A visit cannot be confirmed before it begins.")
    return ""


def _apply(visit: Visit, noted: Noted, facts: dict[str, Any], *, by: Account) -> bool:
    """Do what an event says to its visit. False for a code that was not the right one."""
    rows = Visit.objects.filter(pk=visit.pk)
    if noted.kind == EventKind.ARRIVED:
        rows.filter(arrived_at=None).update(arrived_at=noted.at)
    elif noted.kind == EventKind.LEFT:
        rows.filter(left_at=None).update(left_at=noted.at)
    elif noted.kind == EventKind.NO_SHOW and not visit.along_with_id:
        presence.nobody_there(visit, by=by)
    elif noted.kind == EventKind.CONFIRMED and not visit.along_with_id and visit.state == VisitState.CONFIRMED:
        if noted.facts.code is not None:
            facts["ok"] = presence.try_code(visit, noted.facts.code, at=noted.at)
            if not facts["ok"]:
                return False
        presence.took_place(visit, way=facts["way"], at=noted.at, by=by)
    return True


def _report(visit: Visit, noted: Noted, *, by: Account) -> None:
    report(
        noted.facts.kept["text"], about=_("Home visit, noted by the trainer"), subject=f"visit:{visit.key}",
        person=by.person, in_danger=noted.facts.kept["in_danger"],
    )  # fmt: skip


def _wrong_code(visit: Visit) -> str:
    left = max(0, presence.MOST_TRIES - visit.presence_tries)
    if not left:
        return _("This is not the code, and it was tried too often. Please have the sheet signed instead.")
    return _("This is not the code of this visit. Ask once more, or have the sheet signed.")


# What the office did meanwhile ----------------------------------------------------------------------
def conflict_words(visit: Visit, seen_version: int) -> str:
    """Say to a trainer what has become of a visit that they saw otherwise; never who goes instead, or where."""
    if visit.state == VisitState.CANCELLED:
        return _("This visit was cancelled meanwhile. What you noted is kept, and the office looks at it.")
    if visit.version == seen_version:
        return _("Somebody else goes to this visit now. What you noted is kept, and the office looks at it.")
    return _("The office changed this visit meanwhile. What you noted is kept, and the office looks at it.")


def noted_words(event: VisitEvent) -> str:
    """Say what an event adds to its kind, for a coordinator; what was reported to the officer is not told again."""
    facts = json.loads(event.facts or "{}")
    if event.kind == EventKind.INCIDENT:
        return _("The safeguarding officer has been told.")
    return str(facts.get("text") or facts.get("unit") or "")


def conflicts() -> QuerySet[VisitEvent]:
    """Give the events that a coordinator is to settle, the oldest first."""
    rows = VisitEvent.objects.filter(is_conflict=True, settled_at=None)
    return rows.select_related("visit__person", "visit__trainer__person", "by__person").order_by("at", "pk")


@transaction.atomic
def settle(event: VisitEvent, *, by: Account, took_place: bool = False) -> None:
    """Settle a conflict: the visit stays as it stands, or, cancelled while the trainer was there, it took place.

    Raises NotYours for everybody but coordinators and for who noted it; ChangedMeanwhile, TimeTaken.
    """
    if not has_role(by, Role.COORDINATOR) or event.by_id == by.pk:
        raise NotYours
    if not VisitEvent.objects.filter(pk=event.pk, is_conflict=True, settled_at=None).update(settled_at=timezone.now()):
        raise ChangedMeanwhile
    if took_place:
        presence.after_all(event.visit, by=by)
    note(
        Kind.VISIT_SETTLED, who=event.visit.person.key, subject=f"visit:{event.visit.key}", event=event.kind,
        took_place=took_place,
    )  # fmt: skip
