"""Polls: a question to everybody who watches, with answers to choose from. What somebody chose is shown only as a sum.

One is open at a time. While it is open one may change one's mind; how it stands is seen by the hosts alone, so that
nobody follows the crowd; everybody sees the result when it is closed. What is open when a webinar ends is closed then.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from courses.errors import PollClosed, PollNotComplete, WaitsForGuardian, WebinarOver
from courses.models import Poll, PollAnswer, PollOption, PollState, Webinar
from elearn.history import api as history
from elearn.people.api import needs_guardian
from elearn.people.models import Person

from .events import hold, publish
from .talk import OPEN

FEWEST, MOST = 2, 6
LONGEST_QUESTION, LONGEST_ANSWER = 200, 120


@dataclass(frozen=True)
class Line:
    """One answer and how many chose it."""

    id: int
    text: str
    count: int
    percent: int


@transaction.atomic
def prepare_poll(webinar: Webinar, *, text: str, options: Sequence[str], by: Person) -> Poll:
    """Prepare a poll; nobody sees it before it is opened. Raises PollNotComplete and WebinarOver."""
    question = " ".join(text.split())[:LONGEST_QUESTION]
    answers = list(dict.fromkeys(filter(None, (" ".join(one.split())[:LONGEST_ANSWER] for one in options))))
    if not question or not FEWEST <= len(answers) <= MOST:
        raise PollNotComplete
    if webinar.state not in OPEN:
        raise WebinarOver
    poll = Poll.objects.create(webinar=webinar, text=question)
    PollOption.objects.bulk_create([PollOption(poll=poll, text=answer) for answer in answers])
    _note(poll, by, "prepare")
    publish(webinar, "polls", {}, to="hosts")
    return poll


@transaction.atomic
def open_poll(poll: Poll, *, by: Person) -> Poll:
    """Put a poll to everybody; one that is open is closed. Raises PollClosed when it was open before, WebinarOver."""
    hold(poll.webinar)
    if not Webinar.objects.filter(pk=poll.webinar_id, state__in=OPEN).exists():
        raise WebinarOver
    for other in Poll.objects.filter(webinar=poll.webinar, state=PollState.OPEN).exclude(pk=poll.pk):
        close_poll(other, by=by)
    drafts = Poll.objects.filter(pk=poll.pk, state=PollState.DRAFT)
    if not drafts.update(state=PollState.OPEN, opened_at=timezone.now()):
        raise PollClosed
    poll.refresh_from_db()
    publish(poll.webinar, "poll", said(poll))
    _note(poll, by, "open")
    return poll


@transaction.atomic
def close_poll(poll: Poll, *, by: Person | None) -> Poll:
    """End a poll and show everybody what was chosen. Without `by` its webinar is over. Raises PollClosed."""
    hold(poll.webinar)
    ours = Poll.objects.filter(pk=poll.pk, state=PollState.OPEN)
    if not ours.update(state=PollState.CLOSED, closed_at=timezone.now()):
        raise PollClosed
    poll.refresh_from_db()
    publish(poll.webinar, "poll_result", result(poll))
    _note(poll, by, "close")
    return poll


def close_left_open(webinar: Webinar) -> int:
    """Close what nobody closed before the end, so that its result can be read; says how many."""
    closed = 0
    for poll in Poll.objects.filter(webinar=webinar, state=PollState.OPEN).select_related("webinar"):
        with suppress(PollClosed):  # a host did it in this moment
            close_poll(poll, by=None)
            closed += 1
    return closed


@transaction.atomic
def remove_poll(poll: Poll, *, by: Person) -> None:
    """Remove a poll that nobody has seen. Raises PollClosed for any other."""
    hold(poll.webinar)
    if not Poll.objects.filter(pk=poll.pk, state=PollState.DRAFT).delete()[0]:
        raise PollClosed
    _note(poll, by, "remove")
    publish(poll.webinar, "polls", {}, to="hosts")


@transaction.atomic
def choose(person: Person, poll: Poll, *, option: int) -> PollAnswer:
    """Choose an answer, or another while the poll is open.

    Raises PollClosed, also for an answer of another poll, and WaitsForGuardian.
    """
    hold(poll.webinar)
    if needs_guardian(person):
        raise WaitsForGuardian
    is_open = Poll.objects.filter(pk=poll.pk, state=PollState.OPEN, webinar__state__in=OPEN).exists()
    if not is_open or not PollOption.objects.filter(pk=option, poll=poll).exists():
        raise PollClosed
    answer, _is_new = PollAnswer.objects.update_or_create(poll=poll, person=person, defaults={"option_id": option})
    return answer


def shown(webinar: Webinar, *, with_drafts: bool = False) -> list[Poll]:
    """Give the polls that are or were put to everybody, the newest first, with their answers; two queries."""
    polls = Poll.objects.filter(webinar=webinar).prefetch_related("options").order_by("-pk")
    return list(polls if with_drafts else polls.exclude(state=PollState.DRAFT))


def chosen_by(person: Person, webinar: Webinar) -> dict[int, int]:
    """Give what somebody chose: {poll: option}."""
    return dict(PollAnswer.objects.filter(person=person, poll__webinar=webinar).values_list("poll", "option"))


def lines(polls: Sequence[Poll]) -> dict[int, list[Line]]:
    """Give how polls stand, answer by answer; one query for all, besides the answers that came with them."""
    found = PollAnswer.objects.filter(poll__in=polls).values("option").annotate(people=Count("pk")).order_by()
    counts = dict(found.values_list("option", "people"))
    return {poll.pk: _lines(poll, counts) for poll in polls}


def _lines(poll: Poll, counts: dict[int, int]) -> list[Line]:
    options = sorted(poll.options.all(), key=lambda option: option.pk)
    total = sum(counts.get(option.pk, 0) for option in options)
    return [
        Line(option.pk, option.text, count := counts.get(option.pk, 0), round(100 * count / total) if total else 0)
        for option in options
    ]


def said(poll: Poll) -> dict[str, Any]:
    """Say a poll as the event does that opens it."""
    options = [{"id": option.pk, "text": option.text} for option in poll.options.order_by("pk")]
    return {"id": poll.pk, "text": poll.text, "state": poll.state, "options": options}


def result(poll: Poll) -> dict[str, Any]:
    """Say what was chosen, as the event does that closes a poll."""
    rows = lines([poll])[poll.pk]
    options = [{"id": row.id, "text": row.text, "count": row.count, "percent": row.percent} for row in rows]
    return {"id": poll.pk, "text": poll.text, "total": sum(row.count for row in rows), "options": options}


def _note(poll: Poll, by: Person | None, deed: str) -> None:
    history.note(
        history.Kind.LIVE_POLL_CHANGED, who=by.key if by else None, subject=f"webinar:{poll.webinar_id}",
        is_check=(by or poll.webinar.speaker).is_check, deed=deed,
    )  # fmt: skip
