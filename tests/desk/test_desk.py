"""The first page after sign-in: each role finds the one thing it came to do."""

import pytest
from django.utils import timezone

from courses.models import Contribution, ContributionState, FilmProgress, LessonProgress
from elearn.notices.models import Notice, NoticeState
from elearn.people.api import Role
from media_pipeline.models import Film, FilmState
from tests.factories import course_with, first_pages, person, ready_film
from tests.web.markup import Tags, inline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    first_pages()


@pytest.fixture
def leyla():
    return person(
        "Leyla", birth_year=1955, form_of_address="xanim", email="leyla@example.org", language="en", roles=[Role.ELDER]
    )


@pytest.fixture
def gunay():
    return person("Günay", email="gunay@example.org", language="en", roles=[Role.LEARNER])


@pytest.fixture
def rena():
    return person("Rəna", email="rena@example.org", language="en", roles=[Role.COORDINATOR])


def desk(client, who) -> str:
    client.force_login(who.account)
    answer = client.get("/desk/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert inline(page) == []
    return page


def links(page: str) -> list[str]:
    return [one.get("href", "") for one in Tags(page).named("a")]


def give(who, count: int = 1, state=ContributionState.SENT, **more) -> list[Contribution]:
    now = timezone.now()
    return [
        Contribution.objects.create(
            person=who, film=ready_film(), state=state, title=f"Dərs {number}", sent_at=now, language="az", **more
        )
        for number in range(1, count + 1)
    ]


def finish(who, lesson) -> None:
    now = timezone.now()
    enrolment = who.enrolments.get()
    LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=now, completed_at=now)


def enrol(who, course):
    from courses.api import enrol

    return enrol(who, course)


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client):
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=/desk/"


def test_a_teacher_finds_three_doors_and_a_kind_word(client, leyla):
    page = desk(client, leyla)
    assert "Welcome, Leyla xanım" in page
    assert [link for link in links(page) if link in ("/record/", "/upload/", "/my-films/")] == [
        "/record/",
        "/upload/",
        "/my-films/",
    ]
    assert "There is no video of yours yet." in page
    assert "Whom you reached" not in page
    assert "My courses" not in page


def test_a_teacher_sees_how_each_video_stands(client, leyla):
    (refused,) = give(leyla, state=ContributionState.DRAFT)
    Film.objects.filter(pk=refused.film_id).update(state=FilmState.REFUSED, refusal="not_a_film")
    give(leyla, state=ContributionState.ANOTHER_TAKE)
    give(leyla, state=ContributionState.PLACED)
    page = desk(client, leyla)
    assert "We cannot use this file." in page
    assert "We would be glad to have another recording from you." in page
    assert "Published. Thank you!" in page
    assert page.count("Waits for you") == 2
    assert f"/my-films/{refused.pk}/" in links(page)


def test_a_video_that_has_not_come_in_or_was_taken_back_is_not_listed(client, leyla):
    (coming,) = give(leyla, state=ContributionState.DRAFT)
    Film.objects.filter(pk=coming.film_id).update(state=FilmState.RECEIVING)
    give(leyla, state=ContributionState.WITHDRAWN)
    assert "There is no video of yours yet." in desk(client, leyla)


def test_only_the_newest_videos_are_listed(client, leyla):
    give(leyla, 4)
    page = desk(client, leyla)
    assert page.count("Sent. Our coordinator will watch it") == 3
    assert "All my videos" in page


def test_a_teacher_sees_whom_they_reached(client, leyla, gunay):
    (given,) = give(leyla, state=ContributionState.PLACED)
    FilmProgress.objects.create(person=gunay, film=given.film, watched_ms=5000, changed_at=timezone.now())
    page = desk(client, leyla)
    assert page.count("1 person has watched your lessons.") == 1  # said once, and the rest on a page of its own
    assert "Whom you reached" not in page and "/my-people/" in links(page)


def test_a_learner_without_a_course_is_led_to_one(client, gunay):
    page = desk(client, gunay)
    assert "You are not in a course yet." in page
    assert "/courses/" in links(page)
    assert "/record/" not in links(page)


def test_a_learner_goes_on_with_one_tap(client, gunay, leyla):
    course, lessons = course_with({"film": ready_film()}, {"film": ready_film()}, teacher=leyla)
    enrol(gunay, course)
    page = desk(client, gunay)
    assert "Start the first lesson" in page
    assert lessons[0].url in links(page)
    finish(gunay, lessons[0])
    page = desk(client, gunay)
    assert "Continue where I stopped" in page
    assert lessons[1].url in links(page)
    assert [one["value"] for one in Tags(page).named("progress")] == ["100", "0"]


def test_a_coordinator_sees_what_waits_and_what_is_stuck(client, rena, leyla):
    page = desk(client, rena)
    assert "Nothing waits and nothing is stuck. Thank you." in page
    give(leyla, 2)
    Film.objects.create(state=FilmState.FAILED)
    Film.objects.create(state=FilmState.FAILED, is_check=True)
    Notice.objects.create(person=leyla, kind="film_ready", key="1", state=NoticeState.UNREACHABLE)
    page = desk(client, rena)
    for words in (
        "New videos to watch",
        "Videos that stopped by a fault of ours",
        "Messages that did not reach anybody",
    ):
        assert words in page
    assert '<span class="k-number">2</span>' in page
    assert page.count('<span class="k-number">1</span>') == 2


def test_who_has_several_roles_sees_a_part_for_each(client):
    both = person("Sona", email="sona@example.org", language="en", roles=[Role.ELDER, Role.LEARNER, Role.COORDINATOR])
    page = desk(client, both)
    assert "Record a lesson" in page
    assert "What waits for you" in page
    assert "What I am learning" in page


def test_who_has_no_part_yet_sees_a_learners(client):
    assert "Find a course" in desk(
        client, person("Murad", email="murad@example.org", language="en", roles=[Role.PARTNER])
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_teachers_desk_asks_the_same_however_many_videos(client, leyla, django_assert_num_queries, count):
    give(leyla, count)
    client.force_login(leyla.account)
    client.get("/desk/")
    with django_assert_num_queries(17):
        client.get("/desk/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_learners_desk_asks_the_same_however_many_courses(client, gunay, leyla, django_assert_num_queries, count):
    for number in range(count):
        course, _ = course_with({"film": ready_film()}, {"film": ready_film()}, teacher=leyla, title=f"Kurs {number}")
        enrol(gunay, course)
    client.force_login(gunay.account)
    client.get("/desk/")
    with django_assert_num_queries(18):
        client.get("/desk/")
