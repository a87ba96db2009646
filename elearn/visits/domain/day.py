"""A trainer's day: the visits of today and tomorrow with what the visit needs, and handing one to a tablet.

The list says who and when; where it is, only the page or the tablet of one visit says, and each look is written down.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from elearn.history.api import Kind, note
from elearn.people.api import addressed
from elearn.people.models import Account

from ..enums import Device, EventKind, VisitState
from ..errors import AddressMissing
from ..models import Handed, Trainer, Unit, Visit, VisitEvent
from ..policies import is_bookable
from .address import address_for
from .availability import at
from .telling import first_name

SHOWN = (VisitState.CONFIRMED, VisitState.DONE, VisitState.NO_SHOW)
DAYS = 2  # today and tomorrow
MOST_NOTES = 3  # of earlier visits of a course


@dataclass(frozen=True)
class Card:
    """What is taught: a skill in the words of the trainer's language."""

    code: str
    title: str
    promise: str
    steps: tuple[str, ...]
    careful: str


@dataclass(frozen=True)
class Stop:
    """One visit of a day, without its address. `lines` are what the visitor must know, a sentence each."""

    visit: Visit
    elder: str
    district: str
    cards: tuple[Card, ...]
    lines: tuple[str, ...]
    beside: str  # the first name of who goes along, or with whom one goes

    @property
    def word(self) -> str:
        """The word to say at the door; of a visit for two it stands with the first."""
        return str((self.visit.along_with or self.visit).word)

    @property
    def is_second(self) -> bool:
        return self.visit.along_with_id is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to do for the trainer."""
        if self.visit.state == VisitState.NO_SHOW:
            return True
        shown = self.visit.state == VisitState.DONE or self.is_second
        return self.visit.left_at is not None and shown


def day_of(trainer: Trainer, day: date) -> list[Stop]:
    """Give a trainer's visits of a day, in order; none on any day but today and tomorrow, or to who may not be sent.

    The same few queries however many there are.
    """
    return stops(trainer, [day])


def two_days(trainer: Trainer) -> list[Stop]:
    """Give the visits of today and tomorrow."""
    today = timezone.localdate()
    return stops(trainer, [today + timedelta(days=number) for number in range(DAYS)])


def stops(trainer: Trainer, days: Iterable[date]) -> list[Stop]:
    today = timezone.localdate()
    asked = [day for day in days if today <= day < today + timedelta(days=DAYS)]
    if not asked or not is_bookable(trainer):
        return []
    visits = _with_everything().filter(
        trainer=trainer, state__in=SHOWN, person__removed_at=None, starts_at__gte=at(min(asked), time.min),
        starts_at__lt=at(max(asked) + timedelta(days=1), time.min),
    )  # fmt: skip
    rows = list(visits.order_by("starts_at", "pk"))
    notes = _notes_of(rows)
    return [_stop(visit, notes[visit.request_id][:MOST_NOTES]) for visit in rows]


def _notes_of(visits: list[Visit]) -> dict[int, list[str]]:
    """Give what was noted at the visits of each course for the next one, newest first."""
    events = VisitEvent.objects.filter(
        kind=EventKind.NOTE, is_conflict=False, visit__request__in={visit.request_id for visit in visits}
    )
    found: dict[int, list[str]] = defaultdict(list)
    for request, facts in events.order_by("-at").values_list("visit__request", "facts"):
        found[request].append(str(json.loads(facts or "{}").get("text", "")))
    return found


def worked_on_at(visits: Iterable[Visit]) -> dict[int, list[str]]:
    """Give the codes of the skills that were noted as worked on, by visit, each once."""
    events = VisitEvent.objects.filter(kind=EventKind.UNIT, is_conflict=False, visit__in=[one.pk for one in visits])
    found: dict[int, list[str]] = defaultdict(list)
    for visit, facts in events.order_by("at").values_list("visit", "facts"):
        code = str(json.loads(facts or "{}").get("unit", ""))
        if code not in found[visit]:
            found[visit].append(code)
    return found


def _with_everything() -> Any:
    seconds = Visit.objects.filter(state__in=SHOWN).select_related("trainer__person")
    units = Unit.objects.prefetch_related("texts")
    rows = Visit.objects.select_related("person", "request__district", "along_with__trainer__person")
    return rows.prefetch_related(Prefetch("request__units", units), Prefetch("seconds", seconds))


def _stop(visit: Visit, notes: list[str]) -> Stop:
    request = visit.request
    others = [visit.along_with, *visit.seconds.all()]
    return Stop(
        visit=visit,
        elder=addressed(visit.person),
        district=request.district.name,
        cards=tuple(_card(unit) for unit in request.units.all()),
        lines=(*_lines(visit), *(_("Noted before: “%(note)s”") % {"note": words} for words in notes)),
        beside=", ".join(first_name(other) for other in others if other),
    )


def _card(unit: Unit) -> Card:
    texts = {text.language: text for text in unit.texts.all()}
    text = texts.get(get_language() or "") or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), None)
    if text is None:
        return Card(unit.code, unit.code, "", (), "")
    steps = tuple(step.strip() for step in text.steps.splitlines() if step.strip())
    return Card(unit.code, text.title, text.promise, steps, text.careful)


def _lines(visit: Visit) -> Iterable[str]:
    """Say what the visitor must know of who waits for them."""
    request, needs = visit.request, visit.request.needs
    language = translation.get_language_info(request.language)["name_translated"]
    yield _("Language: %(language)s") % {"language": language}
    yield _("Device: %(device)s") % {"device": Device(request.device).label}
    if request.wish:
        yield _("In their own words: “%(wish)s”") % {"wish": request.wish}
    if needs.get("signs"):
        yield _("Sign language is needed.")
    for name in ("mobility", "others", "note"):
        if needs.get(name):
            yield str(needs[name])
    if request.is_two_person and visit.alone_at:
        yield _("Two people should go. The office has decided that you go alone this time.")
    elif request.is_two_person:
        yield _("Two people go to this visit. Do not go in alone.")


def stop_of(trainer: Trainer, key: Any) -> Stop | None:
    """Give one visit of today or tomorrow; None for every other."""
    return next((stop for stop in two_days(trainer) if stop.visit.key == key), None)


# Handing over ---------------------------------------------------------------------------------------
@transaction.atomic
def open_stop(stop: Stop, *, by: Account) -> str:
    """Give the address of a stop to its trainer: the look is written down, and that what they note there is theirs.

    "" when no address is kept, or it may not be read any more.
    """
    visit = stop.visit
    _handed, is_new = Handed.objects.get_or_create(visit=visit, trainer_id=visit.trainer_id)
    if is_new:
        note(Kind.VISIT_HANDED, who=visit.person.key, subject=f"visit:{visit.key}", is_check=visit.request.is_check)
    try:
        return address_for(visit, by=by)
    except (AddressMissing, PermissionDenied):
        return ""


def device_mark(trainer: Trainer) -> str:
    """Give by what a tablet tells one trainer from another."""
    return salted_hmac("visits.device", f"{trainer.pk}", algorithm="sha256").hexdigest()[:32]


def given_mark(trainer: Trainer) -> str:
    """Give what changes when everything that was handed to a trainer's tablets is to be erased."""
    what = f"{trainer.pk}:{trainer.devices_valid_from.isoformat()}"
    return salted_hmac("visits.given", what, algorithm="sha256").hexdigest()[:32]


def end_of_tomorrow(now: datetime | None = None) -> datetime:
    """Give until when a tablet may keep what it was given."""
    return at(timezone.localtime(now or timezone.now()).date() + timedelta(days=DAYS), time.min)
