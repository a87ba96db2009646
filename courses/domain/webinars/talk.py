"""What people ask in a webinar: asked, looked at by a host, wanted by others, taken live or answered in writing.

Nothing is shown to anybody before a host has looked at it. All deeds of one webinar take turns (`events.hold`), so two
hosts who press at the same moment never undo each other, and the log says what happened in the order it did.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import (
    QuestionGone,
    QuestionLookedAt,
    TooManyQuestions,
    WaitsForGuardian,
    WebinarOver,
    WordsWanting,
)
from courses.models import LiveQuestion, LiveQuestionState, QuestionVote, Webinar, WebinarState
from elearn.history import api as history
from elearn.people.api import needs_guardian, public_name
from elearn.people.models import Person
from elearn.safety.api import ContactsInWords, contacts_in, hidden_among

from .events import forget_words, hold, publish

S = LiveQuestionState
LONGEST = 300
LONGEST_ANSWER = 1000
MOST_WAITING = 3  # questions of one person that nobody has looked at yet
TWICE_WITHIN = timedelta(minutes=2)  # the same words again are the same question, sent twice
OPEN = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)
PUBLIC = (S.SHOWN, S.TAKEN, S.DONE)
SUBJECT = "webinar_question"

# deed: from which states it leads, and where to
MOVES: dict[str, tuple[tuple[LiveQuestionState, ...], LiveQuestionState]] = {
    "show": ((S.NEW, S.HIDDEN), S.SHOWN),
    "hide": ((S.NEW, S.SHOWN, S.TAKEN, S.DONE), S.HIDDEN),
    "take": ((S.NEW, S.SHOWN), S.TAKEN),
    "back": ((S.TAKEN,), S.SHOWN),
    "done": ((S.TAKEN,), S.DONE),
}


# Asking ------------------------------------------------------------------------------------------------
@transaction.atomic
def ask(person: Person, webinar: Webinar, *, text: str) -> LiveQuestion:
    """Ask something. The caller has seen that the person may watch.

    Raises WebinarOver, WaitsForGuardian, TooManyQuestions, WordsWanting, and ContactsInWords of safety.
    """
    words = _fit(text)
    hold(webinar)
    _refuse_closed(webinar)
    if needs_guardian(person):
        raise WaitsForGuardian
    mine = LiveQuestion.objects.filter(webinar=webinar, person=person)
    before = mine.filter(text=words, asked_at__gte=timezone.now() - TWICE_WITHIN).first()
    if before:
        return before
    if mine.filter(state=S.NEW).count() >= MOST_WAITING:
        raise TooManyQuestions
    question = LiveQuestion.objects.create(webinar=webinar, person=person, text=words)
    _tell(question)
    return question


@transaction.atomic
def reword(question: LiveQuestion, *, by: Person, text: str) -> LiveQuestion:
    """Let somebody change their own question while nobody else has seen it. Raises QuestionLookedAt, as `ask` does."""
    words = _fit(text)
    hold(question.webinar)
    _refuse_closed(question.webinar)
    if not _mine_new(question, by).update(text=words, changed_at=timezone.now()):
        raise QuestionLookedAt
    question.refresh_from_db()
    forget_words(question.webinar, question.pk)
    _tell(question)
    return question


@transaction.atomic
def take_back(question: LiveQuestion, *, by: Person) -> None:
    """Let somebody take their own question back while nobody else has seen it. Raises QuestionLookedAt."""
    hold(question.webinar)
    if not _mine_new(question, by).delete()[0]:
        raise QuestionLookedAt
    forget_words(question.webinar, question.pk)
    gone = {"id": question.pk}
    publish(question.webinar, "question_gone", gone, to="hosts", question=question.pk)
    publish(question.webinar, "question_gone", gone, person=by, question=question.pk)


@transaction.atomic
def vote(person: Person, question: LiveQuestion, *, is_wanted: bool) -> int:
    """Say that one wants this question answered too, or not any more; gives the votes.

    Those who follow see the new number within a second; it is no event. Raises QuestionGone and WaitsForGuardian.
    """
    hold(question.webinar)
    _refuse_closed(question.webinar)
    if needs_guardian(person):
        raise WaitsForGuardian
    open_to_votes = LiveQuestion.objects.filter(pk=question.pk, state=S.SHOWN).exclude(person=person)
    if not open_to_votes.exists() or is_hidden(question):
        raise QuestionGone
    if is_wanted:
        _vote, is_new = QuestionVote.objects.get_or_create(question=question, person=person)
        change = 1 if is_new else 0
    else:
        change = -QuestionVote.objects.filter(question=question, person=person).delete()[0]
    open_to_votes.update(votes=F("votes") + change)
    question.refresh_from_db(fields=["votes"])
    return question.votes


# Hosting -----------------------------------------------------------------------------------------------
@transaction.atomic
def move(question: LiveQuestion, deed: str, *, by: Person) -> LiveQuestion:
    """Show a question, hide it, take it live, put it back or say it is answered. Raises QuestionGone, WebinarOver.

    The caller has seen that `by` hosts. While one is taken, the one before counts as answered.
    """
    before, state = MOVES[deed]
    webinar = question.webinar
    hold(webinar)
    if state in (S.SHOWN, S.TAKEN):
        _refuse_closed(webinar)  # what was not reached is on the speaker's desk by then
    question.refresh_from_db(fields=["state"])
    if state != S.HIDDEN and is_hidden(question):
        raise QuestionGone
    others = LiveQuestion.objects.filter(webinar=webinar, state=S.TAKEN).exclude(pk=question.pk)
    ended = list(others.select_related("person")) if state == S.TAKEN else []
    changes: dict[str, Any] = {"state": state, "changed_at": timezone.now()}
    if deed == "take":
        changes["taken_ms"] = _clock(webinar)
    elif deed == "back":
        changes["taken_ms"] = None
    if not LiveQuestion.objects.filter(pk=question.pk, state__in=before).update(**changes):
        raise QuestionGone
    for one in ended:
        LiveQuestion.objects.filter(pk=one.pk).update(state=S.DONE, changed_at=timezone.now())
        one.state = S.DONE
        _tell(one)
    was_taken = question.state == S.TAKEN
    question.refresh_from_db()
    _tell(question)
    if state == S.TAKEN or was_taken:
        publish(webinar, "taken", {"id": question.pk if state == S.TAKEN else None})
    _note(question, by, deed)
    return question


@transaction.atomic
def answer(question: LiveQuestion, *, by: Person, text: str) -> LiveQuestion:
    """Answer in writing, or change that answer: everybody reads it under the question. Raises QuestionGone.

    What was left over waits on the speaker's desk, and is answered there.
    """
    words = text.replace("\x00", "").strip()[:LONGEST_ANSWER]
    if not words:
        raise WordsWanting
    hold(question.webinar)
    live = LiveQuestion.objects.filter(pk=question.pk).exclude(state__in=[S.HIDDEN, S.LEFT_OVER])
    if is_hidden(question) or not live.update(answer=words, state=S.DONE, changed_at=timezone.now()):
        raise QuestionGone
    question.refresh_from_db()
    _tell(question)
    publish(
        question.webinar, "answer", {"id": question.pk, "answer": words, "name": public_name(by)}, question=question.pk
    )
    _note(question, by, "answer")
    return question


# Reading -----------------------------------------------------------------------------------------------
def public_questions(webinar: Webinar) -> list[LiveQuestion]:
    """Give what everybody sees: the one that is taken, those most wanted, then those answered; two queries."""
    rank = {S.TAKEN: 0, S.SHOWN: 1, S.DONE: 2}
    rows = LiveQuestion.objects.filter(webinar=webinar, state__in=PUBLIC).select_related("person")
    return sorted(_not_hidden(rows), key=lambda row: rank[S(row.state)])


def questions_of(person: Person, webinar: Webinar) -> list[LiveQuestion]:
    """Give what somebody asked that others do not see (yet)."""
    mine = LiveQuestion.objects.filter(webinar=webinar, person=person).exclude(state__in=PUBLIC)
    return list(mine.order_by("asked_at"))


def all_questions(webinar: Webinar) -> list[LiveQuestion]:
    """Give everything that was asked, for the hosts; what a concern hides is left to the officers; two queries."""
    return _not_hidden(LiveQuestion.objects.filter(webinar=webinar).select_related("person"))


def left_over(webinar: Webinar) -> list[LiveQuestion]:
    """Give the questions that were not reached."""
    rows = LiveQuestion.objects.filter(webinar=webinar, state__in=[S.NEW, S.SHOWN]).select_related("person")
    return _not_hidden(rows)


def voted_by(person: Person, webinar: Webinar) -> set[int]:
    """Give the questions somebody wants answered."""
    mine = QuestionVote.objects.filter(person=person, question__webinar=webinar)
    return set(mine.values_list("question_id", flat=True))


def is_hidden(question: LiveQuestion) -> bool:
    """Say whether a concern takes a question out of sight."""
    return bool(hidden_among([f"{SUBJECT}:{question.pk}"]))


def asker(question: LiveQuestion) -> str:
    """Give the name of who asked as everybody may read it; "" once that is forgotten."""
    return public_name(question.person) if question.person else ""


def said(question: LiveQuestion, *, own: bool = False) -> dict[str, Any]:
    """Say a question as events do: no more of who asked than everybody may read."""
    facts = {
        "id": question.pk,
        "name": asker(question),
        "text": question.text,
        "state": question.state,
        "votes": question.votes,
        "answer": question.answer,
    }
    return facts | {"own": True} if own else facts


# Concerns ----------------------------------------------------------------------------------------------
@transaction.atomic
def hiding_changed(question_id: int, *, is_now_hidden: bool) -> None:
    """Take a question out of everybody's sight when a concern hides it, or show it again as it was."""
    question = LiveQuestion.objects.filter(pk=question_id).select_related("webinar", "person").first()
    if question is None:
        return
    hold(question.webinar)
    if is_now_hidden:
        _gone(question)
    else:
        _tell(question)


