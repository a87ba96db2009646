"""What waits and what does not: another try that is asked for, courses that have closed, works that grow old, rooms."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.works import practice
from courses.domain.works.practice_replies import read_through, replies_to, reply
from courses.domain.works.waiting import works_waiting
from courses.errors import NoRoomForWorks, WorkClosed
from courses.models import CoursePage, EnrolmentState, Practice, PracticeState, Verdict
from elearn.notices.models import Notice
from elearn.people.retention import tidy
from elearn.safety import api as safety
from media_pipeline import storage
from tests import factories
from tests.courses.practice.photos import photo
from tests.courses.practice.works import learner, lesson_of, passed_on, teacher

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3 nothing that plays"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def leyla():
    return teacher()


@pytest.fixture
def lesson(leyla):
    return lesson_of(leyla)


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


@pytest.fixture
def gunay(lesson):
    return learner(lesson)


# Another try ---------------------------------------------------------------------------------------------
def test_what_is_sent_back_waits_for_nobody_else(client, lesson, leyla, rena, gunay):
    work = passed_on(gunay, lesson, rena)
    made = reply(work, by=leyla.account, verdict=Verdict.AGAIN, text="Kənarını bir az boş toxuyun.")
    assert works_waiting(leyla) == 0
    client.force_login(rena)
    assert list(client.get(reverse("courses:my_works")).context["slice"]) == []
    assert [one.pk for one in client.get(f"{reverse('courses:my_works')}?show=answered").context["slice"]] == [work.pk]
    page = reverse("courses:work", args=[work.pk])
    assert "verdict" not in client.get(page).context["form"].fields
    for verdict in (Verdict.ACCEPT, Verdict.AGAIN):
        with pytest.raises(WorkClosed):
            reply(work, by=rena, verdict=verdict, text="Gözəldir.")
    # Where the words are not passed on, it waits again.
    safety.decide(made.submission, by=rena, approve=False, reason="other", words="Daha mehriban yazın.")
    assert works_waiting(leyla) == 1
    reply(work, by=leyla.account, verdict=Verdict.ACCEPT)
    work.refresh_from_db()
    assert work.state == PracticeState.ACCEPTED


def test_who_is_accepted_is_not_asked_to_try_once_more(lesson, leyla, rena, gunay):
    work = passed_on(gunay, lesson, rena)
    made = reply(work, by=leyla.account, verdict=Verdict.AGAIN, text="Bir də toxuyun.")
    Practice.objects.update(state=PracticeState.ACCEPTED, decided_at=timezone.now())
    safety.decide(made.submission, by=rena, approve=True)
    read_through(made.submission, is_shown=True)
    work.refresh_from_db()
    assert work.state == PracticeState.ACCEPTED
    assert not Notice.objects.filter(kind="practice_answered").exists()
    assert replies_to(work, reader=gunay) == []


def test_an_earlier_wish_for_another_try_stays_to_be_read(lesson, leyla, rena, gunay):
    work = passed_on(gunay, lesson, rena)
    made = reply(work, by=leyla.account, verdict=Verdict.AGAIN, text="Bir də toxuyun.")
    safety.decide(made.submission, by=rena, approve=True)
    again = passed_on(gunay, lesson, rena)
    reply(again, by=leyla.account, verdict=Verdict.ACCEPT)
    assert [one.verdict for one in replies_to(again, reader=gunay)] == [Verdict.AGAIN, Verdict.ACCEPT]


# Before the form -----------------------------------------------------------------------------------------
def test_a_course_that_has_closed_says_so_before_anything_is_sent(client, lesson, gunay):
    client.force_login(gunay.account)
    address = reverse("courses:practice", args=[lesson.pk])
    assert 'type="file"' in client.get(address).text
    CoursePage.objects.filter(pk=api.course_of(lesson).pk).update(closes_at=timezone.now() - timedelta(hours=1))
    page = client.get(address)
    assert page.status_code == 200 and page.context["closed"] and 'type="file"' not in page.text
    assert client.post(address, {"words": "x"}).status_code == 200
    assert not Practice.objects.exists()


def test_who_left_the_course_still_sees_their_work_and_sends_no_other(client, lesson, leyla, rena, gunay):
    work = passed_on(gunay, lesson, rena)
    gunay.enrolments.update(state=EnrolmentState.LEFT)
    client.force_login(gunay.account)
    page = client.get(reverse("courses:practice", args=[lesson.pk]))
    assert (page.status_code, page.context["work"]) == (200, work)
    assert 'type="file"' not in page.text
    assert reverse("courses:take_work_back", args=[work.pk]) in page.text


def test_how_large_it_may_be_is_said_before_it_is_sent(client, lesson, gunay):
    client.force_login(gunay.account)
    field = client.get(reverse("courses:practice", args=[lesson.pk])).context["form"]["picture"]
    assert "12" in field.help_text and "400" in field.help_text
    said = field.field.widget.attrs
    assert (said["data-size-limit"], said["data-photo-limit"]) == (practice.LARGEST_FILM, practice.LARGEST)
    assert practice.LARGEST_FILM == 400 * 2**20  # two minutes of a phone at its best
    assert "400" in str(said["data-too-large"])


def test_a_full_disk_takes_no_film_and_keeps_the_words(client, lesson, gunay, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setattr(storage, "free_bytes", lambda folder: 10)
    with pytest.raises(NoRoomForWorks):
        practice.send_practice(gunay, lesson, shown=WEBM)
    client.force_login(gunay.account)
    address = reverse("courses:practice", args=[lesson.pk])
    answer = client.post(address, {"picture": SimpleUploadedFile("a.webm", WEBM), "words": "Belə toxudum"})
    assert answer.status_code == 422 and "Belə toxudum" in answer.text
    assert not Practice.objects.exists()
    assert practice.send_practice(gunay, lesson, shown=photo()).picture


# How long ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [PracticeState.BEING_READ, PracticeState.SENT])
def test_what_nobody_answers_does_not_stay_for_ever(
    lesson, leyla, rena, gunay, state, django_capture_on_commit_callbacks
):
    work = practice.send_practice(gunay, lesson, shown=photo(), words="İlk şərfim!")
    if state == PracticeState.SENT:
        safety.decide(work.submission, by=rena, approve=True)
    name = work.picture.name
    tidy(now=timezone.now() + timedelta(days=364))
    assert storages["works"].exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        tidy(now=timezone.now() + timedelta(days=366))
    work.refresh_from_db()
    assert not storages["works"].exists(name)
    assert (work.picture.name, work.state, work.words) == ("", PracticeState.WITHDRAWN, "")
    assert work.submission is None or work.submission.state == "withdrawn"
    assert works_waiting(leyla) == 0
    assert practice.send_practice(gunay, lesson, shown=photo()).pk != work.pk


def test_what_was_accepted_stays_accepted_without_its_photo(
    lesson, leyla, rena, gunay, django_capture_on_commit_callbacks
):
    work = passed_on(gunay, lesson, rena)
    reply(work, by=leyla.account, verdict=Verdict.ACCEPT)
    with django_capture_on_commit_callbacks(execute=True):
        tidy(now=timezone.now() + timedelta(days=366))
    work.refresh_from_db()
    assert (work.picture.name, work.state, work.words) == ("", PracticeState.ACCEPTED, "İlk şərfim!")
