"""The certificate at the end of a course of visits: offered to the elder, never forced, and issued by the school.

It rests on visits that something shows to have taken place, and on skills that were worked on: not on a test. The yes
is the elder's: on this site, to our staff on the phone, or at the last visit to the trainer, who writes it down where
the elder's own code, or the office, has shown that a visit took place.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import courses.api as school
from courses.errors import SchoolError
from courses.models import Certificate
from elearn.notices.api import tell
from elearn.people import api as people
from elearn.people.models import Account, Role

from ..enums import EventKind, RequestState, VisitState, Way
from ..errors import NotYet, NotYours
from ..models import CanDoChoice, Unit, Visit, VisitEvent, VisitRequest
from .acting import is_office
from .cards import Card, When, may_choose
from .curriculum import sheet_of
from .telling import FIRST_HOUR, LAST_HOUR

ROOM = "visits"  # by which the school knows what was taught here
HALF_HOURS = Decimal(2)  # of an hour: what the paper says is rounded down to one
BY_TRAINER = "trainer"  # how the yes came, beside the ways of `Way`
# What more than the trainer's own word shows.
SURE = frozenset({Way.CODE.value, Way.OPERATOR.value})
# The elder is asked some days after the last visit, unless it was done at the table; and not any more after a month.
ASKED_AFTER, ASKED_UNTIL = timedelta(days=2), timedelta(days=30)


@dataclass(frozen=True)
class Offer:
    """What a certificate would say, in the elder's language."""

    title: str
    visits: int
    hours: Decimal
    skills: tuple[str, ...]
    trainers: tuple[str, ...]
    shown: dict[str, int]  # how many visits were shown in which way
    completed_at: datetime

    @property
    def trainer(self) -> str:
        return ", ".join(self.trainers)


def subject_of(request: VisitRequest) -> str:
    return f"{ROOM}:{request.pk}"


def certificate_of(request: VisitRequest) -> Certificate | None:
    """Give the certificate of a course of visits, once its paper is printed."""
    found = school.taught_certificate(subject_of(request))
    return found if found and found.paper else None


# What it would say ----------------------------------------------------------------------------------
def offer_of(request: VisitRequest) -> Offer | None:
    """Give what may be offered: the course is done, visits are shown, and enough of the wishes were worked on."""
    if request.state != RequestState.DONE or request.is_check != request.person.is_check:
        return None
    if request.person.removed_at or not request.person.speaks_for_themself or people.is_minor(request.person):
        return None
    made = request.visits.filter(state=VisitState.DONE, along_with=None).exclude(shown_way="")
    visits = list(made.select_related("trainer__person").order_by("starts_at", "pk"))
    worked = worked_on(request)
    if not visits or not is_enough(request, worked):
        return None
    language = request.person.language
    with translation.override(language):
        title = _("Phone, tablet and computer at home")
        skills = tuple(sheet_of(unit, language).title for unit in worked)
    return Offer(
        title=title,
        visits=len(visits),
        hours=_hours(visits),
        skills=skills,
        trainers=_trainers(visits),
        shown=dict(Counter(visit.shown_way for visit in visits)),
        completed_at=request.ended_at or visits[-1].ends_at,
    )


def worked_on(request: VisitRequest) -> list[Unit]:
    """Give the skills that were worked on, in their order: the trainer noted it, or a card was chosen afterwards."""
    events = VisitEvent.objects.filter(visit__request=request, kind=EventKind.UNIT, is_conflict=False)
    codes = {str(json.loads(facts or "{}").get("unit", "")) for facts in events.values_list("facts", flat=True)}
    cards = CanDoChoice.objects.filter(request=request, when=When.AFTER).select_related("can_do")
    units = {row.can_do.unit_id for row in cards if row.card != Card.NOT_FOR_ME}
    found = Unit.objects.prefetch_related("texts").order_by("position", "code")
    return [unit for unit in found if unit.code in codes or unit.pk in units] if codes or units else []


def is_enough(request: VisitRequest, worked: list[Unit]) -> bool:
    """Say whether a set share of what was asked for was worked on; of who asked for nothing by name, anything."""
    asked = set(request.units.values_list("pk", flat=True))
    if not asked:
        return bool(worked)
    share = 100 * len(asked & {unit.pk for unit in worked}) / len(asked)
    return bool(worked) and share >= settings.VISIT_CERTIFICATE_PERCENT


