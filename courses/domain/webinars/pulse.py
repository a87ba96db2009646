"""What those who follow a webinar are told of, read for many webinars at once: new events, and counts as they are now.

Counts (applause, votes, who watches) are no events: only the newest matters, so they are read once a second and sent
where they changed. A thousand taps of applause are then one number a second for each viewer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from courses.models import (
    EventLog,
    LiveEvent,
    LiveQuestion,
    LiveQuestionState,
    Poll,
    PollAnswer,
    PollState,
    Webinar,
    WebinarState,
)


@dataclass(frozen=True)
class Told:
    """One event as it lies in the log."""

    number: int
    name: str
    data: dict[str, Any]
    audience: str
    person: int  # 0: nobody's own
    question: int  # 0: of no question


def newest(webinar_ids: Collection[int]) -> dict[int, int]:
    """Give the number of the newest event of each webinar; one query."""
    return dict(EventLog.objects.filter(pk__in=webinar_ids).values_list("pk", "number"))


def after(webinar_id: int, number: int, *, most: int) -> list[Told]:
    """Give the events after a number, the first `most` of them; one query."""
    rows = LiveEvent.objects.filter(webinar=webinar_id, number__gt=number).order_by("number")[:most]
    fields = rows.values_list("number", "name", "data", "audience", "person_id", "question")
    return [
        Told(number, name, data, audience, person or 0, question or 0)
        for number, name, data, audience, person, question in fields
    ]


def applause_now(webinar_ids: Collection[int]) -> dict[int, int]:
    return dict(Webinar.objects.filter(pk__in=webinar_ids).order_by().values_list("pk", "applause"))


def votes_now(webinar_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Give the votes of each question that is shown: {webinar: {"12": 3}}; one query."""
    votes: dict[int, dict[str, int]] = {pk: {} for pk in webinar_ids}
    shown = LiveQuestion.objects.filter(
        webinar__in=webinar_ids, state__in=[LiveQuestionState.SHOWN, LiveQuestionState.TAKEN]
    )
    for webinar, question, count in shown.order_by("pk").values_list("webinar", "pk", "votes"):
        votes[webinar][str(question)] = count
    return votes


def polls_now(webinar_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Give how the answers stand in each poll that is open: {webinar: {"poll": 3, "counts": {"7": 2}}}; two queries."""
    polls = dict(Poll.objects.filter(webinar__in=webinar_ids, state=PollState.OPEN).values_list("pk", "webinar"))
    found: dict[int, dict[str, Any]] = {webinar: {"poll": poll, "counts": {}} for poll, webinar in polls.items()}
    answers = PollAnswer.objects.filter(poll__in=polls).values("poll", "option").annotate(people=Count("pk"))
    for row in answers.order_by("option") if polls else ():
        found[polls[row["poll"]]]["counts"][str(row["option"])] = row["people"]
    return found


def applaud(claps: Mapping[int, int]) -> None:
    """Add what was clapped in webinars that are on air; at other times there is nobody to hear it."""
    for webinar_id, count in claps.items():
        Webinar.objects.filter(pk=webinar_id, state=WebinarState.ON_AIR).update(applause=F("applause") + count)
