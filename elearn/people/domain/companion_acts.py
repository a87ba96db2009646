"""What a helper does for an elder: allowed or denied at the deed itself, and written down with it.

Also who helps whom, and where the elder's own messages go: never only to somebody who helps them.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..errors import MayNotAct
from ..models import (
    Account,
    CompanionAct,
    Companionship,
    CompanionshipState,
    Consent,
    ConsentState,
    ContactPoint,
    Did,
    Person,
    Scope,
)
from ..policies import companionship_for
from .address import best_contact
from .apart import others_addresses

# Looking, and typing captions, is noted once in this time, so that the elder's list stays readable.
LOOKED_AGAIN = timedelta(hours=1)
_NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


def act(account: Account, elder: Person, *, scope: Scope, did: Did, subject: str = "", title: str = "") -> CompanionAct:
    """Write down what a helper does, or raise MayNotAct. Call it in the deed's transaction: both happen or neither.

    The row is locked, so that an end in the same moment comes before or after the deed, never between. What the elder
    has said no to stays as it is: a helper does nothing more about that subject.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A helper's act is written in the transaction of the deed.")
    elder = Person.objects.select_for_update().get(pk=elder.pk)
    allowed = companionship_for(account, elder, scope)
    if allowed is None:
        raise MayNotAct
    if subject and Consent.objects.filter(person=elder, subject=subject, state__in=_NO).exists():
        raise MayNotAct
    if did in (Did.SAW, Did.READ_COUNSEL, Did.CAPTIONED):
        recent = CompanionAct.objects.filter(companionship=allowed, did=did, at__gt=timezone.now() - LOOKED_AGAIN)
        if looked := (recent if did == Did.SAW else recent.filter(subject=subject)).first():
            return looked
    return CompanionAct.objects.create(companionship=allowed, did=did, subject=subject, title=title[:200])


def companionships_of(elder: Person) -> QuerySet[Companionship]:
    """Give the helpers of an elder, those under way first."""
    rows = Companionship.objects.filter(elder=elder).select_related("companion", "elder", "invited_by__person")
    return rows.order_by(F("ended_at").asc(nulls_first=True), "-invited_at")


def helped_by(companion: Person) -> QuerySet[Companionship]:
    """Give the elders somebody helps, held up or not; what is over is not there."""
    rows = Companionship.objects.filter(companion=companion, state=CompanionshipState.ACTIVE)
    return rows.filter(ends_on__gte=timezone.localdate()).select_related("elder", "companion")


def acts_for(elder: Person) -> QuerySet[CompanionAct]:
    """Give everything that helpers did for an elder, newest first."""
    return CompanionAct.objects.filter(companionship__elder=elder).select_related("companionship__companion")


def contact_for_messages(person: Person) -> ContactPoint | None:
    """Give the address a person's messages go to: never one of a helper, or of who waits for their answer, alone.

    None when there is no other: our staff then call.
    """
    theirs = others_addresses(person)
    return best_contact(person) if not theirs else best_contact(person, without=theirs)


def contacts_for_messages(people: Sequence[Person]) -> dict[int, ContactPoint | None]:
    """Give the same for many, in a few queries for all; only who shares an address with somebody is looked at alone.

    Their `contact_points` are best fetched before.
    """
    values = {point.value for person in people for point in person.contact_points.all()}
    owners: dict[str, set[int]] = defaultdict(set)
    for value, owner in ContactPoint.objects.filter(value__in=values).values_list("value", "person"):
        owners[value].add(owner)
    accounts = Account.objects.filter(Q(email__in=values) | Q(phone__in=values))
    for email, phone, owner in accounts.values_list("email", "phone", "person"):
        owners[email or ""].add(owner)
        owners[phone or ""].add(owner)

    def is_shared(person: Person) -> bool:
        return any(owners[point.value] - {person.pk} for point in person.contact_points.all())

    return {one.pk: contact_for_messages(one) if is_shared(one) else best_contact(one) for one in people}


def number_to_call(person: Person) -> ContactPoint | None:
    """Give the number at which our staff call somebody: their own before one that a helper has too; None without one.

    A call asks for the person themself, so a number that others answer is better than none.
    """
    phones = [contact for contact in person.contact_points.all() if contact.kind == ContactPoint.Kind.PHONE]
    theirs = others_addresses(person) if len(phones) > 1 else set()
    return min(
        phones, key=lambda contact: (contact.value in theirs, not contact.is_preferred, contact.pk), default=None
    )


def settle_merge(keep: Person, absorb: Person) -> None:
    """Two records become one: of two rows for one pair one goes on, and nobody is their own helper.

    The one that goes on is the one that is held up, else the one that ends first.
    """
    both = [keep.pk, absorb.pk]
    active = Companionship.objects.filter(state=CompanionshipState.ACTIVE)
    over = list(active.filter(elder__in=both, companion__in=both))
    seen: dict[tuple[int | None, int | None], Companionship] = {}
    rows = active.filter(elder__in=both) | active.filter(companion__in=both)
    held_first = rows.exclude(pk__in=[one.pk for one in over]).order_by(
        "-is_suspended", F("paused_at").desc(nulls_last=True), "ends_on"
    )
    for row in held_first:
        pair = tuple(keep.pk if one == absorb.pk else one for one in (row.elder_id, row.companion_id))
        if pair in seen:
            over.append(row)
        else:
            seen[pair] = row  # type: ignore[index]  # two keys make a pair
    for row in over:
        Companionship.objects.filter(pk=row.pk).update(
            state=CompanionshipState.ENDED, ended_at=timezone.now(), ended_by="staff"
        )
