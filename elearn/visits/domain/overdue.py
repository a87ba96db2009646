"""Trainers who have not left in time: the office is told once, and calls. A tablet may only be without a line."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Person, Role

from ..enums import VisitState, Way
from ..models import Visit

OFFICE = (Role.COORDINATOR.value, Role.OPERATOR.value)
LATEST = timedelta(days=7)  # older ones are no alarm any more


def overdue(now: datetime | None = None) -> QuerySet[Visit]:
    """Give the visits that are over and whose trainer has not left, the longest first; those of past weeks follow.

    One of which nobody knows whether it took place stays until somebody says so: until then its course cannot end, and
    the address is kept.
    """
    end = (now or timezone.now()) - timedelta(minutes=settings.VISIT_OVERDUE_MINUTES)
    is_known = Q(state=VisitState.DONE) | Q(along_with__isnull=False)
    rows = Visit.objects.filter(
        state__in=(VisitState.CONFIRMED, VisitState.DONE), left_at=None, request__is_check=False
    )
    open_ = rows.filter(ends_at__lte=end).exclude(is_known, ends_at__lte=end - LATEST)
    found = open_.exclude(shown_way=Way.OPERATOR).select_related("trainer__person", "person", "request__district")
    return found.order_by(Case(When(ends_at__lte=end - LATEST, then=1), default=0), "ends_at", "pk")


def alert(now: datetime) -> int:
    """Tell the office of each such visit once; says of how many."""
    lately = overdue(now).filter(alerted_at=None, ends_at__gt=now - LATEST)
    return sum(_alert(visit, now) for visit in lately[:200])


@transaction.atomic
def _alert(visit: Visit, now: datetime) -> bool:
    if not Visit.objects.filter(pk=visit.pk, alerted_at=None, left_at=None).update(alerted_at=now):
        return False
    note(Kind.VISIT_OVERDUE, who=visit.person.key, subject=f"visit:{visit.key}", arrived=visit.arrived_at is not None)
    facts = {
        "ends_at": timezone.localtime(visit.ends_at).isoformat(),
        "trainer": visit.trainer.person.name,
        "district": visit.request.district.name,
        "arrived": visit.arrived_at is not None,
    }
    for person in office():
        tell(person, "visit_overdue", key=f"visit_overdue:{visit.pk}:{person.pk}", facts=facts)
    return True


def office() -> QuerySet[Person]:
    """Give who takes calls and plans visits here, and may sign in."""
    rows = Person.objects.filter(account__is_active=True, account__groups__name__in=OFFICE, is_check=False)
    return rows.order_by("pk").distinct()
