"""Tell a person something: the row comes first, in the transaction of the deed it speaks of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from elearn.people.api import present
from elearn.people.models import Person

from ..models import Notice, NoticeState

# How long the task that was queued at once may take before the sweep queues another.
GRACE = timedelta(minutes=2)
# The same for one of a thousand, which wait for each other in a queue of their own.
GRACE_IN_BULK = timedelta(hours=1)
# In Notice.fault: nothing is wrong, this person is not written to any more.
STOPPED = "stopped"
REQUEUE = timedelta(minutes=10)
CAN_BE_SENT_AGAIN = (NoticeState.FAILED, NoticeState.UNREACHABLE, NoticeState.TO_CALL)


@transaction.atomic
def write(
    person: Person, kind: str, *, key: str, facts: dict[str, Any] | None = None, grace: timedelta = GRACE
) -> tuple[Notice, bool]:
    """Write the row of a notice once for a key; give it and whether it is new."""
    return Notice.objects.get_or_create(
        key=key,
        defaults={"person": present(person), "kind": kind, "facts": facts or {}, **_to_send(present(person), grace)},
    )


def _to_send(person: Person, grace: timedelta) -> dict[str, Any]:
    """How a new notice begins: to be sent, or stopped when the person has died or can no longer decide."""
    if person.speaks_for_themself:
        return {"next_try_at": timezone.now() + grace}
    return {"state": NoticeState.UNREACHABLE, "fault": STOPPED}


@transaction.atomic
def call_off(person: Person, kind: str) -> int:
    """Let what is on its way to a person have lost its sense; give how much that was.

    By the time until which it is worth sending, which every try looks at: also the next one of what is being tried now.
    """
    on_its_way = Notice.objects.filter(person=present(person), kind=kind)
    rows = on_its_way.filter(state__in=[NoticeState.WAITING, NoticeState.SENDING]).select_for_update()
    now = timezone.now().isoformat()
    for notice in rows:
        Notice.objects.filter(pk=notice.pk).update(facts={**notice.facts, "not_after": now})
    return len(rows)


def due(now: datetime) -> list[UUID]:
    """Give the waiting notices whose time has come, each to one caller only for the next ten minutes."""
    ids = Notice.objects.filter(state=NoticeState.WAITING, next_try_at__lte=now).values_list("pk", "next_try_at")[:500]
    return [
        pk
        for pk, seen in ids
        if Notice.objects.filter(pk=pk, state=NoticeState.WAITING, next_try_at=seen).update(next_try_at=now + REQUEUE)
    ]


def give_up_on_lost(now: datetime) -> int:
    """Hand to staff what a worker began to send and never reported: it may have been sent, so it is not repeated."""
    return Notice.objects.filter(state=NoticeState.SENDING, next_try_at__lte=now).update(
        state=NoticeState.FAILED, fault="lost", next_try_at=None
    )


def try_again(notice: Notice, enqueue: Callable[[UUID], object]) -> bool:
    """Let staff send a failed or undeliverable notice again; False when it is in no such state any more."""
    with transaction.atomic():
        changed = Notice.objects.filter(pk=notice.pk, state__in=CAN_BE_SENT_AGAIN).update(
            state=NoticeState.WAITING,
            attempts=0,
            calls=0,
            fault="",
            next_try_at=timezone.now() + GRACE,
        )
        if changed:
            transaction.on_commit(lambda: enqueue(notice.pk))
    return bool(changed)
