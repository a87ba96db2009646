"""What people are told about a visit, in one place: the facts that templates/notices/visit_* speak of.

A fact is kept as it was said. So no code, word or link is one: the templates write them from the row while the message
leaves, and nobody reads them in the database or in the list of messages.
"""

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format

from elearn.notices.api import overtake, tell
from elearn.people.api import public_name
from elearn.people.writing import given_name

from ..enums import COMING, Way
from ..models import Visit, VisitRequest

# The hours at which a telephone may ring, in the time of this installation.
FIRST_HOUR, LAST_HOUR = 9, 20
ASKING = ("visit_proposed", "visit_moved")


def tell_elder(visit: Visit, kind: str, **more: Any) -> None:
    """Tell the elder of a visit, once for each state it has been in. Call it in the transaction of the deed.

    Who is told by phone is told how it stands, and nothing of what was before; nothing is told of a visit that is over.
    """
    key = f"{kind}:{visit.pk}:{visit.version}"
    overtake(visit.person, but=key, visit=visit.key.hex)
    asks = kind in ASKING and visit.answer_by is not None
    not_after = visit.answer_by if asks and visit.answer_by else visit.ends_at
    facts = facts_of(visit) | {"not_after": not_after.isoformat()} | more
    tell(visit.person, kind, key=key, facts=facts)


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
