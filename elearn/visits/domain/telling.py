"""What people are told about a visit, in one place: the facts that templates/notices/visit_* speak of.

A fact is kept as it was said. So no code, word or link is one: the templates write them from the row while the message
leaves, and nobody reads them in the database or in the list of messages.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from elearn.notices.api import tell
from elearn.people.api import public_name
from elearn.people.writing import given_name

from ..enums import COMING, VisitState, Way
from ..models import Visit, VisitRequest

# The hours at which a telephone may ring, in the time of this installation.
FIRST_HOUR, LAST_HOUR = 9, 20


def tell_elder(visit: Visit, kind: str, **more: Any) -> None:
    """Tell the elder of a visit, once for each state it has been in. Call it in the transaction of the deed."""
    tell(visit.person, kind, key=f"{kind}:{visit.pk}:{visit.version}", facts=facts_of(visit) | more)


def tell_noted(request: VisitRequest, way: Way | None, what: str) -> None:
    """Tell an elder what somebody else has asked, changed, paused or ended in their name."""
    if way in (Way.COMPANION, Way.OPERATOR):
        key = f"visits_noted:{request.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
        tell(request.person, "visits_noted", key=key, facts={"what": what, "is_helper": way == Way.COMPANION})


def tell_trainer(visit: Visit, kind: str) -> None:
    """Tell the trainer of a visit what has become of it: the district and the time, never whom or where."""
    facts = {name: value for name, value in facts_of(visit).items() if name != "trainer"}
    facts["district"] = visit.request.district.name
    tell(visit.trainer.person, kind, key=f"{kind}:{visit.pk}:{visit.version}", facts=facts)


def facts_of(visit: Visit) -> dict[str, Any]:
    """Give what a message may say: never an address, never more of the trainer than a first name."""
    return {
        "visit": visit.key.hex,
        "starts_at": timezone.localtime(visit.starts_at).isoformat(),
        "ends_at": timezone.localtime(visit.ends_at).isoformat(),
        "answer_by": timezone.localtime(visit.answer_by).isoformat() if visit.answer_by else "",
        "trainer": first_name(visit),
        "number": visit.number,
        "of": visit.request.visits_wanted,
    }


def first_name(visit: Visit) -> str:
    """Give the first name of who comes: what an elder is told of them, beside their face; both where two come."""
    who = [visit.trainer]
    if visit.request.is_two_person and not visit.along_with_id:
        seconds = visit.seconds.filter(state__in=COMING).select_related("trainer__person")
        who += [one.trainer for one in seconds]
    return ", ".join(given_name(public_name(one.person)) for one in who)


def when(visit: Visit) -> str:
    """Say when a visit is, in the elder's language: "24 November 2026, 10:00"."""
    with translation.override(visit.person.language):
        return date_format(timezone.localtime(visit.starts_at), "j E Y, H:i")


# The day before -------------------------------------------------------------------------------------
def tell_day_before(now: datetime) -> int:
    """Tell elders who comes tomorrow, and the word they will say first; says how many were told.

    By day only, so that no telephone rings at night; who agreed late is told the same day.
    """
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0
    coming = Visit.objects.filter(state=VisitState.CONFIRMED, told_day_before_at=None, along_with=None)
    end_of_tomorrow = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    near = coming.filter(starts_at__gt=now, starts_at__lt=end_of_tomorrow, trainer__suspended_at=None)
    rows = near.select_related("person", "trainer__person", "request").order_by("starts_at", "pk")
    return sum(_tell_once(visit, now) for visit in rows[:500])


@transaction.atomic
def _tell_once(visit: Visit, now: datetime) -> bool:
    same = Visit.objects.filter(pk=visit.pk, state=VisitState.CONFIRMED, version=visit.version, told_day_before_at=None)
    if not same.update(told_day_before_at=now):
        return False
    tell_elder(visit, "visit_day_before")
    return True
