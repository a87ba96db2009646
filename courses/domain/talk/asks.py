"""Questions to a teacher: asked under a lesson or left over from a webinar; answered in writing, by voice or by film.

What a host of a webinar has shown to everybody goes straight to the teacher. Everything else passes a moderator first,
and so does every answer: two people write to each other here, and one may be young. A question stands under the lesson
with its answer only where the asker wants it, is grown up, and the teacher has not taken it away.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from courses.errors import AskClosed, NobodyToAsk, NotBegunYet, NotForAll, TooManyQuestions
from courses.models import AnswerForm, Ask, AskState, Contribution, CoursePage, FilmedAnswer, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import may_be_contacted_unmoderated, needs_guardian, public_name
from elearn.people.models import Account, Person
from elearn.safety.api import hidden_among, hidden_rows, submit
from elearn.safety.models import Submission, SubmissionState

from ..building.tree import course_path
from ..learning.gate import refuse_closed
from . import heard, thanks
from .answering_for import allow

ASK, ANSWER, VOICE, FILM = "ask", "ask_answer", "voice", "ask_film"  # kinds of moderated words
KINDS = (ASK, ANSWER, VOICE, FILM)
LONGEST = 2000
LONGEST_QUESTION = 500
MOST_OPEN = 3  # questions of one person under one lesson that have no answer yet
MOST_SHOWN = 10
# Words that were declined or taken back may be written anew.
REWRITTEN = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)
# What a host has shown has no words to be agreed to; every other question is read only while they are.
READABLE = Q(question_words=None, lesson=None) | Q(question_words__state=SubmissionState.APPROVED)
_WAITS = Q(state=AskState.OPEN) | Q(state=AskState.SENT, answer_words__state__in=REWRITTEN)


# Asking ------------------------------------------------------------------------------------------------
def takes_questions(teacher: Person | None) -> bool:
    """Say whether somebody can be asked: a teacher who can read and decide."""
    return teacher is not None and teacher.speaks_for_themself and teacher.removed_at is None


def whom_to_ask(lesson: LessonPage, teacher: Person | None) -> Person | None:
    """Give who is asked about a lesson: who gave its film, where they can be asked, else the course's teacher."""
    if lesson.film_id is None:
        return teacher
    given = Contribution.objects.filter(film=lesson.film_id).select_related("person").first()
    return given.person if given and takes_questions(given.person) else teacher


@transaction.atomic
def ask_teacher(person: Person, lesson: LessonPage, *, text: str, is_public: bool = False) -> Ask:
    """Ask who gave a lesson's film, or the course's teacher, something; a moderator reads it first.

    Raises LessonClosed, NobodyToAsk, NotBegunYet, TooManyQuestions; WordsMissing and ContactsInWords.
    """
    refuse_closed(person, lesson)
    course = CoursePage.objects.filter(path=course_path(lesson.path)).select_related("teacher").first()
    teacher = whom_to_ask(lesson, course.teacher if course else None)
    if teacher is None or not takes_questions(teacher):
        raise NobodyToAsk
    if teacher.pk == person.pk or needs_guardian(person) or not thanks.has_begun(person, lesson):
        raise NotBegunYet
    Person.objects.select_for_update().get(pk=person.pk)  # two tabs at once are counted one after the other
    if open_of(person, lesson).count() >= MOST_OPEN:
        raise TooManyQuestions
    words = submit(ASK, f"lesson:{lesson.pk}", by=person, text=text.strip()[:LONGEST_QUESTION], to=teacher)
    ask = Ask.objects.create(
        person=person, teacher=teacher, lesson=lesson, question_words=words, text=words.text, asked_at=timezone.now(),
        state=AskState.BEING_READ, may_be_shown=is_public and may_be_contacted_unmoderated(person),
    )  # fmt: skip
    note(Kind.ASKED_TEACHER, who=person.key, subject=f"ask:{ask.pk}", is_check=person.is_check, lesson=lesson.pk)
    if words.state == SubmissionState.APPROVED:
        words_decided(words, is_shown=True)
        ask.refresh_from_db()
    return ask


def open_of(person: Person, lesson: LessonPage) -> QuerySet[Ask]:
    """Give somebody's questions under a lesson that may still be answered; what was declined waits for nobody."""
    rows = Ask.objects.filter(person=person, lesson=lesson)
    rows = rows.filter(state__in=[AskState.BEING_READ, AskState.OPEN, AskState.SENT])
    return rows.exclude(question_words__state__in=REWRITTEN).exclude(state=AskState.BEING_READ, question_words=None)


def asked_by(person: Person) -> QuerySet[Ask]:
    """Give what somebody asked, the newest first."""
    rows = Ask.objects.filter(person=person)
    rows = rows.select_related(
        "teacher", "webinar", "lesson__locale", "voice", "film", "question_words", "answer_words"
    ).defer("lesson__body")
    return rows.order_by("-asked_at", "-pk")


