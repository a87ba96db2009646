"""Attempts: begun once, kept, submitted once; limits, and what a bank draws. Through the domain's door."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import api
from courses.api import QuizRules
from courses.domain.learning import complete
from courses.domain.merge import settle_merge
from courses.domain.quizzes import attempts, grants
from courses.domain.quizzes.asked import asked_in
from courses.errors import (
    AlreadySubmitted,
    LessonClosed,
    NoAttemptsLeft,
    NoQuiz,
    NotEnrolled,
    OwnAttempt,
    QuestionsLeft,
    SchoolError,
    StillAttemptsLeft,
    WordsWanting,
)
from courses.models import Enrolment, EnrolmentState, ExtraAttempt, LessonPage, LessonProgress, QuizAttempt
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.api import Role, merge
from elearn.people.models import Person
from tests import factories
from tests.courses.quiz.samples import RIGHT, every_kind, ident
from tests.races import all_at_once, refusals
from tests.visits.test_race import shared_database  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@quiz.example", birth_year=2004)


def lesson_with(gunay, *, questions=None, **rules):
    course, [lesson] = factories.course_with(
        {"questions": every_kind() if questions is None else questions, "rules": QuizRules(**rules)}
    )
    api.enrol(gunay, course)
    return lesson


def edit(lesson, change):
    """Change a lesson's quiz as its editor would."""
    page = LessonPage.objects.get(pk=lesson.pk)
    raw = page.body.get_prep_value()
    change(raw[-1]["value"])
    page.body = json.dumps(raw)
    from elearn.web.api import approved_by_the_house

    with approved_by_the_house("a test"):
        page.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_every_kind_is_answered_and_told(gunay):
    lesson = lesson_with(gunay)
    wrong = {
        ident(1): ident(11),
        ident(2): [ident(23)],
        ident(3): [ident(31), ident(33), ident(32)],
        ident(4): "göy",
        ident(5): "200",
    }
    answered = api.answer_quiz(gunay, lesson, wrong)
    assert answered.attempt.results == {
        ident(1): "wrong",
        ident(2): "wrong",
        ident(3): "part",
        ident(4): "wrong",
        ident(5): "wrong",
    }
    assert [line.judged.words for line in answered.lines] == [
        ("Üç şişlə corab toxuyurlar.", "Videonun əvvəlinə baxın."), ("Çəkic lazım deyil.",), (), ("Göy ip o biri şərfdədir.",), ("Sonuna baxın.",),
    ]  # fmt: skip
    assert (answered.attempt.right, answered.attempt.asked, answered.attempt.passed) == (0, 5, False)
    answered = api.answer_quiz(gunay, lesson, RIGHT)
    assert (answered.attempt.right, answered.attempt.passed, answered.advance.lesson_completed) == (5, True, True)
    assert answered.attempt.answers[ident(4)] == "QIRMIZI"


def test_an_attempt_is_kept_and_goes_on(gunay):
    lesson = lesson_with(gunay)
    attempt = attempts.open_attempt(gunay, lesson)
    assert attempts.open_attempt(gunay, lesson).pk == attempt.pk
    half = {ident(1): ident(12), ident(3): ["", ident(33), ""], ident(4): "qır"}
    assert attempts.keep(attempt, half | {"invented": "x", ident(2): "no list", ident(5): ["no words"]})
    attempt = attempts.open_attempt(gunay, lesson)
    assert attempt.answers == half
    assert not LessonProgress.objects.filter(quiz_passed_at__isnull=False).exists()
    with pytest.raises(QuestionsLeft) as caught:
        attempts.submit(attempt, half)
    assert caught.value.left == [ident(2), ident(3), ident(5)]
    # The next attempt begins with what was answered in the last one.
    attempts.submit(attempt, RIGHT | {ident(5): "1"})
    assert attempts.open_attempt(gunay, lesson).answers == RIGHT | {ident(5): "1"}


