"""The door of notices: one way to tell a person something, once."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from elearn.people.models import Person

from .domain import tell as domain
from .models import Notice, NoticeState
from .tasks import deliver_notice

__all__ = ["count_stuck", "sweep", "tell"]


def tell(person: Person, kind: str, *, key: str, facts: dict[str, Any] | None = None) -> Notice:
    """Tell a person something: a row now, delivery after commit. The same key gives the row there is.

    `kind` names templates/notices/<kind>.subject.txt, .email.txt and .sms.txt; `facts` are plain JSON values for them.
    """
    notice, is_new = domain.write(person, kind, key=key, facts=facts)
    if is_new and notice.state == NoticeState.WAITING:
        transaction.on_commit(lambda: enqueue(notice.pk))
    return notice


def enqueue(notice_id: UUID) -> None:
    """Queue one try to deliver a notice."""
    deliver_notice.enqueue(str(notice_id))


def sweep() -> int:
    """Queue what is due or was forgotten, and hand to staff what got lost while being sent; give how many."""
    now = timezone.now()
    lost = domain.give_up_on_lost(now)
    waiting = domain.due(now)
    for notice_id in waiting:
        enqueue(notice_id)
    return lost + len(waiting)


def count_stuck() -> int:
    """Count the messages that nobody received: given up, or no way to reach the person."""
    return (
        Notice.objects.filter(state__in=[NoticeState.FAILED, NoticeState.UNREACHABLE], person__is_check=False)
        .exclude(fault=domain.STOPPED)
        .count()
    )
