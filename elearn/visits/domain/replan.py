"""Planning again after an illness, a suspension or a visit that did not take place: changing as little as possible."""

from datetime import timedelta

from django.utils import timezone

from elearn.people.models import Account

from ..enums import VisitState
from ..models import PlanRun, Visit
from ..plan_time import day_of
from . import availability, plan
from .gather import MADE_UP_FOR

DAYS = 14


def stranded() -> list[Visit]:
    """Give the coming visits whose trainer is away, suspended or without a check then, soonest first."""
    return sorted(availability.stranded(), key=lambda visit: (visit.starts_at, visit.pk))


def missed() -> list[Visit]:
    """Give the visits that lately did not take place and have not been made up for."""
    rows = Visit.objects.filter(state=VisitState.NO_SHOW, along_with=None, request__is_check=False)
    lately = rows.filter(starts_at__gt=timezone.now() - MADE_UP_FOR).exclude(
        request__visits__state__in=[VisitState.PROPOSED, VisitState.CONFIRMED]
    )
    return list(lately.select_related("person", "trainer__person").order_by("starts_at", "pk"))


def plan_again(*, by: Account, seconds: int = 20) -> PlanRun:
    """Begin a plan that moves what cannot stay and nothing else that it need not. The caller enqueues it.

    It reaches from today over two weeks, or as far as the last visit that is in trouble.
    """
    start = timezone.localdate()
    last = max([start + timedelta(days=DAYS - 1), *(day_of(visit.starts_at) for visit in stranded())])
    last = min(last, start + timedelta(days=plan.MOST_DAYS - 1))
    return plan.begin(start, last, by=by, seconds=seconds, is_replanning=True)