def _gone(question: LiveQuestion) -> None:
    forget_words(question.webinar, question.pk)
    publish(question.webinar, "question_gone", {"id": question.pk}, question=question.pk)


def _tell(question: LiveQuestion) -> None:
    """Publish a question as it is now: to everybody, or to those alone who may know of it."""
    webinar = question.webinar
    if question.state in PUBLIC:
        publish(webinar, "question", said(question), question=question.pk)
    elif question.state == S.HIDDEN:
        _gone(question)
        publish(webinar, "question", said(question), to="hosts", question=question.pk)
    else:
        publish(webinar, "question", said(question), to="hosts", question=question.pk)
    if question.person:
        publish(webinar, "question", said(question, own=True), person=question.person, question=question.pk)


def _note(question: LiveQuestion, by: Person, deed: str) -> None:
    subject = f"{SUBJECT}:{question.pk}"
    history.note(history.Kind.LIVE_QUESTION_DECIDED, who=by.key, subject=subject, is_check=by.is_check, deed=deed)


def _fit(text: str) -> str:
    words = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not words:
        raise WordsWanting
    if found := contacts_in(words):
        raise ContactsInWords(found)
    return words


def _refuse_closed(webinar: Webinar) -> None:
    if not Webinar.objects.filter(pk=webinar.pk, state__in=OPEN).exists():
        raise WebinarOver


def _mine_new(question: LiveQuestion, person: Person) -> QuerySet[LiveQuestion]:
    return LiveQuestion.objects.filter(pk=question.pk, person=person, state=S.NEW)


def _clock(webinar: Webinar) -> int | None:
    """Give where the recording is now, for its chapters; None while nothing of it is on air."""
    if webinar.broadcast is None or webinar.state != WebinarState.ON_AIR:
        return None
    return films.on_air_ms(webinar.broadcast)


def _not_hidden(rows: QuerySet[LiveQuestion]) -> list[LiveQuestion]:
    found = list(rows)
    hidden = hidden_among(f"{SUBJECT}:{row.pk}" for row in found)
    return [row for row in found if f"{SUBJECT}:{row.pk}" not in hidden]
