"""An address is deleted some time after the visits it was given for; who looked at it is kept longer, by people."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from elearn.people.api import forget_home, homes_since_before
from elearn.people.models import Person

from ..enums import OPEN_REQUESTS
from ..models import VisitRequest


def ended_long_ago(before: datetime) -> list[VisitRequest]:
    """Give what ended so long ago and still has something to forget, where the person has nothing newer."""
    newer = VisitRequest.objects.filter(Q(state__in=OPEN_REQUESTS) | Q(ended_at__gte=before), person=OuterRef("person"))
    ended = VisitRequest.objects.exclude(state__in=OPEN_REQUESTS).filter(ended_at__lt=before, address_gone_at=None)
    return list(ended.filter(~Exists(newer)).select_related("person").order_by("ended_at", "pk"))


@transaction.atomic
def forget_address(request: VisitRequest) -> None:
    """Delete the address and the needs of a request that is over; what was learnt stays.

    Somebody who asks anew in the same moment keeps the address.
    """
    person = Person.objects.select_for_update().get(pk=request.person_id)
    if VisitRequest.objects.filter(person=person, state__in=OPEN_REQUESTS).exists():
        return
    forget_home(person)
    VisitRequest.objects.filter(pk=request.pk).update(
        address_gone_at=timezone.now(), needs_kept="", pin="", address_mark=""
    )


def loose_addresses(before: datetime) -> list[Person]:
    """Give who has an address that no request gives a reason for, and that nobody touched for so long.

    Staff wrote it down, or it was given anew when the visits were over; nothing else would ever delete it.
    """
    wanted = VisitRequest.objects.filter(
        Q(state__in=OPEN_REQUESTS) | Q(address_gone_at=None), person=OuterRef("pk")
    )  # fmt: skip
    return list(homes_since_before(before).filter(~Exists(wanted)).order_by("pk"))


@transaction.atomic
def forget_loose_address(person: Person) -> None:
    """Delete such an address, unless somebody asks for visits in the same moment."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not VisitRequest.objects.filter(person=person, state__in=OPEN_REQUESTS).exists():
        forget_home(person)
