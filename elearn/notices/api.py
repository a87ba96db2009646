"""The door of notices: one way to tell a person something, once."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from elearn.people.models import Person

from .domain import calls
from .domain import tell as domain
from .domain.calls import MOST_CALLS, calls_to_make, note_call, overtake, what_to_say
from .domain.compose import about
from .domain.letters import letter_of, may_be_printed, note_letter, printable, write_letter
from .models import Notice, NoticeState
from .tasks import deliver_notice

QUICK = "quick"

__all__ = [
    "MOST_CALLS",
    "about",
    "call_off",
    "calls_to_make",
    "count_stuck",
    "letter_of",
    "may_be_printed",
    "note_call",
    "note_letter",
    "overtake",
    "printable",
    "sweep",
    "tell",
    "what_to_say",
    "write_letter",
]


def tell(person: Person, kind: str, *, key: str, facts: dict[str, Any] | None = None, queue: str = QUICK) -> Notice:
    """Tell a person something: a row now, delivery after commit. The same key gives the row there is.

    `kind` names templates/notices/<kind>.subject.txt, .email.txt and .sms.txt; `facts` are plain JSON values for them.
    One of very many goes by another `queue`, or codes for signing in would wait behind them.
    """
    grace = domain.GRACE if queue == QUICK else domain.GRACE_IN_BULK
    notice, is_new = domain.write(person, kind, key=key, facts=facts, grace=grace)
    if is_new and notice.state == NoticeState.WAITING:
        transaction.on_commit(lambda: enqueue(notice.pk, queue=queue))
    return notice


def call_off(person: Person, kind: str) -> int:
    """Take back what a person was to be told and was not yet, because they no longer want it; give how many."""
    return domain.call_off(person, kind)


def enqueue(notice_id: UUID, *, queue: str = QUICK) -> None:
    """Queue one try to deliver a notice."""
    task = deliver_notice if queue == QUICK else deliver_notice.using(queue_name=queue)
    task.enqueue(str(notice_id))


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
