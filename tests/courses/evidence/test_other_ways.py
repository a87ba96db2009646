"""Reading in place of watching, a coordinator's word, and the parts that make up a lesson."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import api
from courses.domain.learning.complete import Part, advance, parts_of
from courses.domain.watching.adjust import adjust, undo
from courses.domain.watching.read_instead import open_words, read_instead, seconds_needed
from courses.errors import (
    AlreadyUndone,
    CertificateStands,
    LessonDone,
    NotEnrolled,
    NothingToRead,
    NotOfThisCourse,
    OwnEnrolment,
    ReadTooFast,
    ReasonWanting,
)
from courses.models import Adjustment, CoursePage, EnrolmentState, LessonPage, LessonProgress, LessonWay
from elearn.history.models import Entry, Kind
from media_pipeline.models import CaptionRevision
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = 800  # two minutes for a very fast reader


@pytest.fixture
def lesson():
    """A lesson with a film of a minute, its words, and questions."""
    film = factories.ready_film(60)
    _, [lesson] = factories.course_with({"film": film, "questions": factories.two_questions()})
    cues = [
        {"id": f"cue{at}", "start_ms": at * 1000, "end_ms": at * 1000 + 900, "text": " ".join(["söz"] * 20)}
        for at in range(WORDS // 20)
    ]
    CaptionRevision.objects.update(cues=cues)
    return lesson


def pass_quiz(learner, lesson):
    answers = {question.id: question.right_id for question in api.quiz_of(lesson).questions}
    return api.answer_quiz(learner, lesson, answers)


def progress() -> LessonProgress:
    return LessonProgress.objects.get()


def later(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


# Parts ---------------------------------------------------------------------------------------------------
def test_parts_of_a_lesson(lesson):
    assert parts_of(lesson) == {Part.WATCH, Part.QUIZ}
    assert parts_of(LessonPage(has_quiz=True)) == {Part.QUIZ}
    assert parts_of(LessonPage(practice_needed=True)) == {Part.PRACTICE}
    assert parts_of(LessonPage()) == {Part.READ}


def test_practice_is_a_part_like_any(learner, lesson, enrolment):
    LessonPage.objects.update(practice_needed=True)
    assert not advance(enrolment.pk, lesson.pk, watched=True).lesson_completed
    assert not advance(enrolment.pk, lesson.pk, passed=True).lesson_completed
    assert advance(enrolment.pk, lesson.pk, practised=True).course_completed
    assert progress().way == LessonWay.WATCHED
    assert not advance(enrolment.pk, lesson.pk, practised=True).lesson_completed


@pytest.mark.parametrize(
    ("facts", "step", "way"),
    [
        ({"film": None, "has_quiz": False}, {"read": True}, LessonWay.READ),
        ({"film": None, "has_quiz": True}, {"passed": True}, LessonWay.READ),
        ({"film": None, "has_quiz": False, "practice_needed": True}, {"practised": True}, LessonWay.PRACTICE),
        ({"has_quiz": False}, {"watched": True}, LessonWay.WATCHED),
        ({"has_quiz": False}, {"watched": True, "live_ms": 50_000}, LessonWay.LIVE),
    ],
)
def test_how_a_lesson_was_done_is_kept(lesson, enrolment, facts, step, way):
    LessonPage.objects.update(**facts)
    assert advance(enrolment.pk, lesson.pk, **step).lesson_completed
    assert progress().way == way


def test_who_only_says_that_they_read_a_film_has_not(learner, lesson, enrolment):
    api.mark_read(learner, lesson)
    pass_quiz(learner, lesson)
    assert (progress().read_at, progress().completed_at) == (None, None)


def test_after_the_closing_only_what_was_sent_before_and_a_word_count(lesson, enrolment, rena):
    CoursePage.objects.update(closes_at=later(-5))
    LessonPage.objects.update(has_quiz=False, practice_needed=True)
    advance(enrolment.pk, lesson.pk, watched=True, passed=True, read_instead=True)
    assert not LessonProgress.objects.exclude(watched_at=None, quiz_passed_at=None, read_at=None).exists()
    advance(enrolment.pk, lesson.pk, practised=True)
    assert progress().practised_at is not None
    adjust(enrolment, lesson, by=rena.account, reason="Sinifdə baxdı.")
    assert progress().way == LessonWay.ADJUSTED


# Reading ---------------------------------------------------------------------------------------------------
def test_reading_and_the_questions_complete_a_lesson(learner, lesson, enrolment):
    open_words(learner, lesson)
    assert seconds_needed(lesson) == 120
    assert not read_instead(learner, lesson, now=later(121)).lesson_completed  # the questions are left
    assert pass_quiz(learner, lesson).advance.course_completed
    assert (progress().way, progress().watched_at) == (LessonWay.READ, None)
    assert Entry.objects.filter(kind=Kind.LESSON_READ).count() == 1


def test_the_questions_may_come_first(learner, lesson, enrolment):
    pass_quiz(learner, lesson)
    open_words(learner, lesson)
    assert read_instead(learner, lesson, now=later(121)).course_completed


def test_nobody_reads_eight_hundred_words_in_a_minute(learner, lesson, enrolment):
    with pytest.raises(ReadTooFast):  # never opened
        read_instead(learner, lesson, now=later(9_999))
    open_words(learner, lesson)
    open_words(learner, lesson, now=later(100))  # opening again begins nothing anew
    with pytest.raises(ReadTooFast) as error:
        read_instead(learner, lesson, now=later(60))
    assert 55 <= error.value.seconds <= 61
    assert progress().read_at is None


def test_reading_stands_for_watching_only_with_questions_and_words_and_where_it_may(learner, lesson, enrolment):
    for facts in ({"has_quiz": False}, {"may_read": False}):
        LessonPage.objects.update(**{"has_quiz": True, "may_read": True} | facts)
        with pytest.raises(NothingToRead):
            open_words(learner, LessonPage.objects.get())
    LessonPage.objects.update(has_quiz=True, may_read=True)
    CaptionRevision.objects.update(cues=[])
    with pytest.raises(NothingToRead):
        open_words(learner, LessonPage.objects.get())
    with pytest.raises(NotEnrolled):
        open_words(factories.person("Murad Quliyev"), LessonPage.objects.get())


def test_the_words_of_another_film_are_read_anew(learner, lesson, enrolment):
    """The video was replaced while the page stood open: nobody has read the words of the new one yet."""
    open_words(learner, lesson)
    cues = CaptionRevision.objects.get().cues
    LessonPage.objects.update(film=factories.ready_film(60))
    CaptionRevision.objects.update(cues=cues)
    with pytest.raises(ReadTooFast):
        read_instead(learner, LessonPage.objects.get(), now=later(600))
    assert progress().read_at is None
    # It was begun anew by that, also for who never loads the page again.
    read_instead(learner, LessonPage.objects.get(), now=later(600 + 121))
    assert progress().read_at is not None


def test_a_page_that_was_opened_a_month_ago_says_nothing(learner, lesson, enrolment):
    open_words(learner, lesson, now=later(-30 * 86_400))
    with pytest.raises(ReadTooFast):
        read_instead(learner, lesson)
    assert open_words(learner, lesson, now=later(60)).since < later(1)
    read_instead(learner, lesson, now=later(125))
    assert progress().read_at is not None


def test_who_reads_on_the_next_day_need_not_begin_anew(learner, lesson, enrolment):
    since = open_words(learner, lesson, now=later(-86_400)).since
    assert open_words(learner, lesson).since == since
    read_instead(learner, lesson)
    assert progress().read_at is not None


def test_the_page_of_words(client, learner, lesson, enrolment):
    address = f"/learn/lesson/{lesson.pk}/words/"
    assert client.get(address).status_code == 302  # to sign in
    account = factories.person("Aysel Əliyeva", email="aysel@words.example", birth_year=2001).account
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address)["Location"] == f"/learn/{lesson.get_parent().pk}/enrol/"
    api.enrol(account.person, lesson.get_parent().specific)
    assert "Baxmaqdansa oxumaq istəyirsiniz?" in client.get(f"/learn/lesson/{lesson.pk}/mine/").content.decode()
    page = client.get(address).content.decode()
    assert "Hamısını oxumuşam" in page and "söz söz" in page
    assert client.post(address)["Location"] == address  # too fast
    assert "çox tez oldu" in client.get(address).content.decode()
    LessonProgress.objects.update(reading_since=later(-300))
    assert client.post(address)["Location"] == f"/learn/lesson/{lesson.pk}/quiz/"
    assert "Suallar qalıb." in client.get(address).content.decode()
    LessonPage.objects.update(may_read=False)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


# A coordinator's word ----------------------------------------------------------------------------------------
def test_a_word_completes_and_is_kept_with_its_reason(learner, lesson, enrolment, rena):
    made = adjust(enrolment, lesson, by=rena.account, reason=" Dərsi sinifdə keçdi. ")
    enrolment.refresh_from_db()
    assert (enrolment.state, progress().way) == (EnrolmentState.COMPLETED, LessonWay.ADJUSTED)
    assert (made.reason, made.by, made.undone_at) == ("Dərsi sinifdə keçdi.", rena.account, None)
    entry = Entry.objects.get(kind=Kind.LESSON_ADJUSTED)
    assert (entry.facts, entry.subject) == ({}, f"lesson:{lesson.pk}")


def test_who_may_not_be_given_a_word(learner, lesson, enrolment, rena):
    _, [other] = factories.course_with({"title": "Başqa"}, title="Başqa kurs")
    own = api.enrol(rena, lesson.get_parent().specific)
    waiting = api.enrol(factories.person("Murad Quliyev", birth_year=2015), lesson.get_parent().specific)
    left = api.enrol(factories.person("Aysel Əliyeva", birth_year=2001), lesson.get_parent().specific)
    api.leave(left)
    for whose, which, why, error in (
        (own, lesson, "mən", OwnEnrolment),
        (enrolment, lesson, "  ", ReasonWanting),
        (enrolment, other, "səbəb", NotOfThisCourse),
        (waiting, lesson, "səbəb", NotEnrolled),
        (left, lesson, "səbəb", NotEnrolled),
    ):
        with pytest.raises(error):
            adjust(whose, which, by=rena.account, reason=why)
    assert not Adjustment.objects.exists() and not LessonProgress.objects.exists()
    adjust(enrolment, lesson, by=rena.account, reason="səbəb")
    with pytest.raises(LessonDone):
        adjust(enrolment, lesson, by=rena.account, reason="səbəb")


def test_taking_it_back_opens_lesson_and_course_again(lesson, enrolment, rena):
    made = adjust(enrolment, lesson, by=rena.account, reason="səbəb")
    assert undo(made, by=rena.account) is True
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at, progress().completed_at, progress().way) == (
        "active",
        None,
        None,
        "",
    )
    with pytest.raises(AlreadyUndone):
        undo(made, by=rena.account)
    made.refresh_from_db()
    assert made.undone_by == rena.account


def test_what_was_done_since_in_another_way_stays_done(learner, lesson, enrolment, rena):
    made = adjust(enrolment, lesson, by=rena.account, reason="səbəb")
    advance(enrolment.pk, lesson.pk, watched=True)
    pass_quiz(learner, lesson)
    assert progress().way == LessonWay.WATCHED
    assert undo(made, by=rena.account) is False
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


def test_a_certificate_that_was_issued_is_looked_at_first(lesson, enrolment, rena):
    made = adjust(enrolment, lesson, by=rena.account, reason="səbəb")
    enrolment.refresh_from_db()
    api.certify(enrolment)
    with pytest.raises(CertificateStands):
        undo(made, by=rena.account)
    made.refresh_from_db()
    assert (made.undone_at, progress().way) == (None, LessonWay.ADJUSTED)


def test_nobody_takes_back_what_was_recorded_for_themselves(lesson, rena):
    other = factories.staff("Kamran Əliyev", "coordinator")
    own = api.enrol(rena, lesson.get_parent().specific)
    made = adjust(own, lesson, by=other.account, reason="səbəb")
    with pytest.raises(OwnEnrolment):
        undo(made, by=rena.account)
