"""The published lists of cancelled badges: a place at random for each badge, a signed list for everybody.

A list hides who is on it among 131,072 places; another one is begun when half of them are taken, so that a free place
is found at once. What cancels a badge empties the signed list in its own transaction; whoever asks next has it signed
anew. So a list that we give out never says that a cancelled badge is good, and one that was kept elsewhere ends after
a day.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.documents.status import sign_status_list
from courses.models import Certificate, ReplacedCredential, StatusList

from . import badge_keys
from .badge_addresses import issuer_address, keys_address, list_address

GOOD_FOR = timedelta(hours=26)
SIGN_AGAIN_AFTER = timedelta(hours=12)


@transaction.atomic
def take(count: int) -> list[tuple[StatusList, int]]:
    """Give so many free places, at random. Call it in the transaction that writes them down."""
    places: list[tuple[StatusList, int]] = []
    while len(places) < count:
        current = _current()
        room = current.size // 2 - current.taken
        free = _free(current, min(count - len(places), room))
        current.taken += len(free)
        current.save(update_fields=["taken"])
        places += [(current, index) for index in free]
    return places


def _current() -> StatusList:
    """Give the newest list with room, locked: two who take places wait for each other."""
    newest = StatusList.objects.select_for_update().order_by("-number").first()
    if newest and newest.taken < newest.size // 2:
        return newest
    made, _is_new = StatusList.objects.get_or_create(number=newest.number + 1 if newest else 1)
    return StatusList.objects.select_for_update().get(pk=made.pk)


def _free(current: StatusList, count: int) -> list[int]:
    found: set[int] = set()
    while len(found) < count:
        drawn = {secrets.randbelow(current.size) for _turn in range(2 * (count - len(found)))} - found
        places = {"status_list": current, "status_index__in": drawn}
        taken = set(Certificate.objects.filter(**places).values_list("status_index", flat=True))
        taken |= set(ReplacedCredential.objects.filter(**places).values_list("status_index", flat=True))
        found |= drawn - taken
    mixed = list(found)
    secrets.SystemRandom().shuffle(mixed)
    return mixed[:count]


def changed(number: int | None) -> None:
    """Note that a badge on this list (by its key in the database) counts no more: it is signed anew before it is read.

    Call it in the transaction that cancels.
    """
    if number is not None:
        StatusList.objects.filter(pk=number).update(token="")


def changed_all() -> None:
    """Have every list signed anew, as when the key was replaced."""
    StatusList.objects.update(token="")


def published(number: int) -> StatusList:
    """Give a list with its signed token, fresh enough to be relied on. Raises StatusList.DoesNotExist."""
    found = StatusList.objects.get(number=number)
    return found if _is_fresh(found) else _signed_anew(found)


def token_of(number: int) -> str:
    """Give a list as everybody reads it."""
    return published(number).token


def _is_fresh(found: StatusList) -> bool:
    return bool(found.token and found.signed_at and timezone.now() - found.signed_at < SIGN_AGAIN_AFTER)


@transaction.atomic
def _signed_anew(stale: StatusList) -> StatusList:
    """Sign a list under its lock: what is cancelled meanwhile waits, and empties the token again."""
    found = StatusList.objects.select_for_update().get(pk=stale.pk)
    if _is_fresh(found):
        return found
    found.signed_at = timezone.now().replace(microsecond=0)
    found.valid_until = found.signed_at + GOOD_FOR
    found.token = sign_status_list(
        withdrawn(found),
        badge_keys.key(),
        address=list_address(found.number),
        issuer=issuer_address(),
        keys=keys_address(),
        size=found.size,
        signed_at=found.signed_at,
        valid_until=found.valid_until,
    )
    found.save(update_fields=["token", "signed_at", "valid_until"])
    return found


def withdrawn(found: StatusList) -> list[int]:
    """Give the places of a list whose badges count no more: cancelled, issued again, or replaced by a newer one."""
    gone = Q(cancelled_at__isnull=False) | Q(superseded_at__isnull=False)
    cancelled = Certificate.objects.filter(gone, status_list=found)
    replaced = ReplacedCredential.objects.filter(status_list=found)
    places = [*cancelled.values_list("status_index", flat=True), *replaced.values_list("status_index", flat=True)]
    return sorted({place for place in places if place is not None})