def _hours(visits: list[Visit]) -> Decimal:
    minutes = sum(int((visit.ends_at - visit.starts_at) / timedelta(minutes=1)) for visit in visits)
    halves = (Decimal(minutes) / 60 * HALF_HOURS).to_integral_value(ROUND_FLOOR)
    return max(halves, Decimal(1)) / HALF_HOURS


def _trainers(visits: list[Visit]) -> tuple[str, ...]:
    """Name who taught, by the names that others may see, each once and in order."""
    going = [visit.trainer.person for visit in visits if visit.trainer.person.removed_at is None]
    return tuple(dict.fromkeys(people.public_name(person) for person in going))


# The yes --------------------------------------------------------------------------------------------
def way_of(request: VisitRequest, by: Account | None) -> str:
    """Say in what part somebody says yes to it. Raises NotYours for everybody who has none."""
    person = request.person
    if by is None or not person.speaks_for_themself:
        raise NotYours
    if by.person_id == person.pk:
        return Way.SITE.value
    if people.is_helper_of(by.person_id, person.pk):
        raise NotYours
    is_visitor = request.visits.filter(trainer__person=by.person_id).exists()
    if is_office(by) and not is_visitor:
        return Way.OPERATOR.value
    if people.has_role(by, Role.TRAINER) and may_choose(by, request):
        return BY_TRAINER
    raise NotYours


def may_bring_yes(request: VisitRequest, by: Account | None) -> bool:
    """Say whether somebody has a part in it: the elder, our staff, the trainer around a visit."""
    try:
        way_of(request, by)
    except NotYours:
        return False
    return True


def offer_for(request: VisitRequest, by: Account | None) -> Offer | None:
    """Give what this person may offer. A trainer's word alone shows no visit. Raises NotYours."""
    way = way_of(request, by)
    offer = offer_of(request)
    is_sure = offer is not None and (way != BY_TRAINER or bool(SURE & set(offer.shown)))
    return offer if is_sure else None


def say_yes(request: VisitRequest, *, by: Account | None) -> Certificate:
    """Issue the certificate of a course of visits, or give the one there is. Raises NotYours, and NotYet."""
    way = way_of(request, by)
    request = VisitRequest.objects.select_related("person").get(pk=request.pk)
    found = certificate_of(request)
    if found:
        return found
    offer = offer_for(request, by)
    if offer is None:
        raise NotYet
    try:
        return school.certify_taught(
            request.person, subject=subject_of(request), title=offer.title, language=request.person.language,
            hours=offer.hours, visits=offer.visits, skills=offer.skills, teacher=offer.trainer,
            completed_at=offer.completed_at, evidence={"way": way, "shown": offer.shown}, by=by,
        )  # fmt: skip
    except SchoolError as error:
        raise NotYet from error


def kept_words(evidence: Mapping[str, Any]) -> Iterator[str]:
    """Say what a certificate rests on: how the visits were shown to have taken place, and how the yes to it came."""
    for way, count in sorted(evidence.get("shown", {}).items()):
        yield ngettext(
            "%(count)d visit was shown to have taken place %(way)s.",
            "%(count)d visits were shown to have taken place %(way)s.",
            count,
        ) % {"count": count, "way": Way(way).label}
    way = evidence.get("way", "")
    if not way:
        return
    said = _("at the last visit, written down by the trainer") if way == BY_TRAINER else Way(way).label
    yield _("The yes to the certificate was given %(way)s.") % {"way": said}


# Asking ---------------------------------------------------------------------------------------------
def ask_whether_wanted(now: datetime) -> int:
    """Ask elders whose course has ended whether they would like a certificate; by day, once, and who can have one."""
    if not FIRST_HOUR <= timezone.localtime(now).hour < LAST_HOUR:
        return 0
    ended = VisitRequest.objects.filter(
        state=RequestState.DONE, certificate_told_at=None, ended_at__gt=now - ASKED_UNTIL,
        ended_at__lte=now - ASKED_AFTER,
    )  # fmt: skip
    return sum(_ask_once(request, now) for request in ended.select_related("person").order_by("ended_at", "pk")[:100])


@transaction.atomic
def _ask_once(request: VisitRequest, now: datetime) -> bool:
    """Look at a course once, and ask unless there is a certificate or there can be none."""
    same = VisitRequest.objects.filter(pk=request.pk, state=RequestState.DONE, certificate_told_at=None)
    if not same.update(certificate_told_at=now):
        return False
    offer = None if certificate_of(request) else offer_of(request)
    if offer is None:
        return False
    facts: dict[str, Any] = {"number": offer.visits}
    tell(request.person, "visits_certificate", key=f"visits_certificate:{request.pk}", facts=facts)
    return True
