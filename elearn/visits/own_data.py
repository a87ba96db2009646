"""What visits hold of a person, what goes when their data are removed, and how long an address is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from .domain.answer import cancel, cancel_coming
from .domain.curriculum import sentence
from .domain.forget import ended_long_ago, forget_address, forget_loose_address, loose_addresses
from .domain.reassign import free_beside
from .domain.telling import first_name
from .enums import COMING
from .models import CanDoChoice, Pair, Trainer, Visit, VisitRequest

BEFORE_ITS_PERSON = -5  # a planned visit is called off while there is somebody to tell the trainer about


@holds("visits.requests", words=_("Home visits you asked for"), of=["visits.VisitRequest.person"])
def requests(person: Person) -> Iterator[dict[str, Any]]:
    facts = ("state", "wish", "device", "language", "wants_woman", "channel", "asked_at", "ended_at")
    for row in VisitRequest.objects.filter(person=person).select_related("district").prefetch_related("windows"):
        times = [
            f"{window.get_weekday_display()} {window.starts:%H:%M}–{window.ends:%H:%M}" for window in row.windows.all()
        ]
        needs = [str(value) for value in row.needs.values() if not isinstance(value, bool)]
        yield plain(row, *facts) | {"district": row.district.name, "times": times, "needs": needs}


@holds("visits.visits", words=_("Visits at your home"), of=["visits.Visit.person"])
def visits(person: Person) -> Iterator[dict[str, Any]]:
    for visit in Visit.objects.filter(person=person).select_related("trainer__person"):
        row = plain(visit, "starts_at", "ends_at", "state", "agreed_at", "agreed_way", "ended_at", "end_reason")
        yield row | {"trainer": first_name(visit)}


@holds("visits.cards", words=_("Cards you chose with your trainer"))
def cards(person: Person) -> Iterator[dict[str, Any]]:
    rows = CanDoChoice.objects.filter(request__person=person).select_related("can_do").order_by("at", "pk")
    for row in rows:
        yield {"words": sentence(row.can_do), "answer": f"{row.get_when_display()}: {row.card_in_words}", "at": row.at}


@holds("visits.trainer", words=_("Your work as a trainer"), of=["visits.Trainer.person"])
def trainer(person: Person) -> Iterator[dict[str, Any]]:
    for row in Trainer.objects.filter(person=person).prefetch_related("checks"):
        checks = [f"{check.get_kind_display()}: {check.seen_on} – {check.expires_on}" for check in row.checks.all()]
        facts = ("gender", "languages", "signs", "transport", "suspended_at", "suspended_why")
        yield plain(row, *facts) | {"checks": checks, "base": row.base}


@holds("visits.pairs", words=_("Trainers you like, or would rather not meet"), of=["visits.Pair.person"])
def pairs(person: Person) -> Iterator[dict[str, Any]]:
    """That there is one, and of what kind. Why may speak of the trainer, and is not given."""
    for pair in Pair.objects.filter(person=person):
        yield plain(pair, "kind", "at")


@forgets(
    "visits.requests",
    of=["visits.VisitRequest.person", "visits.Visit.person", "visits.Pair.person"],
    order=BEFORE_ITS_PERSON,
)
def forget_requests(person: Person) -> None:
    """Visits to come are cancelled, then everything about the elder goes, notes of trainers too."""
    for request in VisitRequest.objects.filter(person=person):
        cancel_coming(request, by=None, reason="")
        request.delete()
    Pair.objects.filter(person=person).delete()


@forgets("visits.trainer", of=["visits.Trainer.person"], order=BEFORE_ITS_PERSON)
def forget_trainer(person: Person) -> None:
    """The row stays for the visits that were made, without a face, a home or a way to be booked.

    Visits to come are cancelled, and the elders told: they stay on the list.
    """
    for row in Trainer.objects.filter(person=person):
        for visit in row.visits.filter(state__in=COMING, starts_at__gt=timezone.now()):
            if visit.along_with_id:
                free_beside(visit)
            else:
                cancel(visit, by=None, is_elder=False)
        if row.photo:
            transaction.on_commit(partial(storages["papers"].delete, row.photo))
        for rows in (row.checks, row.hours, row.extra_hours, row.absences, row.pairs):
            rows.all().delete()
        now = timezone.now()
        Trainer.objects.filter(pk=row.pk).update(
            photo="", base="", languages=[], signs=False, district=None, calendar_key=uuid4(),
            suspended_at=now, suspended_by=None, suspended_why="", devices_valid_from=now,
        )  # fmt: skip


_OFFICE = (
    "visits.VisitRequest.asked_by", "visits.Visit.made_by", "visits.Visit.agreed_by", "visits.Visit.ended_by",
    "visits.VisitEvent.by", "visits.SampleCall.called_by", "visits.Check.seen_by", "visits.Pair.by",
    "visits.PlanRun.made_by", "visits.PlanRun.released_by", "visits.Trainer.suspended_by", "visits.Visit.alone_by",
)  # fmt: skip
not_given("What somebody did at work is a record of the office, kept with the visit or plan it was done to.", *_OFFICE)
stays("Stays with the visit or plan, while the account that did it is no longer named.", *_OFFICE)


def clear(found: Sequence[VisitRequest]) -> None:
    for request in found:
        forget_address(request)


def find(before: datetime, most: int) -> list[VisitRequest]:
    return ended_long_ago(before)[:most]


def find_loose(before: datetime, most: int) -> list[Person]:
    return loose_addresses(before)[:most]


def clear_loose(found: Sequence[Person]) -> None:
    for person in found:
        forget_loose_address(person)


keep(
    "visits.addresses", what=_("Your address and your needs, after the home visits have ended"),
    days=settings.VISIT_ADDRESS_DAYS, why=_("In case you ask for another visit."), find=find, clear=clear,
)  # fmt: skip
keep(
    "visits.loose_addresses", what=_("Your address, where no home visits are asked for"),
    days=settings.VISIT_ADDRESS_DAYS, why=_("In case you ask for visits."), find=find_loose, clear=clear_loose,
)  # fmt: skip
