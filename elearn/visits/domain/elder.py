"""What an elder sees of their visits: who comes and when, the word at the door, what was asked for, how long it is."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.people import api as people
from elearn.people.models import Person

from ..enums import COMING, OPEN_REQUESTS, RequestState, VisitState
from ..models import Visit, VisitRequest
from .beside import is_complete, is_told, told
from .telling import first_name
from .wait import Wait, expected_wait

MOST_PAST = 20


@dataclass(frozen=True)
class VisitLine:
    """A visit as its elder sees it."""

    visit: Visit

    @property
    def trainer(self) -> str:
        """The first name of who comes; of somebody who was suspended only that it will be another one."""
        return _("Somebody else from us") if self._changes else first_name(self.visit)

    @property
    def going(self) -> list[Visit]:
        """Everybody who comes: two where two must go. Their faces are shown, and never that of who was suspended."""
        if self._changes:
            return []
        if not self.visit.request.is_two_person:
            return [self.visit]
        return [self.visit, *self.visit.seconds.filter(state__in=COMING).select_related("trainer__person")]

    @property
    def _changes(self) -> bool:
        return self.visit.trainer.suspended_at is not None and self.may_cancel

    @property
    def is_told(self) -> bool:
        """Whether the elder knows of it: not while a second is looked for who must go too."""
        return is_told(self.visit)

    @property
    def waits_for_yes(self) -> bool:
        waits = self.visit.state == VisitState.PROPOSED and self.visit.starts_at > timezone.now()
        return waits and self.is_told and not self._changes

    @property
    def is_agreed(self) -> bool:
        return self.visit.state == VisitState.CONFIRMED

    @property
    def lacks_second(self) -> bool:
        """Whether an agreed visit lost one of the two who must go: until another is found nobody is let in."""
        return self.is_agreed and not is_complete(self.visit)

    @property
    def may_cancel(self) -> bool:
        return self.visit.state in COMING and self.visit.ends_at > timezone.now() and self.is_told

    @property
    def may_come_again(self) -> bool:
        """Whether one asks for another visit: nothing more is planned for already."""
        return self.visit.state not in COMING and self.visit.request.state not in OPEN_REQUESTS

    @property
    def is_near(self) -> bool:
        """Whether it is the day before, or the day itself, and everybody is chosen: then word and code are told."""
        day = timezone.localtime(self.visit.starts_at).date()
        return self.is_agreed and not self.lacks_second and day - timedelta(days=1) <= timezone.localdate() <= day

    @property
    def word(self) -> str:
        return str(self.visit.word) if self.is_near else ""

    @property
    def presence_code(self) -> str:
        return str(self.visit.presence_code) if self.is_near else ""


@dataclass(frozen=True)
class MyVisits:
    """Everything on the elder's page."""

    request: VisitRequest | None
    coming: tuple[VisitLine, ...]
    past: tuple[VisitLine, ...]
    lacking: tuple[VisitLine, ...]  # planned, and told to nobody before a second is found: for our staff alone
    wait: Wait | None

    @property
    def is_open(self) -> bool:
        return self.request is not None and self.request.state in OPEN_REQUESTS

    @property
    def is_done(self) -> bool:
        return self.request is not None and self.request.state == RequestState.DONE

    @property
    def is_paused(self) -> bool:
        return self.request is not None and self.request.state == RequestState.PAUSED

    @property
    def may_ask_again(self) -> bool:
        """Whether another visit is one tap: there was one, and nothing waits already."""
        return bool(self.past) and self.past[0].may_come_again and not self.is_open


def visits_of(person: Person) -> MyVisits:
    """Read what a person asked for, what comes and what was. A constant number of queries."""
    request = newest_request(person)
    rows = Visit.objects.filter(person=person, along_with=None).select_related("trainer__person", "person", "request")
    now = timezone.now()
    found = list(rows.filter(state__in=COMING, ends_at__gt=now).annotate(known=Q(told())).order_by("starts_at"))
    coming = [visit for visit in found if visit.known]
    past = rows.exclude(state__in=COMING, ends_at__gt=now).order_by("-starts_at")[:MOST_PAST]
    waits = request is not None and request.state == RequestState.WAITING and not coming
    return MyVisits(
        request=request,
        coming=tuple(map(VisitLine, coming)),
        past=tuple(map(VisitLine, past)),
        lacking=tuple(VisitLine(visit) for visit in found if visit not in coming),
        wait=expected_wait(request) if waits and request else None,
    )


def newest_request(person: Person) -> VisitRequest | None:
    """Give the request that is open, else the one made last."""
    requests = VisitRequest.objects.filter(person=person).select_related("person", "district")
    found = sorted(requests.prefetch_related("windows"), key=lambda row: (row.state in OPEN_REQUESTS, row.asked_at))
    return found[-1] if found else None


def is_old_enough(person: Person) -> bool:
    """Say whether somebody may ask on this site: whoever is not known to be too young. Our staff may for others."""
    if people.is_minor(person) or person.guarded:
        return False
    return person.birth_year is None or timezone.localdate().year - person.birth_year >= settings.VISITS_FROM_AGE
