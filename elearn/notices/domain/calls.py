"""What is told by phone to people whom no message reaches: whom to call, what to say, and what came of it.

What is said never holds a code, a word for the door or an address that opens something: whoever answers the phone is
not yet known. A kind that must not be said at all has an empty templates/notices/<kind>.call.txt; one that is said in
other words than its text message has those there.
"""

import re
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from elearn.people.api import present
from elearn.people.models import Account, Person
from elearn.people.models.person import PersonStanding
from elearn.people.texts import text

from ..models import Notice, NoticeState
from .compose import HIDDEN, facts_of, sms_of
from .tell import STOPPED

WAIT = timedelta(hours=2)  # until the next call to who was not reached
MOST_CALLS = 3  # then a letter is proposed
KEPT = timedelta(days=14)  # what nobody could be told in this time is old
_ADDRESS = re.compile(r"https?://\S+")


def calls_to_make(now: datetime | None = None) -> QuerySet[Notice]:
    """Give what is to be told by phone now, the oldest first; who was just not reached comes again later.

    Nobody rings for somebody who has died or can no longer decide since.
    """
    is_due = Q(next_try_at=None) | Q(next_try_at__lte=now or timezone.now())
    living = Q(person__standing=PersonStanding.LIVING)
    rows = Notice.objects.filter(is_due, living, state=NoticeState.TO_CALL, person__is_check=False)
    return rows.select_related("person").order_by("created_at", "pk")


def may_be_said(kind: str) -> bool:
    """Say whether a kind of notice may be read out on the phone: not when its own words for that are none."""
    try:
        return bool(get_template(f"notices/{kind}.call.txt").template.source.strip())  # type: ignore[attr-defined]
    except TemplateDoesNotExist:
        return True


def what_to_say(notice: Notice) -> str:
    """Give what is said, in the language of the person called, without anything that only they may have."""
    with translation.override(notice.language or notice.person.language):
        try:
            words = text(f"notices/{notice.kind}.call.txt", {**facts_of(notice), "for_staff": True})
        except TemplateDoesNotExist:
            words = sms_of(notice, for_staff=True)
    return _without_addresses(" ".join(words.split()))


def _without_addresses(words: str) -> str:
    """Leave out addresses and what stands for them, and what led to one at the end."""
    kept = " ".join(_ADDRESS.sub("", words).replace(HIDDEN, "").split())
    if kept == words:
        return words
    sentences = re.split(r"(?<=[.!?])\s+", kept)
    return " ".join(one for one in sentences if not one.endswith(":"))


def note_call(notice: Notice, *, reached: bool, by: Account, calls: int | None = None) -> bool:
    """Note that somebody called, and whether the person themself was told; False when a colleague was first.

    `calls` is how many calls the page has shown: a button pressed twice is one call.
    """
    rows = Notice.objects.filter(pk=notice.pk, state=NoticeState.TO_CALL)
    if calls is not None:
        rows = rows.filter(calls=calls)
    now = timezone.now()
    noted = {"calls": F("calls") + 1, "called_at": now, "called_by": by}
    if reached:
        return bool(rows.update(state=NoticeState.SENT, sent_at=now, next_try_at=None, **noted))
    return bool(rows.update(next_try_at=now + WAIT, **noted))


def overtake(person: Person, *, but: str, **facts: str) -> int:
    """Take from the list of calls what speaks of the same thing, by its facts, and is not so any more; give how many.

    `but` is the key of the notice that says how it stands now.
    """
    same = {f"facts__{name}": value for name, value in facts.items()}
    waiting = Notice.objects.filter(person=present(person), state=NoticeState.TO_CALL, **same).exclude(key=but)
    return waiting.update(state=NoticeState.UNREACHABLE, fault=STOPPED, next_try_at=None)


def give_up_on_calls(now: datetime) -> int:
    """Take what could be told to nobody in two weeks from the list of calls; staff find it among what is stuck.

    What has lost its sense before (`not_after`) goes too, and nothing is wrong with it.
    """
    timed = Notice.objects.filter(state=NoticeState.TO_CALL, facts__has_key="not_after").values_list("pk", "facts")
    late = [pk for pk, facts in timed if datetime.fromisoformat(facts["not_after"]) < now]
    Notice.objects.filter(pk__in=late, state=NoticeState.TO_CALL).update(
        state=NoticeState.UNREACHABLE, fault=STOPPED, next_try_at=None
    )
    old = Notice.objects.filter(state=NoticeState.TO_CALL, created_at__lt=now - KEPT)
    return old.update(state=NoticeState.UNREACHABLE, fault="not_reached", next_try_at=None)
