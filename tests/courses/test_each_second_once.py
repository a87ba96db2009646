"""What was watched, heard live, or seen again counts once; who learns without a video is seen, and may ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import api
from courses.domain.certificates.shown import _minutes
from courses.domain.learning.hours import hours_learned
from courses.domain.learning.learning_mail import sweep
from courses.domain.talk import asks
from courses.models import Attendance, Enrolment, FilmProgress, LessonPage, Registration, Webinar
from media_pipeline.models import Film
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@pytest.fixture
def gunay():
    return factories.person("Günay", email="gunay@korpu.example", birth_year=1999)


def watched(person, film, minutes: int) -> None:
    FilmProgress.objects.create(person=person, film=film, watched_ms=minutes * MINUTE, changed_at=timezone.now())


def test_a_video_that_was_shortened_is_counted_once(gunay):
    whole = factories.ready_film(3600)
    part = factories.ready_film(2400)
    Film.objects.filter(pk=part.pk).update(cut_of=whole)
    watched(gunay, whole, 40)
    watched(gunay, part, 35)
    assert hours_learned(gunay).watched_ms == 40 * MINUTE
    course, _lessons = factories.course_with({"film": part})
    assert _minutes(api.enrol(gunay, course)) == 35


@pytest.mark.parametrize(("live", "again", "minutes"), [(50, 55, 55), (50, 20, 50), (50, 0, 50)])
def test_a_webinar_seen_live_and_again_is_counted_by_the_longer(gunay, live, again, minutes):
    film = factories.ready_film(3600)
    course, (lesson,) = factories.course_with({"film": film})
    webinar = factories.webinar("Corab", registered=[gunay])
    Webinar.objects.filter(pk=webinar.pk).update(lesson=lesson)
    Registration.objects.update(record_agreed_at=timezone.now())
    now = timezone.now()
    Attendance.objects.update_or_create(
        webinar=webinar, person=gunay, defaults={"live_ms": live * MINUTE, "attended_at": now, "joined_at": now}
    )
    if again:
        watched(gunay, film, again)
    assert _minutes(api.enrol(gunay, course)) == minutes
    assert hours_learned(gunay).total_ms == minutes * MINUTE


def test_who_reads_is_seen_and_reminded_and_who_was_here_today_is_not(gunay):
    course, (first, _second) = factories.course_with({"text": "<p>Bir</p>"}, {"text": "<p>İki</p>"})
    enrolment = api.enrol(gunay, course)
    noon = timezone.localtime().replace(hour=12, minute=0)
    api.mark_read(gunay, first, now=noon - timedelta(days=5))
    enrolment.refresh_from_db()
    assert (enrolment.last_lesson_id, enrolment.last_seen_at) == (first.pk, noon - timedelta(days=5))
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=noon - timedelta(days=6))
    assert sweep(now=noon) == 1


def test_a_learner_asks_under_a_lesson_without_a_video_before_it_is_done(gunay):
    course, (lesson,) = factories.course_with({"text": "<p>Toxuyun.</p>"})
    lesson = LessonPage.objects.get(pk=lesson.pk)
    with pytest.raises(Exception, match=""):
        asks.ask_teacher(gunay, lesson, text="Neçə ilmə?")
    api.enrol(gunay, course)
    assert asks.ask_teacher(gunay, lesson, text="Neçə ilmə?").lesson == lesson
