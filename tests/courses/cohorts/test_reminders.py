""" "One lesson is left": at most once a week, by day, to who wants it and can be written to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.utils import timezone

from courses import api
from courses.api import QuizRules
from courses.domain.learning import learning_mail
from courses.domain.learning.learning_mail import are_on, stop_address, sweep, switch
from courses.models import (
    CoursePage,
    Enrolment,
    ExtraAttempt,
    LearningMail,
    LessonProgress,
    Practice,
    QuizAttempt,
)
from elearn.notices.api import count_stuck
from elearn.notices.domain.deliver import deliver
from elearn.notices.models import Notice, NoticeState
from elearn.safety import api as safety
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def noon():
    today = timezone.localdate()
    return datetime(today.year, today.month, today.day, 12, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def course():
    return factories.course_with({"title": "İlmə"}, {"title": "Ilgək"})


def almost_done(course, noon, name="Günay Məmmədova", days=5, done=1, **facts):
    """A learner who did all but one of the lessons, some days ago."""
    page, lessons = course
    email = f"{name.split()[0].lower()}@left.example".encode("ascii", "ignore").decode()
    person = factories.person(name, **{"email": email, "birth_year": 1999, "language": "en", **facts})
    enrolment = api.enrol(person, page)
    for lesson in lessons[:done]:
        LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, completed_at=noon - timedelta(days=days))
    Enrolment.objects.filter(pk=enrolment.pk).update(last_seen_at=noon - timedelta(days=days))
    return person


def reminders(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind="lesson_left").values_list("facts__lesson", flat=True))


def test_who_lacks_one_lesson_is_reminded_once_and_not_of_it_again(course, noon):
    gunay = almost_done(course, noon)
    assert sweep(now=noon) == 1 and sweep(now=noon + timedelta(minutes=15)) == 0
    assert reminders(gunay) == ["Ilgək"]
    assert sweep(now=noon + timedelta(days=8)) == 0  # of the same lesson not again
    assert sweep(now=noon + timedelta(days=61)) == 1


@pytest.mark.parametrize("hour", [0, 8, 21, 23])
def test_nobody_is_reminded_in_the_evening_or_at_night(course, noon, hour):
    almost_done(course, noon)
    assert sweep(now=noon.replace(hour=hour)) == 0
    assert noon.tzinfo == ZoneInfo("Asia/Baku")


def test_one_reminder_a_week_for_a_person_over_all_courses(course, noon):
    gunay = almost_done(course, noon)
    other, lessons = factories.course_with({"title": "A"}, {"title": "B"}, title="Başqa", teacher=course[0].teacher)
    enrolment = api.enrol(gunay, other)
    LessonProgress.objects.create(enrolment=enrolment, lesson=lessons[0], completed_at=noon)
    Enrolment.objects.filter(pk=enrolment.pk).update(last_seen_at=noon - timedelta(days=4))
    assert (sweep(now=noon), len(reminders(gunay))) == (1, 1)
    assert sweep(now=noon + timedelta(days=6, hours=23)) == 0
    assert (sweep(now=noon + timedelta(days=7, hours=1)), sorted(reminders(gunay))) == (1, ["B", "Ilgək"])


@pytest.mark.parametrize(
    "facts",
    [
        {"days": 2}, {"days": 200}, {"done": 0}, {"done": 2}, {"email": "", "phone": "012 498 12 34"},
        {"email": "", "phone": ""}, {"is_check": True}, {"birth_year": timezone.localdate().year - 15},
    ],
)  # fmt: skip
def test_who_needs_none_or_cannot_be_written_to_is_left_in_peace(course, noon, facts):
    person = almost_done(course, noon, **facts)
    assert (sweep(now=noon), reminders(person)) == (0, [])


def test_of_a_course_that_is_closed_or_has_more_lessons_now_nobody_is_reminded(course, noon):
    page, _lessons = course
    almost_done(course, noon)
    CoursePage.objects.filter(pk=page.pk).update(closes_at=noon - timedelta(minutes=1))
    assert sweep(now=noon) == 0
    CoursePage.objects.filter(pk=page.pk).update(closes_at=None)
    api.create_lesson(CoursePage.objects.get(pk=page.pk), title="Üçüncü")
    assert sweep(now=noon) == 0


def test_one_tap_in_the_mail_program_stops_them_for_good(client, course, noon, settings):
    gunay = almost_done(course, noon)
    now = timezone.now().astimezone(noon.tzinfo)
    sweep(now=now.replace(hour=12) if not 9 <= now.hour < 21 else now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notice = Notice.objects.get(kind="lesson_left")
    Notice.objects.update(facts={**notice.facts, "not_after": (timezone.now() + timedelta(hours=1)).isoformat()})
    deliver(str(notice.pk))
    message, address = outbox.outbox[-1], stop_address(gunay)
    assert message.extra_headers["List-Unsubscribe"] == f"<{settings.BASE_URL}{address}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body
    from django.test import Client

    assert client.get(address).status_code == 200 and are_on(gunay)  # who looks in advance changes nothing
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not are_on(gunay) and sweep(now=noon + timedelta(days=90)) == 0
    assert "on again" in client.post(address, {"answer": "on"}).text or are_on(gunay)


def test_an_address_made_up_stops_nobody(client, course, noon):
    gunay = almost_done(course, noon)
    for token in (f"{gunay.pk}-{'0' * 20}", str(gunay.pk), "x", "²-1"):
        assert client.post(f"/reminders/off/{token}/").status_code == 404
    assert are_on(gunay) and switch(gunay, on=False) and not switch(gunay, on=False)
    assert LearningMail.objects.count() == 1


# Who is passed over -------------------------------------------------------------------------------
def test_who_was_told_of_it_keeps_nobody_behind_them_from_theirs(course, noon, monkeypatch):
    monkeypatch.setattr(learning_mail, "AT_ONCE", 2)
    before = [
        almost_done(course, noon, name=f"Köhnə {letter}", days=9, email=f"{letter}@left.example") for letter in "abc"
    ]
    for person in before:
        told = {str(course[1][1].pk): (noon - timedelta(days=20)).isoformat()}
        LearningMail.objects.create(person=person, last_at=noon - timedelta(days=20), told=told)
    for letter in "de":  # and whom no message reaches
        almost_done(course, noon, name=f"Yolsuz {letter}", days=8, email="")
    later = [
        almost_done(course, noon, name=f"Yeni {letter}", days=4, email=f"{letter}@left.example") for letter in "fgh"
    ]
    assert sweep(now=noon) == 2 and [reminders(person) for person in later] == [["Ilgək"], ["Ilgək"], []]
    assert sweep(now=noon) == 1 and reminders(later[2]) == ["Ilgək"]
    assert [reminders(person) for person in before] == [[], [], []]


def test_what_is_sent_in_the_evening_is_not_sent_at_night(course, noon):
    gunay = almost_done(course, noon)
    sweep(now=noon.replace(hour=20, minute=30))
    not_after = Notice.objects.get(person=gunay, kind="lesson_left").facts["not_after"]
    assert datetime.fromisoformat(not_after) == noon.replace(hour=21)


@pytest.mark.parametrize(("state", "expected"), [("being_read", 0), ("sent", 0), ("try_again", 1)])
def test_who_waits_for_an_answer_to_their_work_is_not_pressed(noon, state, expected):
    task = ("practice", {"task": "Şərfinizi göstərin.", "is_needed": True})
    course = factories.course_with({"title": "İlmə"}, {"title": "Ilgək", "making": [task]})
    gunay = almost_done(course, noon)
    words = safety.submit("practice", "practice:1", by=gunay, text="İlk şərfim!")
    Practice.objects.create(
        enrolment=gunay.enrolments.get(), lesson=course[1][1], person=gunay, state=state, sent_at=noon, submission=words
    )
    assert sweep(now=noon) == expected


@pytest.mark.parametrize("granted", [0, 1])
def test_who_has_no_attempt_left_is_reminded_only_when_one_more_is_granted(noon, granted):
    rules = QuizRules(attempts=1)
    course = factories.course_with({"title": "İlmə"}, {"questions": factories.two_questions(), "rules": rules})
    gunay = almost_done(course, noon)
    enrolment, lesson = gunay.enrolments.get(), course[1][1]
    QuizAttempt.objects.create(enrolment=enrolment, lesson=lesson, seed=1, submitted_at=noon, passed=False)
    if granted:
        by = factories.staff("Rəna", "coordinator").account
        ExtraAttempt.objects.create(enrolment=enrolment, lesson=lesson, by=by, reason="Səhv düymə")
    assert sweep(now=noon) == granted


@pytest.mark.database
@pytest.mark.parametrize("state", ["waiting", "sending"])
def test_off_stops_one_that_is_on_its_way(course, noon, state):
    gunay = almost_done(course, noon)
    sweep(now=noon)
    mine = Notice.objects.filter(person=gunay, kind="lesson_left")
    notice = mine.get()
    until = (timezone.now() + timedelta(hours=1)).isoformat()
    mine.update(facts={**notice.facts, "not_after": until}, state=state)
    assert switch(gunay, on=False)
    mine.update(state="waiting")  # what could not be handed over is tried again
    outbox.outbox = []
    assert deliver(str(notice.pk)) == NoticeState.UNREACHABLE and outbox.outbox == []
    assert count_stuck() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_passing_people_over_takes_the_same_queries(course, noon, people, django_assert_num_queries):
    told = {str(course[1][1].pk): (noon - timedelta(days=20)).isoformat()}
    for number in range(people):
        person = almost_done(course, noon, name=f"Şəxs{number}", email=f"s{number}@left.example")
        LearningMail.objects.create(person=person, last_at=noon - timedelta(days=20), told=told)
    with django_assert_num_queries(8):
        assert sweep(now=noon) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_finding_nobody_asks_once(course, noon, people, django_assert_num_queries):
    for number in range(people):
        almost_done(course, noon, name=f"Şəxs{number}", done=0, email=f"s{number}@left.example")
    with django_assert_num_queries(1):
        sweep(now=noon)
