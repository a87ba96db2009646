"""What learners made: sent, looked at, answered; where a photo was taken stays with its maker, and minors with us."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from courses import api
from courses.domain.works import practice
from courses.domain.works.practice_replies import reply
from courses.errors import (
    LessonClosed,
    NotEnrolled,
    PracticeStands,
    PracticeUnfit,
    PracticeWaits,
    TaskWanting,
    WaitsForGuardian,
    WordsWanting,
    WorkClosed,
)
from courses.models import CoursePage, EnrolmentState, LessonProgress, Practice, PracticeReply, PracticeState, Verdict
from elearn.notices.models import Notice
from elearn.people.api import Role, merge
from elearn.safety import api as safety
from tests import factories
from tests.courses.practice.photos import SECRETS, photo
from tests.courses.rows import counted

pytestmark = pytest.mark.django_db
TASK = ("practice", {"task": "Şərfinizi göstərin.", "is_needed": True})
WORDS = "İlk şərfim!"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@made.example", roles=[Role.ELDER])


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


@pytest.fixture
def second(rena):
    return factories.staff("Sevda", "coordinator", email="sevda@made.example").account


@pytest.fixture
def lesson(leyla):
    _, [lesson] = factories.course_with({"text": "<p>Toxuyun.</p>", "making": [TASK]}, teacher=leyla)
    return lesson


@pytest.fixture
def gunay(lesson):
    return learner(lesson)


def learner(lesson, name="Günay Məmmədova", year=2000, enrolled=True):
    key = name.split()[0].lower().encode("ascii", "ignore").decode()
    person = factories.person(name, birth_year=year, email=f"{key}@made.example", language="en")
    if enrolled:
        api.enrol(person, api.course_of(lesson))
    return person


def sign_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account)
    return client


def sent(person, lesson, **more):
    return practice.send_practice(person, lesson, shown=photo(), words=more.pop("words", WORDS), **more)


def passed_on(person, lesson, rena, **more):
    work = sent(person, lesson, **more)
    safety.decide(work.submission, by=rena, approve=True)
    work.refresh_from_db()
    return work


# Sending -------------------------------------------------------------------------------------------------
def test_from_the_photo_to_the_finished_course(client, lesson, leyla, gunay, rena):
    assert lesson.practice_needed is True
    browser, address = sign_in(client, gunay), reverse("courses:practice", args=[lesson.pk])
    assert address in browser.get(lesson.url).text
    file = SimpleUploadedFile("IMG_1.jpg", photo(), "image/jpeg")
    assert browser.post(address, {"picture": file, "words": WORDS})["location"] == address
    work = Practice.objects.get()
    assert (work.state, work.words, work.submission.state) == (PracticeState.BEING_READ, WORDS, "waiting")
    assert "Somebody of ours looks at it first." in browser.get(address).text
    assert not Notice.objects.filter(kind="practice_arrived").exists()

    safety.decide(work.submission, by=rena, approve=True)
    assert Notice.objects.get(kind="practice_arrived").person == leyla
    teacher = sign_in(client, leyla)
    page = reverse("courses:work", args=[work.pk])
    assert page in teacher.get(reverse("courses:my_works")).text
    assert WORDS in teacher.get(page).text
    teacher.post(page, {"verdict": "accept", "text": "Çox gözəl!"})
    work.refresh_from_db()
    assert work.state == PracticeState.ACCEPTED
    assert LessonProgress.objects.get().completed_at
    assert gunay.enrolments.get().state == EnrolmentState.COMPLETED
    assert Notice.objects.get(kind="practice_accepted").person == gunay

    learner_page = sign_in(client, gunay).get(address).text
    assert "It is accepted." in learner_page
    assert "Çox gözəl!" not in learner_page
    safety.decide(PracticeReply.objects.get().submission, by=rena, approve=True)
    assert "Çox gözəl!" in client.get(address).text
    assert Notice.objects.get(kind="practice_answered").person == gunay


@pytest.mark.parametrize("turned", [False, True])
def test_a_photo_does_not_say_where_it_was_taken(gunay, lesson, turned):
    original = photo(turned=turned)
    assert all(secret in original for secret in SECRETS if secret != b"GPS")
    work = practice.send_practice(gunay, lesson, shown=original)
    kept = storages["works"].open(work.picture.name).read()
    assert [secret for secret in SECRETS if secret in kept] == []
    with Image.open(BytesIO(kept)) as seen:
        assert (dict(seen.getexif()), seen.info.get("icc_profile"), seen.info.get("comment")) == ({}, None, None)
        assert seen.size == ((300, 400) if turned else (400, 300))
    assert "IMG" not in work.picture.name


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a", photo()[:300], b"x" * (practice.LARGEST + 1)])
def test_what_is_no_photo_is_refused(gunay, lesson, data):
    with pytest.raises(PracticeUnfit):
        practice.send_practice(gunay, lesson, shown=data)
    assert not Practice.objects.exists()


def test_nothing_is_left_in_the_storage_when_it_is_refused(gunay, lesson):
    place = storages["works"]
    before = place.listdir("practice")[1] if place.exists("practice") else []
    with pytest.raises(safety.ContactsInWords):
        practice.send_practice(gunay, lesson, shown=photo(), words="Zəng et: 050 123 45 67")
    assert (place.listdir("practice")[1] if place.exists("practice") else []) == before
    assert not Practice.objects.exists()


def test_who_may_not_send(client, lesson, leyla):
    murad = learner(lesson, "Murad Quliyev", enrolled=False)
    with pytest.raises(NotEnrolled):
        sent(murad, lesson)
    child = learner(lesson, "Aysu Quliyeva", year=timezone.localdate().year - 12)
    with pytest.raises(WaitsForGuardian):
        sent(child, lesson)
    address = reverse("courses:practice", args=[lesson.pk])
    before = counted()
    assert client.post(address, {"words": WORDS})["location"].startswith("/sign-in/")
    file = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    enrol = reverse("courses:enrol", args=[api.course_of(lesson).pk])
    assert sign_in(client, murad).get(address)["location"] == enrol
    assert client.post(address, {"picture": file})["location"] == enrol
    assert sign_in(client, child).get(address)["location"] == enrol
    assert {name: count for name, count in counted().items() if "practice" in name.lower()} == {
        name: count for name, count in before.items() if "practice" in name.lower()
    }


def test_no_work_where_none_is_asked_for_or_the_course_has_closed(client, gunay, lesson, leyla):
    _, [other] = factories.course_with({"text": "<p>Oxuyun.</p>"}, teacher=leyla, title="Başqa")
    api.enrol(gunay, api.course_of(other))
    with pytest.raises(TaskWanting):
        sent(gunay, other)
    assert sign_in(client, gunay).get(reverse("courses:practice", args=[other.pk])).status_code == 404
    CoursePage.objects.filter(pk=api.course_of(lesson).pk).update(closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(LessonClosed):
        sent(gunay, lesson)


def test_what_was_sent_in_time_still_counts(gunay, lesson, leyla, rena):
    work = passed_on(gunay, lesson, rena)
    CoursePage.objects.filter(pk=api.course_of(lesson).pk).update(closes_at=timezone.now())
    reply(work, by=leyla.account, verdict=Verdict.ACCEPT)
    assert gunay.enrolments.get().state == EnrolmentState.COMPLETED


def test_one_work_at_a_time(gunay, lesson, leyla, rena):
    work = sent(gunay, lesson)
    with pytest.raises(PracticeWaits):
        sent(gunay, lesson)
    safety.decide(work.submission, by=rena, approve=True)
    with pytest.raises(PracticeWaits):
        sent(gunay, lesson)
    work.refresh_from_db()
    reply(work, by=leyla.account, verdict=Verdict.ACCEPT)
    with pytest.raises(PracticeStands):
        sent(gunay, lesson)
    assert Practice.objects.count() == 1


# Answering -----------------------------------------------------------------------------------------------
def test_another_try_counts_when_its_reason_can_be_read(gunay, lesson, leyla, rena):
    work = passed_on(gunay, lesson, rena)
    old = work.picture.name
    made = reply(work, by=leyla.account, verdict=Verdict.AGAIN, text="Kənarını bir az boş toxuyun.")
    work.refresh_from_db()
    assert work.state == PracticeState.SENT
    safety.decide(made.submission, by=rena, approve=True)
    work.refresh_from_db()
    assert work.state == PracticeState.TRY_AGAIN
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    anew = sent(gunay, lesson)
    assert (anew.pk, anew.state) == (work.pk, PracticeState.BEING_READ)
    assert anew.picture.name != old


def test_an_answer_to_an_earlier_try_does_not_send_back_the_next(gunay, lesson, leyla, rena):
    work = passed_on(gunay, lesson, rena)
    late = reply(work, by=leyla.account, verdict=Verdict.AGAIN, text="Bir də toxuyun.")
    safety.decide(work.submission, by=rena, approve=False, reason="other", words="Üz görünür.")
    anew = sent(gunay, lesson)
    safety.decide(anew.submission, by=rena, approve=True)
    safety.decide(late.submission, by=rena, approve=True)
    anew.refresh_from_db()
    assert anew.state == PracticeState.SENT


def test_who_may_not_answer(client, gunay, lesson, leyla, rena):
    work = passed_on(gunay, lesson, rena)
    other = factories.person("Sona Kərimova", birth_year=1950, email="sona@made.example", roles=[Role.ELDER])
    murad = learner(lesson, "Murad Quliyev")
    before = counted()
    for stranger in (other, murad, gunay):
        with pytest.raises(WorkClosed):
            reply(work, by=stranger.account, verdict=Verdict.ACCEPT)
    address = reverse("courses:work", args=[work.pk])
    assert client.get(address)["location"].startswith("/sign-in/")
    assert sign_in(client, other).get(address).status_code == 404
    assert sign_in(client, murad).get(address).status_code == 403
    assert client.post(address, {"verdict": "accept"}).status_code == 403
    assert client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 404
    assert {name: count for name, count in counted().items() if "practice" in name.lower()} == {
        name: count for name, count in before.items() if "practice" in name.lower()
    }


def test_a_volunteer_answers_by_permission_but_not_their_own(client, lesson, rena, second):
    work = passed_on(learner(lesson), lesson, rena)
    reply(work, by=second, verdict=Verdict.ACCEPT)
    work.refresh_from_db()
    assert work.state == PracticeState.ACCEPTED
    api.enrol(second.person, api.course_of(lesson))
    own = passed_on(second.person, lesson, rena)
    with pytest.raises(WorkClosed):
        reply(own, by=second, verdict=Verdict.ACCEPT)


def test_what_nobody_has_looked_at_reaches_nobody(client, gunay, lesson, leyla):
    work = sent(gunay, lesson)
    with pytest.raises(WorkClosed):
        reply(work, by=leyla.account, verdict=Verdict.ACCEPT)
    browser = sign_in(client, leyla)
    assert browser.get(reverse("courses:work", args=[work.pk])).status_code == 404
    assert browser.get(reverse("courses:work_picture", args=[work.pk])).status_code == 404


def test_words_are_wanted_unless_it_is_accepted(gunay, lesson, leyla, rena):
    work = passed_on(gunay, lesson, rena)
    for verdict in (Verdict.AGAIN, Verdict.ENCOURAGE):
        with pytest.raises(WordsWanting):
            reply(work, by=leyla.account, verdict=verdict, text="  ")


def test_a_minors_work_and_words_to_them_take_two(lesson, leyla, rena, second):
    child = learner(lesson, "Aysu Quliyeva", year=timezone.localdate().year - 15, enrolled=False)
    enrolment = api.enrol(child, api.course_of(lesson))
    type(enrolment).objects.filter(pk=enrolment.pk).update(state=EnrolmentState.ACTIVE)
    work = sent(child, lesson)
    safety.decide(work.submission, by=rena, approve=True)
    work.refresh_from_db()
    assert work.state == PracticeState.BEING_READ
    safety.decide(work.submission, by=second, approve=True)
    work.refresh_from_db()
    assert work.state == PracticeState.SENT
    made = reply(work, by=leyla.account, verdict=Verdict.ENCOURAGE, text="Afərin!")
    safety.decide(made.submission, by=rena, approve=True)
    assert not Notice.objects.filter(kind="practice_answered").exists()
    safety.decide(made.submission, by=second, approve=True)
    assert Notice.objects.filter(kind="practice_answered").exists()


# Taking back ---------------------------------------------------------------------------------------------
def test_taking_back_deletes_the_photo(client, gunay, lesson, leyla, rena, django_capture_on_commit_callbacks):
    work = passed_on(gunay, lesson, rena)
    name = work.picture.name
    address = reverse("courses:take_work_back", args=[work.pk])
    assert sign_in(client, leyla).post(address).status_code == 404
    assert storages["works"].exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, gunay).post(address)
    work.refresh_from_db()
    assert (work.state, work.picture.name, work.words, work.submission.state) == ("withdrawn", "", "", "withdrawn")
    assert not storages["works"].exists(name)
    assert sign_in(client, leyla).get(reverse("courses:work", args=[work.pk])).status_code == 404
    assert sent(gunay, lesson).pk != work.pk


def test_words_taken_back_where_they_are_listed_take_the_work_along(gunay, lesson, rena):
    work = passed_on(gunay, lesson, rena)
    safety.withdraw(work.submission, by=gunay)
    work.refresh_from_db()
    assert (work.state, work.picture.name) == ("withdrawn", "")


@pytest.mark.parametrize("after_a_yes", [False, True])
def test_a_declined_work_may_be_sent_anew(client, gunay, lesson, rena, second, after_a_yes):
    work = passed_on(gunay, lesson, rena) if after_a_yes else sent(gunay, lesson)
    safety.decide(work.submission, by=second, approve=False, reason="other", words="Üz görünür.")
    page = sign_in(client, gunay).get(reverse("courses:practice", args=[lesson.pk])).text
    assert "We did not pass it on. You may send it anew." in page
    assert reverse("safety:my_words", args=[work.submission_id]) in page
    assert sent(gunay, lesson).pk == work.pk


def test_two_records_become_one(gunay, lesson, rena):
    other = learner(lesson, "Günay M.")
    mine, theirs = sent(gunay, lesson), sent(other, lesson)
    merge(gunay, other, by=None)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state, theirs.person) == ("being_read", "withdrawn", gunay)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(client, lesson, leyla, rena, django_assert_num_queries, count):
    for number in range(count):
        passed_on(learner(lesson, f"G{number} Quliyeva"), lesson, rena)
    browser = sign_in(client, leyla)
    browser.get(reverse("courses:my_works"))
    with django_assert_num_queries(7):
        browser.get(reverse("courses:my_works"))
