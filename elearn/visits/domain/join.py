"""Two records of one elder become one: one request goes on, one home is kept, and what keeps them safe is not lost.

It runs before the records' rows are moved. Of two open requests the one further along goes on, and the home that is
kept is the one its visits go to; what is paused by one record stops nothing that was asked for by the other. Who has
died by one of the records is visited by nobody.
"""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from elearn.people.api import forget_home, home_mark
from elearn.people.models import Person

from ..enums import COMING, HOLDS_TIME, OPEN_REQUESTS, PairKind, RequestState
from ..models import Pair, Visit, VisitRequest
from . import company
from .answer import cancel, cancel_coming
from .ask import end, locked
from .standing import settle_request

FURTHER = (RequestState.UNDER_WAY, RequestState.WAITING, RequestState.PAUSED)


def settle_merge(keep: Person, absorb: Person) -> None:
    """Settle what both records hold of visits. Call it in the transaction of the merge."""
    _join_pairs(keep, absorb)
    requests = VisitRequest.objects.filter(person__in=[keep, absorb], state__in=OPEN_REQUESTS)
    rows = sorted(requests, key=lambda row: (FURTHER.index(row.state), row.asked_at))
    if len(rows) == 2:
        _join(*rows)
    goes_on = rows[0] if rows else None
    mark = _join_homes(keep, absorb, of=goes_on.person_id if goes_on else keep.pk)
    if goes_on:
        VisitRequest.objects.filter(pk=goes_on.pk).update(address_mark=mark)
    if not (keep.speaks_for_themself and absorb.speaks_for_themself):
        stop_visits(keep)
        stop_visits(absorb)


def stop_visits(person: Person) -> None:
    """End what somebody asked for who has died or can no longer decide; nobody knocks at their door any more."""
    for request in VisitRequest.objects.filter(person=person, state__in=OPEN_REQUESTS):
        end(locked(request), by=None, way=None)
    # A course may be finished, or its number of visits made smaller, while a visit still stands.
    for request in VisitRequest.objects.filter(visits__person=person, visits__state__in=COMING).distinct():
        cancel_coming(request, by=None, reason="")


def _join(goes_on: VisitRequest, other: VisitRequest) -> None:
    """Let one of two open requests go on with the visits of both, and with all that either asks of who comes."""
    _cancel_doubled(goes_on, other)
    last = goes_on.visits.aggregate(last=Max("number"))["last"] or 0
    for visit in other.visits.all():
        Visit.objects.filter(pk=visit.pk).update(request=goes_on, number=last + visit.number)
    goes_on.units.add(*other.units.all())
    goes_on.wants_woman |= other.wants_woman
    was_for_two = goes_on.is_two_person and other.is_two_person
    goes_on.is_two_person |= other.is_two_person
    goes_on.is_urgent |= other.is_urgent
    goes_on.set_needs(**_joined_needs(goes_on.needs, other.needs))
    goes_on.save(update_fields=["wants_woman", "is_two_person", "is_urgent", "needs_kept"])
    if goes_on.is_two_person and not was_for_two:
        company.settle(goes_on, by=None)
    VisitRequest.objects.filter(pk=other.pk).update(
        state="withdrawn", ended_at=timezone.now(), end_reason="merged", address_mark="", needs_kept="", pin=""
    )
    settle_request(goes_on)


def _cancel_doubled(goes_on: VisitRequest, other: VisitRequest) -> None:
    """Cancel the visits of the other request at whose time somebody comes to this elder anyway."""
    ours = [(visit.starts_at, visit.ends_at) for visit in goes_on.visits.filter(state__in=HOLDS_TIME)]
    for visit in other.visits.filter(state__in=COMING, along_with=None):
        if any(starts < visit.ends_at and visit.starts_at < ends for starts, ends in ours):
            cancel(visit, by=None, is_elder=False)


def _join_homes(keep: Person, absorb: Person, *, of: int) -> str:
    """Keep one home of two, that of the person `of` if there is one; give its mark. A single one moves by itself."""
    homes = {person.pk: person.private_details for person in (keep, absorb) if hasattr(person, "private_details")}
    with_words = {pk: details for pk, details in homes.items() if details.address}
    kept = of if of in with_words else next(iter(with_words), None)
    mark = home_mark(absorb if kept == absorb.pk else keep)
    if len(homes) == 2 and kept == absorb.pk:
        homes[keep.pk].address = homes[absorb.pk].address
        homes[keep.pk].save(update_fields=["address", "changed_at"])
    if len(homes) == 2:
        forget_home(absorb)
    return mark


def _joined_needs(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Give what either record says that a visitor must know; where both say something, both."""
    found = dict(theirs)
    for name, value in ours.items():
        said = theirs.get(name)
        differs = isinstance(value, str) and isinstance(said, str) and said and said != value
        found[name] = f"{value}; {said}" if differs else value or said
    return found


def _join_pairs(keep: Person, absorb: Person) -> None:
    """Keep that two must not meet, whichever of the records says so."""
    apart = Pair.objects.filter(person=absorb, kind=PairKind.INCOMPATIBLE)
    Pair.objects.filter(person=keep, kind=PairKind.PREFERRED, trainer__in=apart.values("trainer")).delete()
