"""Questions that a webinar did not reach: handed to its speaker. What becomes of them is in `courses.domain.talk.asks`.

What a host has shown to everybody goes straight to the teacher; what no host has looked at passes a moderator first.
"""

from django.db import transaction
from django.urls import reverse

from courses.domain.talk.asks import (
    ANSWER,
    ASK,
    LONGEST,
    answer,
    asked_by,
    asked_of,
    to_answer,
    waiting_for,
    words_decided,
)
from courses.domain.talk.unanswered import put_away
from courses.models import Ask, AskState, LiveQuestion, LiveQuestionState, Webinar, WebinarState
from elearn.notices.api import tell
from elearn.people.models import Person
from elearn.safety.api import SafetyError, submit
from elearn.safety.models import Submission, SubmissionState

from . import talk
from .events import hold

__all__ = [
    "ANSWER",
    "ASK",
    "LONGEST",
    "answer",
    "asked_by",
    "asked_of",
    "collect",
    "put_away",
    "to_answer",
    "waiting_for",
    "words_decided",
]


@transaction.atomic
def collect(webinar: Webinar) -> int:
    """Hand the questions that a webinar did not reach to its speaker; says how many. Again: nothing more.

    By turns with what hosts do with them: what is answered in writing in this moment is not handed over as well.
    """
    hold(webinar)
    LiveQuestion.objects.filter(webinar=webinar, state=LiveQuestionState.TAKEN).update(state=LiveQuestionState.DONE)
    handed = 0
    for question in talk.left_over(webinar):
        before = question.state
        LiveQuestion.objects.filter(pk=question.pk).update(state=LiveQuestionState.LEFT_OVER)
        by = question.person
        if by and by.pk != webinar.speaker_id and not Ask.objects.filter(question=question).exists():
            handed += _hand_over(question, webinar, by=by, was_shown=before == LiveQuestionState.SHOWN)
    if waiting := Ask.objects.filter(webinar=webinar, state=AskState.OPEN).count():
        tell(
            webinar.speaker, "asks_waiting", key=f"asks_waiting:{webinar.pk}",
            facts={"title": _title(webinar), "number": waiting, "address": reverse("courses:my_questions")},
        )  # fmt: skip
    return handed


def _title(webinar: Webinar) -> str:
    """Name the webinar after which there are questions; "" where it did not take place."""
    return webinar.title if webinar.state == WebinarState.ENDED else ""


def _hand_over(question: LiveQuestion, webinar: Webinar, *, by: Person, was_shown: bool) -> bool:
    words: Submission | None = None
    if not was_shown:
        try:
            words = submit(ASK, f"webinar:{webinar.pk}", by=by, text=question.text, to=webinar.speaker)
        except SafetyError:  # a telephone number or an address in it: it goes to nobody
            return False
    is_open = words is None or words.state == SubmissionState.APPROVED
    Ask.objects.create(
        person=by, teacher=webinar.speaker, webinar=webinar, question=question, question_words=words,
        text=question.text, asked_at=question.asked_at, state=AskState.OPEN if is_open else AskState.BEING_READ,
    )  # fmt: skip
    return True