# The teacher -------------------------------------------------------------------------------------------
def asked_of(teacher: Person) -> QuerySet[Ask]:
    """Give the questions to a teacher that they may read: those that wait first, what is put away last."""
    rows = Ask.objects.filter(READABLE, teacher=teacher).exclude(state=AskState.BEING_READ)
    rows = rows.exclude(hidden_rows("ask"))
    rows = rows.select_related("person", "teacher", "webinar", "lesson", "answer_words", "voice", "film", "consent")
    place = Case(When(_WAITS, then=0), When(state=AskState.PUT_AWAY, then=2), default=1)
    return rows.order_by(place, F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def to_answer(teacher: Person) -> QuerySet[Ask]:
    """Give the questions that wait for this teacher’s answer."""
    return asked_of(teacher).filter(_WAITS)


def waiting_for(teacher: Person) -> int:
    """Count the questions that wait for a teacher’s answer."""
    return to_answer(teacher).count()


@transaction.atomic
def answer(ask: Ask, *, text: str, by: Account | None = None) -> Ask:
    """Send a teacher’s answer in writing; it reaches who asked when a moderator has agreed.

    `by` wrote it down for the teacher. Raises AskClosed for what is answered already, MayNotHelp, and WordsMissing
    and ContactsInWords of safety.
    """
    locked = lock_open(ask)
    allow(by, locked)
    text = text.strip()[:LONGEST]
    words = submit(ANSWER, subject_of(locked), by=locked.teacher, text=text, to=locked.person, taken_by=by)
    drop_recorded(locked)
    locked.answer, locked.answer_form = text, AnswerForm.WRITTEN
    await_decision(locked, words)
    locked.refresh_from_db()
    return locked


def lock_open(ask: Ask) -> Ask:
    """Hold a question that waits for an answer. Raises AskClosed; call it in the transaction of the deed."""
    locked = Ask.objects.select_for_update(of=("self",)).select_related("person", "teacher").get(pk=ask.pk)
    if not to_answer(locked.teacher).filter(pk=locked.pk).exists():
        raise AskClosed
    return locked


def subject_of(ask: Ask) -> str:
    """Name what a question is about: its webinar or its lesson."""
    if ask.webinar_id:
        return f"webinar:{ask.webinar_id}"
    return f"lesson:{ask.lesson_id}" if ask.lesson_id else ""


def await_decision(ask: Ask, words: Submission) -> None:
    """Let an answer wait for a moderator; where none has to look first, pass it on."""
    ask.answer_words, ask.state = words, AskState.SENT
    ask.save()
    if words.state == SubmissionState.APPROVED:
        words_decided(words, is_shown=True)


def drop_recorded(ask: Ask, *, keep: UUID | None = None) -> None:
    """Take a spoken or filmed answer that another one follows off the question; its files go, and what was begun.

    `keep` is the film that follows.
    """
    from . import filmed, spoken  # they are sent by this module's deeds

    if ask.voice is not None or ask.film_id not in (None, keep):
        old, ask.voice, ask.answer, ask.answer_words, ask.consent = ask.voice, None, "", None, None
        Ask.objects.filter(pk=ask.pk).update(voice=None, film=None, answer="", answer_words=None, consent=None)
        if old is not None:
            spoken.remove(old)
    for row in FilmedAnswer.objects.filter(ask=ask).exclude(film=keep).select_related("film"):
        filmed.remove(row)
    ask.film_id = keep


# Under the lesson --------------------------------------------------------------------------------------
def under(lesson: LessonPage) -> list[Ask]:
    """Give the questions and answers everybody may read under a lesson; two queries, however many."""
    rows = (
        Ask.objects.filter(
            heard.AGREED, lesson=lesson, state=AskState.ANSWERED, may_be_shown=True, shown_at__isnull=False,
            question_words__state=SubmissionState.APPROVED, answer_words__state=SubmissionState.APPROVED,
        )
        .select_related("person", "teacher", "voice", "film", "question_words", "answer_words")
        .order_by("-answered_at", "-pk")[: 3 * MOST_SHOWN]
    )  # fmt: skip
    grown = [ask for ask in rows if may_be_contacted_unmoderated(ask.person)]
    return shown(grown)[:MOST_SHOWN]


def shown(rows: list[Ask]) -> list[Ask]:
    """Leave out what a concern hides; one query for all."""
    hidden = hidden_among(f"ask:{ask.pk}" for ask in rows)
    return [ask for ask in rows if f"ask:{ask.pk}" not in hidden]


@transaction.atomic
def let_be_shown(ask: Ask, *, by: Person, is_shown: bool) -> Ask:
    """Let the asker or the teacher say whether it stands under the lesson; it does only where both want it.

    Raises NotForAll while the teacher has not agreed that everybody has their voice or film, AskClosed for others.
    """
    locked = Ask.objects.select_for_update(of=("self",)).select_related("person", "consent").get(pk=ask.pk)
    if by.pk == locked.person_id:
        locked.may_be_shown = is_shown and may_be_contacted_unmoderated(locked.person)
    elif by.pk == locked.teacher_id:
        if is_shown and not heard.may_stand(locked):
            raise NotForAll
        locked.shown_at = timezone.now() if is_shown else None
    else:
        raise AskClosed
    locked.save(update_fields=["may_be_shown", "shown_at"])
    note(Kind.ASK_SHOWN, who=by.key, subject=f"ask:{ask.pk}", is_check=by.is_check, is_shown=is_shown)
    return locked


# What a moderator decides ------------------------------------------------------------------------------
@transaction.atomic
def words_decided(words: Submission, *, is_shown: bool) -> None:
    """Go on from what a moderator decided about a question or an answer; doing it again changes nothing."""
    if words.kind == ASK:
        _question_decided(words, is_shown=is_shown)
    elif words.kind in (ANSWER, VOICE, FILM):
        _answer_decided(words, is_shown=is_shown)


def _question_decided(words: Submission, *, is_shown: bool) -> None:
    rows = Ask.objects.filter(question_words=words)
    if not is_shown:
        rows.filter(state=AskState.OPEN).update(state=AskState.BEING_READ)
        if words.state == SubmissionState.WITHDRAWN:
            for ask in rows:
                note(Kind.ASK_TAKEN_BACK, who=words.person.key, subject=f"ask:{ask.pk}", is_check=words.person.is_check)
    elif rows.filter(state=AskState.BEING_READ).update(state=AskState.OPEN):
        ask = rows.select_related("person", "teacher", "webinar", "lesson").get()
        if ask.webinar_id:
            _tell_of_webinar(ask)
        else:
            _tell_of_lesson(ask)


def _tell_of_webinar(ask: Ask) -> None:
    tell(
        ask.teacher, "asks_waiting", key=f"ask_waiting:{ask.pk}",
        facts={
            "title": ask.webinar.title if ask.webinar else "", "number": waiting_for(ask.teacher),
            "address": reverse("courses:my_questions"),
        },
    )  # fmt: skip


def _tell_of_lesson(ask: Ask) -> None:
    tell(
        ask.teacher, "ask_arrived", key=f"ask_arrived:{ask.pk}",
        facts={
            "name": public_name(ask.person), "title": ask.lesson.title if ask.lesson else "", "text": ask.text,
            "address": reverse("courses:my_question", args=[ask.pk]),
        },
    )  # fmt: skip


def _answer_decided(words: Submission, *, is_shown: bool) -> None:
    rows = Ask.objects.filter(answer_words=words)
    now = timezone.now()
    if not is_shown:
        rows.filter(state=AskState.ANSWERED).update(state=AskState.SENT, answered_at=None, shown_at=None)
        if words.state == SubmissionState.WITHDRAWN:
            _answer_taken_back(rows)
    elif rows.filter(state=AskState.SENT).update(state=AskState.ANSWERED, answered_at=now):
        ask = rows.select_related("person", "teacher", "webinar", "lesson", "consent").get()
        # What somebody took down for the teacher goes to who asked alone, until the teacher says otherwise.
        if ask.lesson_id and words.taken_by_id is None and heard.may_stand(ask):
            rows.update(shown_at=now)
        form = ask.answer_form
        note(Kind.ASK_ANSWERED, who=ask.teacher.key, subject=f"ask:{ask.pk}", is_check=ask.person.is_check, form=form)
        _tell_asker(ask, words)


def _answer_taken_back(rows: QuerySet[Ask]) -> None:
    """Delete the sound or the film of an answer that its teacher took back."""
    from . import filmed  # it is sent by this module's deeds

    for ask in rows.select_related("teacher", "voice"):
        if ask.film_id:
            filmed.taken_back(ask)
        elif ask.voice:
            drop_recorded(ask)
            rows_of = Ask.objects.filter(pk=ask.pk, state=AskState.SENT)
            rows_of.update(state=AskState.OPEN, answer_form=AnswerForm.WRITTEN)


def _tell_asker(ask: Ask, words: Submission) -> None:
    about = ask.webinar or ask.lesson
    tell(
        ask.person, "ask_answered", key=f"ask_answered:{ask.pk}:{words.pk}",
        facts={
            "teacher": public_name(ask.teacher), "question": ask.text, "answer": ask.answer,
            "by_voice": ask.answer_form == AnswerForm.VOICE, "by_film": ask.answer_form == AnswerForm.FILM,
            "title": about.title if about else "",
            "address": reverse("courses:my_asked"),
        },
    )  # fmt: skip
