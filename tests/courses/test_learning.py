"""Taking a course, leaving it, what completes it, and what lists of it cost."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from courses import api
from courses.domain.learning.complete import advance, uncertified
from courses.domain.quizzes.quiz import mark_read
from courses.errors import AlreadyCompleted, CourseNotOpen, NotEnrolled, QuestionsLeft
from courses.models import Enrolment, EnrolmentState, FilmProgress, LessonProgress, PlaybackSession, QuizAttempt
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return factories.person("Günay Məmmədova", email="gunay@learning.example")


_times = count(1)


def watch_all(learner, lesson) -> None:
    """See the whole film, some time ago; each time a minute later than the last."""
    at = timezone.now() - timedelta(days=1) + timedelta(minutes=next(_times))
    opened = api.open_playback(learner, lesson, now=at)
    api.begin(opened.session, now=at)
    later = at + timedelta(milliseconds=opened.duration_ms)
    outcome = api.apply_report(opened.session, number=1, spans=[[0, opened.duration_ms]], rate=1.0, now=later)
    assert outcome.counted


def right_answers(lesson) -> dict[str, str]:
    return {question.id: question.right_id for question in api.quiz_of(lesson).questions}


# Enrolling and leaving ----------------------------------------------------------------------------
@pytest.mark.database
def test_enrolling_is_told_noted_and_done_once(learner):
    course, _ = factories.course_with({"text": "<p>Salam</p>"})
    first, second = api.enrol(learner, course), api.enrol(learner, course)
    assert first == second
    assert Entry.objects.filter(kind=Kind.ENROLLED, subject=f"course:{course.pk}").count() == 1
    assert Notice.objects.get().kind == "enrolled"


def test_leaving_keeps_everything_and_coming_back_finds_it(learner):
    course, [lesson, _] = factories.course_with({"film": factories.ready_film(20)}, {"text": "<p>Salam</p>"})
    enrolment = api.enrol(learner, course)
    watch_all(learner, lesson)
    assert api.leave(enrolment).state == EnrolmentState.LEFT
    assert api.courses_of(learner) == []
    assert api.open_playback(learner, lesson).session is None
    back = api.enrol(learner, course)
    assert back == enrolment
    assert api.progress_of(learner, course).done == 1
    kinds = Entry.objects.exclude(kind=Kind.PUBLISHED).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [Kind.ENROLLED, Kind.WATCHED, Kind.LESSON_COMPLETED, Kind.LEFT_COURSE, Kind.ENROLLED]


@pytest.mark.database
def test_what_is_watched_after_leaving_counts_on_coming_back(learner):
    course, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    enrolment = api.enrol(learner, course)
    at = timezone.now() - timedelta(hours=1)
    opened = api.open_playback(learner, lesson, now=at)
    api.begin(opened.session, now=at)
    api.leave(enrolment)
    assert api.apply_report(opened.session, number=1, spans=[[0, 20_000]], now=at + timedelta(seconds=30)).watched
    assert not LessonProgress.objects.exists()
    assert api.enrol(learner, course).state == EnrolmentState.COMPLETED


def test_a_completed_course_cannot_be_left_and_a_closed_one_not_entered(learner):
    course, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    enrolment = api.enrol(learner, course)
    watch_all(learner, lesson)
    enrolment.refresh_from_db()
    with pytest.raises(AlreadyCompleted):
        api.leave(enrolment)
    course.unpublish()
    with pytest.raises(CourseNotOpen):
        api.enrol(factories.person("Murad Quliyev"), course)


# What completes ------------------------------------------------------------------------------------
@pytest.mark.database
def test_film_and_quiz_in_either_order(learner):
    course, lessons = factories.course_with(
        *({"film": factories.ready_film(20), "questions": factories.two_questions()} for _ in range(2))
    )
    api.enrol(learner, course)
    watch_all(learner, lessons[0])
    assert api.progress_of(learner, course).done == 0
    assert api.answer_quiz(learner, lessons[0], right_answers(lessons[0])).advance.lesson_completed
    api.answer_quiz(learner, lessons[1], right_answers(lessons[1]))
    assert api.progress_of(learner, course).done == 1
    watch_all(learner, lessons[1])
    assert api.progress_of(learner, course).is_completed


@pytest.mark.database
def test_completion_is_announced_once_and_certified(learner, django_capture_on_commit_callbacks):
    course, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    enrolment = api.enrol(learner, course)
    with django_capture_on_commit_callbacks() as callbacks:
        watch_all(learner, lesson)
        advance(enrolment.pk, lesson.pk, watched=True)
        advance(enrolment.pk, lesson.pk, watched=True, passed=True)
    announced = [one for one in callbacks if getattr(one, "keywords", {}).get("enrolment_id") == enrolment.pk]
    assert len(announced) == 1
    assert list(uncertified()) == [enrolment]
    assert api.sweep() == 1
    assert Entry.objects.filter(kind=Kind.COURSE_COMPLETED).count() == 1


def test_an_unpublished_lesson_is_not_required(learner):
    course, lessons = factories.course_with(*({"film": factories.ready_film(20)} for _ in range(2)))
    enrolment = api.enrol(learner, course)
    watch_all(learner, lessons[0])
    lessons[1].unpublish()
    assert api.settle(enrolment.pk).course_completed
    assert not api.settle(enrolment.pk).course_completed


def test_a_film_seen_in_another_lesson_is_seen_here(learner, client):
    film = factories.ready_film(20)
    course, lessons = factories.course_with({"film": film}, {"film": film})
    api.enrol(learner, course)
    watch_all(learner, lessons[0])
    assert api.progress_of(learner, course).is_behind
    client.force_login(learner.account, backend="django.contrib.auth.backends.ModelBackend")
    client.get(f"/learn/lesson/{lessons[1].pk}/mine/")
    assert api.progress_of(learner, course).is_completed
    assert not api.progress_of(learner, course).is_behind


def test_a_lesson_of_words_is_read(learner):
    course, [lesson] = factories.course_with({"text": "<p>Salam</p>"})
    with pytest.raises(NotEnrolled):
        mark_read(learner, lesson)
    api.enrol(learner, course)
    assert api.progress_of(learner, course).is_learning
    assert mark_read(learner, lesson).course_completed


def test_a_course_without_lessons_does_not_complete(learner):
    course, _ = factories.course_with()
    assert api.enrol(learner, course).state == EnrolmentState.ACTIVE


# Quiz ----------------------------------------------------------------------------------------------
@pytest.mark.database
def test_attempts_are_unlimited_kept_and_kind(learner):
    course, [lesson] = factories.course_with({"questions": factories.two_questions()})
    api.enrol(learner, course)
    right = right_answers(lesson)
    first, second = api.quiz_of(lesson).questions
    wrong = {**right, first.id: next(choice.id for choice in first.choices if not choice.is_right)}
    answered = api.answer_quiz(learner, lesson, wrong)
    assert not answered.attempt.passed
    assert [question.look_again for question in answered.look_again] == ["Videonun əvvəlinə baxın."]
    assert api.answer_quiz(learner, lesson, right).attempt.passed
    # A later, weaker attempt takes nothing back.
    api.answer_quiz(learner, lesson, wrong)
    assert LessonProgress.objects.get().quiz_passed_at
    assert QuizAttempt.objects.count() == 3
    assert Entry.objects.filter(kind=Kind.QUIZ_PASSED).count() == 1
    with pytest.raises(QuestionsLeft) as caught:
        api.answer_quiz(learner, lesson, {first.id: right[first.id], second.id: "invented"})
    assert caught.value.left == [second.id]


# Lists ---------------------------------------------------------------------------------------------
def courses(how_many: int) -> list:
    teacher = factories.person("Leyla Əliyeva", birth_year=1955)
    return [
        factories.course_with(
            *({"film": factories.ready_film(20), "questions": factories.two_questions()} for _ in range(how_many)),
            teacher=teacher, title=f"Kurs {number}", language=("az", "en", "ru")[number % 3],
        )[0]
        for number in range(how_many)
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_learners_lists_cost_the_same(learner, number, django_assert_num_queries):
    for course in courses(number):
        api.enrol(learner, course)
    with django_assert_num_queries(4):
        found = api.continue_for(learner)
        assert [line.next.number for line in found] == [1] * number
        assert all(line.total == number and line.course.teacher.name for line in found)
    with django_assert_num_queries(4):
        assert api.progress_of(learner, found[0].course).total == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_catalogue_costs_the_same(client, number, django_assert_num_queries):
    courses(number)
    address = "/az/kurslar/"
    client.get(address)
    with django_assert_num_queries(15):
        page = client.get(address)
    assert page.status_code == 200
    for which in range(number):
        assert f"Kurs {which}" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_course_page_costs_the_same(client, number, django_assert_num_queries):
    course = courses(number)[0]
    client.get(course.url)
    with django_assert_num_queries(19):
        page = client.get(course.url)
    assert page.text.count("k-lessons__one") == number


@pytest.mark.database
def test_the_order_is_by_what_was_used_last(learner):
    first, second = courses(3)[:2]
    api.enrol(learner, first)
    api.enrol(learner, second)
    api.open_playback(learner, first.get_children().first().specific, now=timezone.now() + timedelta(minutes=1))
    assert [found.course for found in api.continue_for(learner)] == [first, second]


@pytest.mark.database
def test_whom_a_teacher_has_reached(learner):
    course, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    teacher = course.teacher
    assert vars(api.reached_by(teacher)) == {"watchers": 0, "wrote": 0, "completed": 0, "certificates": 0}
    for person in (learner, factories.person("Murad Quliyev"), factories.person("Yoxlama", is_check=True)):
        api.enrol(person, course)
        watch_all(person, lesson)
    assert api.reached_by(teacher).watchers == 2
    assert api.reached_by(teacher).completed == 2
    assert api.reached_by(learner).watchers == 0


# Merging and removing -----------------------------------------------------------------------------
@pytest.mark.database
def test_two_records_of_one_person_become_one(learner):
    from elearn.people.api import merge

    course, lessons = factories.course_with(*({"film": factories.ready_film(20)} for _ in range(2)))
    other = factories.person("Günay Məmmədova")
    for person, lesson in ((learner, lessons[0]), (other, lessons[1])):
        api.enrol(person, course)
        watch_all(person, lesson)
    merge(learner, other, by=None)
    enrolment = Enrolment.objects.get(person=learner)
    assert enrolment.state == EnrolmentState.COMPLETED
    assert FilmProgress.objects.filter(person=learner).count() == 2
    assert not Enrolment.objects.filter(person=other).exists()


def test_a_check_is_removed_and_a_real_course_is_not(learner):
    course, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    api.enrol(learner, course)
    watch_all(learner, lesson)
    with pytest.raises(ValueError, match="check"):
        api.remove_check_course(course)
    course.is_check = True
    course.save()
    api.remove_check_course(course)
    assert not Enrolment.objects.exists()
    assert not PlaybackSession.objects.exists()
    lesson.film.delete()
