"""How long somebody has learned: what played, each second once, and webinars; never how long a page stood open."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from courses import api
from courses.domain.learning.hours import hours_learned
from courses.models import Attendance, FilmProgress, PlaybackSession, Registration, WatchReport, Webinar
from tests import factories

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Asia/Baku"))
MINUTE = 60_000


@pytest.fixture
def gunay():
    return factories.person(birth_year=2000, email="gunay@hours.example", language="en")


@pytest.fixture
def lesson(gunay):
    course, [lesson] = factories.course_with({"film": factories.ready_film(3600)})
    api.enrol(gunay, course)
    return lesson


def watched(person, film, ms):
    FilmProgress.objects.create(person=person, film=film, watched_ms=ms, changed_at=WEDNESDAY)


def reported(person, lesson, ms, at):
    session = PlaybackSession.objects.create(
        person=person, film=lesson.film, lesson=lesson, enrolment=person.enrolments.get(), created_at=at
    )
    WatchReport.objects.create(session=session, number=1, received_at=at, spans=[], credited_ms=ms)


def attended(person, ms, *, lesson=None, agreed=True, at=WEDNESDAY):
    webinar = Webinar.objects.create(
        title="Xalça", speaker=factories.person("Leyla"), lesson=lesson, starts_at=at, minutes=60, language="az",
    )  # fmt: skip
    Registration.objects.create(
        webinar=webinar, person=person, registered_at=at, record_agreed_at=at if agreed else None
    )
    Attendance.objects.create(webinar=webinar, person=person, live_ms=ms, joined_at=at)


def test_nothing_is_nothing_however_long_a_page_stood_open(gunay, lesson):
    reported(gunay, lesson, 0, WEDNESDAY)
    hours = hours_learned(gunay, now=WEDNESDAY)
    assert (hours.total_ms, hours.week_ms) == (0, 0)


def test_videos_and_webinars_are_added(gunay, lesson):
    watched(gunay, lesson.film, 40 * MINUTE)
    attended(gunay, 30 * MINUTE)
    hours = hours_learned(gunay, now=WEDNESDAY)
    assert (hours.watched_ms, hours.live_ms, hours.total_ms) == (40 * MINUTE, 30 * MINUTE, 70 * MINUTE)


def test_what_was_seen_live_and_again_counts_once(gunay, lesson):
    watched(gunay, lesson.film, 20 * MINUTE)
    attended(gunay, 50 * MINUTE, lesson=lesson)
    assert hours_learned(gunay, now=WEDNESDAY).total_ms == 50 * MINUTE


def test_what_one_does_not_let_us_keep_is_not_counted(gunay, lesson):
    attended(gunay, 30 * MINUTE, agreed=False)
    assert hours_learned(gunay, now=WEDNESDAY).total_ms == 0


def test_the_week_begins_on_monday_here(gunay, lesson):
    monday = datetime(2026, 11, 16, 0, 0, tzinfo=ZoneInfo("Asia/Baku"))
    reported(gunay, lesson, 3 * MINUTE, monday)
    reported(gunay, lesson, 5 * MINUTE, monday - timedelta(seconds=1))
    attended(gunay, 7 * MINUTE, at=monday - timedelta(days=1))
    assert hours_learned(gunay, now=WEDNESDAY).week_ms == 3 * MINUTE


def test_others_do_not_count(gunay, lesson):
    watched(factories.person("Murad"), lesson.film, MINUTE)
    assert hours_learned(gunay, now=WEDNESDAY).total_ms == 0


def test_on_the_desk_and_on_a_page_of_its_own(client, gunay, lesson):
    watched(gunay, lesson.film, 80 * MINUTE)
    client.force_login(gunay.account)
    client.cookies["language"] = "en"
    for address in (reverse("desk:home"), reverse("courses:my_learning")):
        page = client.get(address).text
        assert "1 h 20 min" in page
        assert "We count what you watched of videos, each part once" in page


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_takes_the_same_queries(client, gunay, django_assert_num_queries, count):
    for number in range(count):
        course, [lesson] = factories.course_with({"film": factories.ready_film(60)}, title=f"Kurs {number}")
        api.enrol(gunay, course)
        watched(gunay, lesson.film, MINUTE)
        attended(gunay, MINUTE)
    client.force_login(gunay.account)
    client.get(reverse("courses:my_learning"))
    with django_assert_num_queries(12):
        client.get(reverse("courses:my_learning"))


def test_many_courses_are_listed_page_by_page(client, gunay, monkeypatch):
    monkeypatch.setattr("courses.views.mine.PER_PAGE", 2)
    for number in range(3):
        course, _ = factories.course_with({"film": factories.ready_film(60)}, title=f"Kurs {number}")
        api.enrol(gunay, course)
    client.force_login(gunay.account)
    first, second = (client.get(reverse("courses:my_learning"), {"page": page}).text for page in (1, 2))
    assert (first.count("k-list__title"), second.count("k-list__title")) == (2, 1)
