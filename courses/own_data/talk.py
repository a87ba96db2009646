"""What is held of what somebody said in webinars, what goes with them, and how long the log of events is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain
from elearn.people.models import Person

from ..domain.webinars.events import forget_words
from ..domain.webinars.talk_merge import withdraw_vote
from ..models import LiveEvent, LiveQuestion, PollAnswer, QuestionVote

Row = dict[str, Any]


# What is held ------------------------------------------------------------------------------------------
@holds(
    "courses.talk",
    words=_("What you asked and chose in webinars"),
    of=["courses.LiveQuestion.person", "courses.QuestionVote.person", "courses.PollAnswer.person"],
)
def talk(person: Person) -> Iterator[Row]:
    for row in LiveQuestion.objects.filter(person=person).select_related("webinar").order_by("pk"):
        yield {"webinar": row.webinar.title, "question": row.text} | plain(row, "state", "answer", "asked_at")
    wanted = QuestionVote.objects.filter(person=person).select_related("question__webinar").order_by("pk")
    for vote in wanted:
        yield {"webinar": vote.question.webinar.title, "wanted": vote.question.text}
    chosen = PollAnswer.objects.filter(person=person).select_related("poll__webinar", "option").order_by("pk")
    for answer in chosen:
        title = answer.poll.webinar.title
        yield {"webinar": title, "question": answer.poll.text, "answer": answer.option.text, "at": answer.answered_at}


not_given("The log of a webinar only repeats what is given with the questions.", "courses.LiveEvent.person")


# What goes ---------------------------------------------------------------------------------------------
@forgets(
    "courses.talk",
    of=[
        "courses.LiveQuestion.person",
        "courses.QuestionVote.person",
        "courses.PollAnswer.person",
        "courses.LiveEvent.person",
    ],
)
def forget_talk(person: Person) -> None:
    """Questions, votes and choices go, and the words of the questions out of the log."""
    for question in LiveQuestion.objects.filter(person=person).select_related("webinar"):
        forget_words(question.webinar, question.pk)
        question.delete()
    for vote in QuestionVote.objects.filter(person=person):
        withdraw_vote(vote)
    PollAnswer.objects.filter(person=person).delete()
    LiveEvent.objects.filter(person=person).delete()


# How long ----------------------------------------------------------------------------------------------
def old_events(before: datetime, most: int) -> list[LiveEvent]:
    return list(LiveEvent.objects.filter(at__lt=before).order_by("pk").only("pk")[:most])


def delete_events(events: Sequence[LiveEvent]) -> None:
    LiveEvent.objects.filter(pk__in=[event.pk for event in events]).delete()


keep(
    "courses.live_events", what=_("What was told to everybody during a webinar, in its order"), days=2,
    why=_("So that whoever loses the line misses nothing."), find=old_events, clear=delete_events,
)  # fmt: skip
