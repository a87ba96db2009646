"""The door of notices: one way to tell a person something, once."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from elearn.people.models import Person

from .domain import calls
from .domain import tell as domain
from .domain.calls import MOST_CALLS, calls_to_make, note_call, what_to_say
from .domain.compose import about
from .domain.letters import letter_of, may_be_printed, note_letter, printable, write_letter
from .models import Notice, NoticeState
from .tasks import deliver_notice

__all__ = [
    "MOST_CALLS",
    "about",
    "calls_to_make",
    "count_stuck",
    "letter_of",
    "may_be_printed",
    "note_call",
    "note_letter",
    "printable",
    "sweep",
    "tell",
    "what_to_say",
    "write_letter",
]


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
    calls.give_up_on_calls(now)
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
