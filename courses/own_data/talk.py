"""What is held of what somebody said in webinars, what goes with them, and how long the log of events is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain
from elearn.people.models import Person

from ..domain.webinars.events import forget_words
from ..domain.webinars.talk import PUBLIC
from ..domain.webinars.talk_merge import withdraw_vote
from ..models import LiveEvent, LiveQuestion, PollAnswer, QuestionVote, WebinarState

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


def _over(before: datetime, webinar: str) -> Q:
    """Select what belongs to webinars that were over before then; also to those that nobody began."""
    ended = Q(**{f"{webinar}__ended_at__lt": before})
    never_begun = Q(**{f"{webinar}__ended_at": None, f"{webinar}__starts_at__lt": before})
    return (ended | never_begun) & ~Q(**{f"{webinar}__state": WebinarState.ON_AIR})


def old_choices(before: datetime, most: int) -> list[PollAnswer]:
    rows = PollAnswer.objects.filter(_over(before, "poll__webinar"), person__isnull=False)
    return list(rows.order_by("pk").only("pk")[:most])


def unname_choices(answers: Sequence[PollAnswer]) -> None:
    """Let each answer count on in its sum, as nobody's."""
    PollAnswer.objects.filter(pk__in=[answer.pk for answer in answers]).update(person=None)


def old_votes(before: datetime, most: int) -> list[QuestionVote]:
    return list(QuestionVote.objects.filter(_over(before, "question__webinar")).order_by("pk").only("pk")[:most])


def delete_votes(votes: Sequence[QuestionVote]) -> None:
    """Delete who wanted it; how many they were stands with the question."""
    QuestionVote.objects.filter(pk__in=[vote.pk for vote in votes]).delete()


def old_questions(before: datetime, most: int) -> list[LiveQuestion]:
    rows = LiveQuestion.objects.filter(_over(before, "webinar"), person__isnull=False)
    return list(rows.order_by("pk").only("pk", "state")[:most])


def unname_questions(questions: Sequence[LiveQuestion]) -> None:
    """Let what everybody saw stand, a chapter of the recording perhaps, as nobody's; the rest goes.

    What was left over waits with the teacher in a row of its own, which has its own time.
    """
    LiveQuestion.objects.filter(pk__in=[one.pk for one in questions if one.state in PUBLIC]).update(person=None)
    LiveQuestion.objects.filter(pk__in=[one.pk for one in questions if one.state not in PUBLIC]).delete()


keep(
    "courses.poll_answers", what=_("What you chose in the polls of a webinar; the sum stays without your name"),
    days=30, why=_("So that nobody answers twice, and you can see what you chose."),
    find=old_choices, clear=unname_choices,
)  # fmt: skip
keep(
    "courses.question_votes",
    what=_("That you wanted a question in a webinar answered too; how many wanted it stays without names"), days=30,
    why=_("So that nobody counts twice."), find=old_votes, clear=delete_votes,
)  # fmt: skip
keep(
    "courses.live_questions",
    what=_("That you asked a question in a webinar; one that everybody saw stays without your name"), days=365,
    why=_("So that you find it again, and a concern about it can be looked into."),
    find=old_questions, clear=unname_questions,
)  # fmt: skip
keep(
    "courses.live_events", what=_("What was told to everybody during a webinar, in its order"), days=2,
    why=_("So that whoever loses the line misses nothing."), find=old_events, clear=delete_events,
)  # fmt: skip
