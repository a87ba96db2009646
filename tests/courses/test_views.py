"""The learner's pages without JavaScript, through the test client."""

import re

import pytest

from courses import api
from courses.domain.watching.watching_words import as_clock, seen_template, seen_words
from courses.models import Enrolment, EnrolmentState, QuizAttempt
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    person = factories.person("Günay Məmmədova", email="gunay@views.example", birth_year=2004)
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return person


@pytest.fixture
def course():
    course, _ = factories.course_with(
        {"film": factories.ready_film(30), "steps": ["İpi dolayın."], "materials": ["Yun ip"],
         "questions": factories.two_questions()},
    )  # fmt: skip
    return course


@pytest.fixture
def lesson(course):
    return course.get_children().get().specific


def test_pages_say_the_same_to_everyone(client, course, lesson, rf):
    before = [client.get(address).text for address in (course.url, lesson.url)]
    person = factories.person("Murad Quliyev", email="murad@views.example")
    api.enrol(person, course)
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    after = [client.get(address).text for address in (course.url, lesson.url)]

    def middle(text):
        return re.sub(r"/films/[^\"]+", "", re.search(r"<main.*</main>", text, re.DOTALL)[0])

    assert [middle(text) for text in before] == [middle(text) for text in after]


def test_a_lesson_shows_film_steps_materials_and_teacher(client, lesson):
    text = client.get(lesson.url).text
    for words in ("data-player", "İpi dolayın.", "Yun ip", "Leyla Əliyeva xanım", f"/learn/lesson/{lesson.pk}/quiz/"):
        assert words in text, words
    assert "<script>" not in text
    assert " style=" not in text


def test_the_catalogue_is_filtered_without_script(client, course):
    factories.course_with(title="Plov", language="en", teacher=course.teacher)
    text = client.get("/az/kurslar/?language=en").text
    assert "Plov" in text
    assert course.title not in text
    topic = course.get_parent().translation_key.hex
    text = client.get(f"/az/kurslar/?topic={topic}").text
    assert course.title in text
    assert "Plov" not in text
    assert course.title in client.get("/az/kurslar/?topic=nonsense&language=xx&page=zz").text


def test_enrolling_by_form_and_after_signing_in(client, course):
    address = f"/learn/{course.pk}/enrol/"
    answer = client.post(address)
    assert answer.status_code == 302
    assert answer["location"].endswith(f"next={address}")
    person = factories.person("Günay Məmmədova", email="gunay@views.example", birth_year=2004)
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200
    assert not Enrolment.objects.exists()
    assert client.post(address)["location"] == course.url
    assert Enrolment.objects.get().person == person


def test_leaving_asks_and_can_be_undone(client, learner, course):
    api.enrol(learner, course)
    address = f"/learn/{course.pk}/leave/"
    assert 'method="post"' in client.get(address).text
    assert Enrolment.objects.get().state == EnrolmentState.ACTIVE
    answer = client.post(address, follow=True)
    assert Enrolment.objects.get().state == EnrolmentState.LEFT
    assert f"/learn/{course.pk}/enrol/" in answer.text
    client.post(f"/learn/{course.pk}/enrol/")
    assert Enrolment.objects.get().state == EnrolmentState.ACTIVE


@pytest.mark.parametrize("fragment", [True, False])
def test_what_is_mine_comes_whole_or_as_a_fragment(client, learner, course, lesson, fragment):
    api.enrol(learner, course)
    headers = {"X-Fragment": "1"} if fragment else {}
    for address in (f"/learn/{course.pk}/mine/", f"/learn/lesson/{lesson.pk}/mine/"):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200
        assert ("<html" in answer.text) is not fragment
        assert "k-woven" in answer.text
        assert "no-store" in answer["cache-control"]
        assert "X-Fragment" in answer["vary"]
    assert seen_words(0, 30_000) in client.get(f"/learn/lesson/{lesson.pk}/mine/").text


def test_visitors_are_invited_and_may_watch(client, course, lesson):
    assert f"/learn/{course.pk}/enrol/" in client.get(f"/learn/lesson/{lesson.pk}/mine/").text
    said = client.post(f"/learn/lesson/{lesson.pk}/open/").json()
    assert said["report"] is None
    assert said["playlist"].startswith("/films/")


def test_opening_with_evidence(client, learner, course, lesson):
    api.enrol(learner, course)
    said = client.post(f"/learn/lesson/{lesson.pk}/open/").json()
    assert said["report"].startswith("/watch/")
    assert (said["resume_ms"], said["watched_ms"], said["duration_ms"]) == (0, 0, 30_000)
    lesson.film.renditions.update(is_live=False)
    answer = client.post(f"/learn/lesson/{lesson.pk}/open/")
    assert answer.status_code == 409
    assert answer.json()["words"]


def test_the_quiz_form(client, learner, course, lesson):
    address = f"/learn/lesson/{lesson.pk}/quiz/"
    assert client.get(address)["location"] == f"/learn/{course.pk}/enrol/"
    api.enrol(learner, course)
    first, second = api.quiz_of(lesson).questions
    assert client.get(address).text.count('type="radio"') == 5
    missing = client.post(address, {first.id: first.right_id})
    assert missing.status_code == 422
    assert "govuk-error-summary" in missing.text
    assert f'value="{first.right_id}" checked' in missing.text
    wrong = next(choice.id for choice in first.choices if not choice.is_right)
    again = client.post(address, {first.id: wrong, second.id: second.right_id})
    assert "Videonun əvvəlinə baxın." in again.text
    assert f'value="{wrong}" checked' in again.text
    # What was answered stays chosen when coming back.
    assert f'value="{wrong}" checked' in client.get(address).text
    passed = client.post(address, {first.id: first.right_id, second.id: second.right_id})
    assert "k-note--fine" in passed.text
    assert QuizAttempt.objects.count() == 2


def test_what_does_not_exist(client, learner, course, lesson):
    for address in ("/learn/99/mine/", "/learn/lesson/99/mine/", "/learn/lesson/99/quiz/", "/learn/99/leave/"):
        assert client.get(address).status_code == 404
    lesson.unpublish()
    assert client.post(f"/learn/lesson/{lesson.pk}/open/").status_code == 404


@pytest.mark.parametrize(
    ("watched", "duration", "words"),
    [
        (6_999, 30_000, "You have watched 6 of 30 seconds."),
        (30_400, 30_400, "You have watched 30 of 30 seconds."),
        (1_000, 1_000, "You have watched 1 of 1 second."),
        (130_000, 400_000, "You have watched 2:10 of 6:40."),
    ],
)
def test_how_much_was_seen_in_words(watched, duration, words, settings):
    from django.utils import translation

    with translation.override("en"):
        assert seen_words(watched, duration) == words
        assert "{seen}" in seen_template(duration)
    assert as_clock(3_725_000) == "1:02:05"