@pytest.mark.parametrize(
    "strange",
    [
        {ident(1): ident(21)}, {ident(1): [ident(12)]}, {ident(2): []}, {ident(3): [ident(31)] * 3},
        {ident(3): [ident(31), ident(32)]}, {ident(4): "  . "}, {ident(5): "NaN"}, {ident(5): "1e2"}, {ident(2): {"a": 1}}, {ident(1): None},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_asked_for_again(gunay, strange):
    lesson = lesson_with(gunay)
    given = RIGHT | strange
    with pytest.raises(QuestionsLeft):
        api.answer_quiz(gunay, lesson, given)
    assert not QuizAttempt.objects.exclude(submitted_at=None).exists()


def test_it_is_submitted_once(gunay):
    lesson = lesson_with(gunay)
    attempt = attempts.open_attempt(gunay, lesson)
    attempts.submit(attempt, RIGHT | {ident(1): ident(11)})
    again = QuizAttempt.objects.get(pk=attempt.pk)
    with pytest.raises(AlreadySubmitted):
        attempts.submit(again, RIGHT)
    assert not attempts.keep(again, RIGHT)
    assert QuizAttempt.objects.get().answers[ident(1)] == ident(11)


@pytest.mark.database
def test_the_database_holds_one_open_attempt_only(gunay):
    lesson = lesson_with(gunay)
    attempt = attempts.open_attempt(gunay, lesson)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(enrolment=attempt.enrolment, lesson=lesson)


def at_once(*deeds) -> list[str]:
    answers = all_at_once(*deeds)
    refused = refusals(answers, SchoolError)
    return sorted([*refused, *["done"] * (len(answers) - len(refused))])


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_attempt_and_one_grant(shared_database):  # noqa: F811
    gunay = factories.person("Günay Məmmədova", email="gunay@quiz.example", birth_year=2004)
    rena = factories.staff("Rəna Hüseynova", Role.COORDINATOR).account
    lesson = lesson_with(gunay, attempts=1)
    attempt = attempts.open_attempt(gunay, lesson)
    wrong = RIGHT | {ident(5): "1", ident(4): "göy"}
    tap = lambda: attempts.submit(QuizAttempt.objects.get(pk=attempt.pk), wrong)  # noqa: E731
    assert at_once(tap, tap) == ["AlreadySubmitted", "done"]
    grant = lambda: grants.grant_attempt(attempt.enrolment, lesson, by=rena, reason="Zəng etdi.")  # noqa: E731
    assert at_once(grant, grant) == ["StillAttemptsLeft", "done"]
    begin = lambda: attempts.open_attempt(gunay, lesson)  # noqa: E731
    assert at_once(begin, begin) == ["done", "done"]
    assert QuizAttempt.objects.filter(submitted_at=None).count() == 1


def test_the_limit_holds_and_a_coordinator_grants_one_more(gunay):
    rena = factories.staff("Rəna Hüseynova", Role.COORDINATOR)
    lesson = lesson_with(gunay, attempts=2)
    wrong = RIGHT | {ident(4): "sarı", ident(5): "3"}
    enrolment = api.answer_quiz(gunay, lesson, wrong).attempt.enrolment
    assert attempts.attempts_left(enrolment, lesson) == 1
    with pytest.raises(StillAttemptsLeft):
        grants.grant_attempt(enrolment, lesson, by=rena.account, reason="Zəng etdi.")
    api.answer_quiz(gunay, lesson, wrong)
    assert attempts.attempts_left(enrolment, lesson) == 0
    with pytest.raises(NoAttemptsLeft):
        api.answer_quiz(gunay, lesson, RIGHT)
    assert [(row["lesson"], row["made"], row["granted"]) for row in grants.without_attempts()] == [(lesson.pk, 2, 0)]
    with pytest.raises(WordsWanting):
        grants.grant_attempt(enrolment, lesson, by=rena.account, reason="  ")
    with pytest.raises(OwnAttempt):
        grants.grant_attempt(enrolment, lesson, by=gunay.account, reason="Mən istəyirəm.")
    grants.grant_attempt(enrolment, lesson, by=rena.account, reason="Zəng etdi.")
    with pytest.raises(StillAttemptsLeft):
        grants.grant_attempt(enrolment, lesson, by=rena.account, reason="İki dəfə basdım.")
    assert not grants.without_attempts().exists()
    assert Entry.objects.filter(kind=Kind.ATTEMPT_GRANTED, subject=f"lesson:{lesson.pk}").count() == 1
    assert Notice.objects.filter(person=gunay, kind="attempt_granted").count() == 1
    assert api.answer_quiz(gunay, lesson, RIGHT).attempt.passed
    # Who has passed may go on practising.
    assert attempts.attempts_left(enrolment, lesson) is None
    assert api.answer_quiz(gunay, lesson, wrong).attempt.passed is False
    assert not grants.without_attempts().exists()


def test_strangers_and_closed_lessons_begin_nothing(gunay):
    course, [first, second] = factories.course_with({"text": "<p>1</p>"}, {"questions": every_kind()})
    with pytest.raises(NotEnrolled):
        attempts.open_attempt(gunay, second)
    api.enrol(gunay, course)
    with pytest.raises(NoQuiz):
        attempts.open_attempt(gunay, first)
    type(course).objects.filter(pk=course.pk).update(order="steps")
    with pytest.raises(LessonClosed):
        attempts.open_attempt(gunay, second)
    type(course).objects.filter(pk=course.pk).update(order="free")
    attempt = attempts.open_attempt(gunay, second)
    api.leave(attempt.enrolment)
    with pytest.raises(NotEnrolled):
        attempts.submit(attempt, RIGHT)
    assert not QuizAttempt.objects.exclude(submitted_at=None).exists()


def test_questions_are_drawn_from_the_bank_and_stay_while_one_is_at_it(gunay):
    course, [lesson] = factories.course_with({"text": "<p>1</p>"})
    many = [question.with_id(ident(100 + number)) for number in range(12) for question in every_kind()[4:]]
    bank = api.create_bank(course.get_parent().specific, "Şərf", questions=many)
    lesson = api.extend_lesson(lesson, questions=every_kind()[:1], rules=QuizRules(bank=bank, draws=3, shuffles=True))
    api.enrol(gunay, course)
    attempt = attempts.open_attempt(gunay, lesson)
    asked = [entry["id"] for entry in attempt.asked_of]
    assert len(asked) == 4
    assert ident(1) in asked
    assert [entry["id"] for entry in attempts.open_attempt(gunay, lesson).asked_of] == asked
    answers = dict.fromkeys(asked, "1") | {ident(1): ident(12)}
    assert attempts.submit(attempt, answers).attempt.right == 1
    others = {tuple(entry["id"] for entry in _again(gunay, lesson).asked_of) for _ in range(5)}
    assert len(others) > 1
    # A bank that is no longer public is drawn from no more; the lesson's own question stays.
    bank.unpublish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert [question.id for question in api.quiz_of(lesson).questions] == [ident(1)]
    attempt = attempts.open_attempt(gunay, lesson)
    assert [one.question.id for one in asked_in(attempt, api.quiz_of(lesson))] == [ident(1)]
    assert attempts.submit(attempt, {ident(1): ident(12)}).attempt.passed


def _again(person, lesson):
    attempt = attempts.open_attempt(person, lesson)
    attempts.submit(attempt, {entry["id"]: "1" for entry in attempt.asked_of} | {ident(1): ident(11)})
    return attempts.open_attempt(person, lesson)


def test_the_bank_in_the_lessons_language_is_drawn_from(gunay):
    from wagtail.models import Locale

    from elearn.web.api import approved_by_the_house

    course, [lesson] = factories.course_with({"text": "<p>1</p>"})
    bank = api.create_bank(course.get_parent().specific, "Şərf", questions=every_kind()[:1])
    english = Locale.objects.get(language_code="en")
    with approved_by_the_house("a test"):
        copied = bank.copy_for_translation(english, copy_parents=True)
        course.copy_for_translation(english)
        lesson = api.extend_lesson(lesson, rules=QuizRules(bank=bank, draws=1))
        there = LessonPage.objects.get(pk=lesson.copy_for_translation(english).pk)
    assert [question.language for question in api.quiz_of(there).questions] == ["az"]  # better than none
    copied.questions = json.dumps(
        [
            block | {"value": block["value"] | {"text": "How many needles?"}}
            for block in copied.questions.get_prep_value()
        ]
    )
    with approved_by_the_house("a test"):
        copied.save_revision().publish()
    assert [(question.text, question.language) for question in api.quiz_of(there).questions] == [
        ("How many needles?", "en")
    ]
    assert [question.text for question in api.quiz_of(lesson).questions] == ["Neçə şiş lazımdır?"]


def test_a_question_that_changes_or_goes_while_one_is_at_it(gunay):
    lesson = lesson_with(gunay)
    attempt = attempts.open_attempt(gunay, lesson)

    def take_out(quiz):
        del quiz["questions"][1]  # the second is gone; of the first the other answer is right now
        quiz["questions"][0]["value"]["choices"][0]["value"]["is_right"] = True
        quiz["questions"][0]["value"]["choices"][1]["value"]["is_right"] = False

    lesson = edit(lesson, take_out)
    attempt = QuizAttempt.objects.get(pk=attempt.pk)
    answered = attempts.submit(attempt, RIGHT)
    assert (answered.attempt.right, answered.attempt.asked) == (3, 4)
    assert answered.attempt.results[ident(1)] == "wrong"
    # All are gone: others are asked instead.
    attempt = attempts.open_attempt(gunay, lesson)
    new = [question.with_id(ident(90)) for question in every_kind()[:1]]
    from courses.domain.quizzes.new_questions import raw_questions

    lesson = edit(lesson, lambda quiz: quiz.update(questions=raw_questions(new)))
    assert [entry["id"] for entry in attempts.open_attempt(gunay, lesson).asked_of] == [ident(90)]


def test_old_attempts_are_still_read(gunay):
    from courses.domain.quizzes.asked import lines_of

    lesson = lesson_with(gunay)
    enrolment = attempts.open_attempt(gunay, lesson).enrolment
    QuizAttempt.objects.all().delete()
    old = QuizAttempt.objects.create(
        enrolment=enrolment, lesson=lesson, answers={ident(1): ident(11)}, right=0, asked=1, passed=False
    )
    QuizAttempt.objects.update(submitted_at=old.at)
    [line] = lines_of(attempts.submitted(enrolment, lesson), api.quiz_of(lesson))
    assert (line.question.id, line.given, line.judged.is_right) == (ident(1), ident(11), False)
    assert attempts.open_attempt(gunay, lesson).answers == {ident(1): ident(11)}


def test_two_records_of_one_person_become_one(gunay):
    lesson = lesson_with(gunay, attempts=3)
    twin = factories.person("Günay M.", email="twin@quiz.example", birth_year=2004)
    api.enrol(twin, api.course_of(lesson))
    api.answer_quiz(twin, lesson, RIGHT | {ident(4): "sarı", ident(5): "3"})
    attempts.open_attempt(twin, lesson)
    mine = attempts.open_attempt(gunay, lesson)
    ExtraAttempt.objects.create(enrolment=twin_enrolment(twin, lesson), lesson=lesson, reason="Zəng etdi.")
    settle_merge(gunay, twin)
    assert set(QuizAttempt.objects.values_list("enrolment", flat=True)) == {mine.enrolment_id}
    assert [attempt.pk for attempt in QuizAttempt.objects.filter(submitted_at=None)] == [mine.pk]
    assert attempts.attempts_left(mine.enrolment, lesson) == 3


def twin_enrolment(twin, lesson):
    return QuizAttempt.objects.filter(enrolment__person=twin, lesson=lesson).first().enrolment


@pytest.mark.parametrize("birth_year", [2004, 2014])
def test_a_lesson_half_of_which_each_record_did_is_done_when_they_are_one(gunay, birth_year):
    course, [lesson] = factories.course_with({"questions": every_kind(), "film": factories.ready_film()})
    mine = api.enrol(gunay, course)
    twin = factories.person("Günay M.", email="twin@quiz.example", birth_year=2004)
    complete.advance(api.enrol(twin, course).pk, lesson.pk, watched=True)
    complete.advance(mine.pk, lesson.pk, passed=True)
    assert not LessonProgress.objects.exclude(completed_at=None).exists()
    Person.objects.filter(pk=twin.pk).update(birth_year=birth_year)
    merge(gunay, Person.objects.get(pk=twin.pk), by=None)
    mine.refresh_from_db()
    row = LessonProgress.objects.get()
    is_grown = birth_year == 2004
    assert (row.completed_at is not None, mine.state == EnrolmentState.COMPLETED) == (is_grown, is_grown)


def test_passing_is_counted_by_what_was_asked(gunay):
    lesson = lesson_with(gunay, questions=every_kind()[:2])
    lesson = edit(lesson, lambda quiz: quiz.update(pass_percent=50))
    assert api.answer_quiz(gunay, lesson, {ident(1): ident(12), ident(2): [ident(23)]}).attempt.passed


def test_who_begins_a_quiz_is_seen_to_be_here(gunay):
    lesson = lesson_with(gunay)
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    attempts.open_attempt(gunay, lesson, now=noon)
    enrolment = Enrolment.objects.get(person=gunay)
    assert (enrolment.last_lesson_id, enrolment.last_seen_at) == (lesson.pk, noon)
