"""Who may begin a course: by themselves, after a coordinator's yes, or with a group; and never more than there are seats."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from courses import api, errors
from courses.domain.learning.offers import offer_for
from courses.domain.learning.requests import ask_to_enrol, decide_request, waiting, withdraw_request
from courses.domain.learning.seats import taken
from courses.models import CoursePage, Enrolment, EnrolmentRequest, EnrolmentState, Prerequisite, RequestState
from elearn.notices.models import Notice
from elearn.people.models import Person
from elearn.web.api import approved_by_the_house
from tests import factories
from tests.races import all_at_once, refusals
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def course():
    return factories.course_with({"title": "İlmə"})[0]


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@seats.example", birth_year=1999, language="en")


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@seats.example", birth_year=1998, language="en")


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator").account


def ruled(course, **facts) -> CoursePage:
    CoursePage.objects.filter(pk=course.pk).update(**facts)
    course.refresh_from_db()
    return course


# Seats -------------------------------------------------------------------------------------------
def test_the_last_seat_is_taken_once_and_freed_by_who_leaves(course, gunay, murad):
    ruled(course, seats=1)
    first = api.enrol(gunay, course)
    assert api.enrol(gunay, course) == first
    with pytest.raises(errors.CourseFull):
        api.enrol(murad, course)
    assert not Enrolment.objects.filter(person=murad).exists()
    api.leave(first)
    api.enrol(murad, course)
    with pytest.raises(errors.CourseFull):
        api.enrol(gunay, course)
    assert (taken(course), Enrolment.objects.get(pk=first.pk).state) == (1, EnrolmentState.LEFT)


def test_a_page_read_before_seats_were_set_lets_nobody_past_them(course, gunay, murad):
    stale = CoursePage.objects.get(pk=course.pk)
    ruled(course, seats=1)
    api.enrol(gunay, stale)
    with pytest.raises(errors.CourseFull):
        api.enrol(murad, stale)


def test_a_minor_who_waits_for_a_guardian_has_their_seat(course, murad):
    ruled(course, seats=1)
    young = factories.person("Aysel", email="aysel@seats.example", birth_year=timezone.localdate().year - 15)
    assert api.enrol(young, course).state == EnrolmentState.WAITING
    with pytest.raises(errors.CourseFull):
        api.enrol(murad, course)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share SQLite's test database, which does not wait")
def test_many_who_press_at_once_get_no_more_seats_than_there_are():
    course = factories.course_with({"title": "İlmə"})[0]
    ruled(course, seats=2)
    people = [factories.person(f"Şəxs {number}", birth_year=1990) for number in range(6)]
    refused = press_at_once([(one, course) for one in people])
    assert (taken(course), len(refused)) == (2, 4)


def press_at_once(pressed: list[tuple[Person, CoursePage]]) -> list[int]:
    """Let people enrol at the same moment; give who was refused."""
    answers = all_at_once(*[partial(api.enrol, person, course) for person, course in pressed])
    refusals(answers, errors.CourseFull)
    return [
        person.pk for (person, _course), answer in zip(pressed, answers, strict=True) if isinstance(answer, Exception)
    ]


def russian_of(course, **facts) -> CoursePage:
    """The same course in Russian, as translators made it."""
    made = factories.course_with({"title": "Петля"}, title="Шарф", language="ru", teacher=course.teacher)[0]
    source, _made = TranslationSource.get_or_create_from_instance(course)
    Translation.objects.create(source=source, target_locale=made.locale)
    Page.objects.filter(pk=made.pk).update(translation_key=course.translation_key)
    made.refresh_from_db()
    return ruled(made, **facts)


def test_a_course_has_its_seats_once_in_all_its_languages(course, gunay, murad):
    ruled(course, seats=1)
    russian = russian_of(course, seats=1)
    first = api.enrol(murad, course)
    with pytest.raises(errors.CourseFull):
        api.enrol(gunay, russian)
    assert offer_for(gunay, russian).way == "none"
    # Who has the seat may read it in the other language too; it stays one seat.
    assert offer_for(murad, russian).way == "enrol"
    second = api.enrol(murad, russian)
    assert (taken(course), taken(russian)) == (1, 1)
    api.leave(first)
    with pytest.raises(errors.CourseFull):
        api.enrol(gunay, course)
    api.leave(second)
    assert api.enrol(gunay, course).state == EnrolmentState.ACTIVE


def test_terms_set_later_bind_the_translation_at_once(course, gunay):
    russian = russian_of(course)
    before = factories.course_with({"title": "Əvvəl"}, title="Əvvəlki kurs", teacher=course.teacher)[0]
    closes = (timezone.now() - timedelta(days=1)).replace(microsecond=0)
    course.closes_at, course.enrol_by, course.seats, course.order = closes, "approval", 3, "steps"
    course.prerequisites = [Prerequisite(needed=before)]
    publish(course)
    russian.refresh_from_db()
    assert terms(russian) == (closes, "approval", 3, "steps", [before])
    with pytest.raises(errors.CourseOver):
        api.enrol(gunay, russian)
    # Its own older terms do not come back when it is published.
    russian.closes_at, russian.enrol_by, russian.seats, russian.order = None, "self", None, "free"
    publish(russian)
    russian.refresh_from_db()
    assert terms(russian) == (closes, "approval", 3, "steps", [before])
    # One that stands by itself has its own.
    Translation.objects.update(enabled=False)
    russian.seats = 9
    publish(russian)
    russian.refresh_from_db()
    course.refresh_from_db()
    assert (russian.seats, course.seats) == (9, 3)


def terms(course) -> tuple:
    needed = [row.needed for row in Prerequisite.objects.filter(course=course)]
    return course.closes_at, course.enrol_by, course.seats, course.order, needed


def publish(page) -> None:
    with approved_by_the_house("a test"):
        page.save_revision().publish()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share SQLite's test database, which does not wait")
def test_who_press_in_two_languages_at_once_get_no_more_seats_than_there_are():
    course = factories.course_with({"title": "İlmə"})[0]
    pages = [ruled(course, seats=2), russian_of(course, seats=2)]
    people = [factories.person(f"Şəxs {number}", birth_year=1990) for number in range(6)]
    refused = press_at_once([(one, pages[number % 2]) for number, one in enumerate(people)])
    assert (taken(course), len(refused)) == (2, 4)


# Days, what comes before, who lets in --------------------------------------------------------------
def test_nobody_begins_a_course_that_has_closed_or_comes_after_another(course, gunay):
    other = factories.course_with({"title": "Əvvəl"}, title="Əvvəlki kurs", teacher=course.teacher)[0]
    Prerequisite.objects.create(course=course, needed=other)
    with pytest.raises(errors.PrerequisitesWanting, match="Əvvəlki kurs"):
        api.enrol(gunay, course)
    Enrolment.objects.create(person=gunay, course=other, state=EnrolmentState.COMPLETED)
    ruled(course, closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(errors.CourseOver):
        api.enrol(gunay, course)
    ruled(course, closes_at=None, opens_at=timezone.now() + timedelta(days=1))
    assert api.enrol(gunay, course).state == EnrolmentState.ACTIVE  # the place is kept until it opens


def test_a_course_of_groups_lets_nobody_in_by_themselves_nor_who_asks(course, gunay):
    ruled(course, enrol_by="cohort")
    with pytest.raises(errors.ByCohortOnly):
        api.enrol(gunay, course)
    with pytest.raises(errors.NoApprovalNeeded):
        ask_to_enrol(gunay, course)
    assert not Enrolment.objects.exists() and not EnrolmentRequest.objects.exists()


def test_a_wish_is_asked_once_and_answered_once(course, gunay, rena):
    ruled(course, enrol_by="approval")
    with pytest.raises(errors.ByApprovalOnly):
        api.enrol(gunay, course)
    wish = ask_to_enrol(gunay, course, words="Nənəm üçün.")
    assert ask_to_enrol(gunay, course, words="Yenə") == wish and list(waiting()) == [wish]
    decide_request(wish, approve=True, by=rena)
    assert Enrolment.objects.get(person=gunay).state == EnrolmentState.ACTIVE
    assert list(Notice.objects.filter(person=gunay).values_list("kind", flat=True)) == ["enrolled"]
    with pytest.raises(errors.RequestDecided):
        decide_request(wish, approve=False, by=rena, reason="Yox")
    with pytest.raises(errors.NoApprovalNeeded):
        ask_to_enrol(gunay, course)


def test_a_no_is_told_with_its_reason_and_cannot_be_pestered(course, gunay, rena):
    ruled(course, enrol_by="approval")
    decide_request(ask_to_enrol(gunay, course), approve=False, by=rena, reason="Yer yoxdur.")
    notice = Notice.objects.get(person=gunay)
    assert (notice.kind, notice.facts["reason"]) == ("enrolment_answered", "Yer yoxdur.")
    with pytest.raises(errors.AskedLately):
        ask_to_enrol(gunay, course)
    later = timezone.now() + timedelta(days=15)
    assert ask_to_enrol(gunay, course, now=later).state == RequestState.ASKED


def test_nobody_lets_themselves_in_and_a_wish_taken_back_stays_so(course, rena):
    ruled(course, enrol_by="approval")
    wish = ask_to_enrol(rena.person, course)
    with pytest.raises(errors.OwnRequest):
        decide_request(wish, approve=True, by=rena)
    assert withdraw_request(wish) and not withdraw_request(wish)
    other = factories.staff("Tural Nəbiyev", "coordinator", email="tural@seats.example").account
    with pytest.raises(errors.RequestDecided):
        decide_request(wish, approve=True, by=other)
    assert not Enrolment.objects.exists()


def test_a_yes_for_which_no_seat_is_left_leaves_the_wish_waiting(course, gunay, murad, rena):
    ruled(course, enrol_by="approval", seats=1)
    first, second = ask_to_enrol(gunay, course), ask_to_enrol(murad, course)
    decide_request(first, approve=True, by=rena)
    with pytest.raises(errors.CourseFull), transaction.atomic():
        decide_request(second, approve=True, by=rena)
    second.refresh_from_db()
    assert (second.state, second.decided_at) == (RequestState.ASKED, None)


def test_who_was_let_in_and_left_may_come_back(course, gunay, rena):
    ruled(course, enrol_by="approval")
    decide_request(ask_to_enrol(gunay, course), approve=True, by=rena)
    api.leave(Enrolment.objects.get(person=gunay))
    assert api.enrol(gunay, course).state == EnrolmentState.ACTIVE


def test_a_minor_let_in_waits_for_the_guardian(course, rena):
    ruled(course, enrol_by="approval")
    young = factories.person("Aysel", email="aysel@seats.example", birth_year=timezone.localdate().year - 15)
    decide_request(ask_to_enrol(young, course), approve=True, by=rena)
    assert Enrolment.objects.get(person=young).state == EnrolmentState.WAITING
    notice = Notice.objects.get(person=young)
    assert (notice.kind, notice.facts["waits"]) == ("enrolment_answered", True)


# The pages -----------------------------------------------------------------------------------------
def test_from_the_course_to_a_wish_and_back(signed_in, course, gunay):  # noqa: F811
    ruled(course, enrol_by="approval")
    hers = signed_in(gunay)
    assert "Ask for a place" in hers.get(f"/learn/{course.pk}/mine/").text
    assert hers.get(f"/learn/{course.pk}/enrol/").url == f"/learn/{course.pk}/ask/"
    assert hers.post(f"/learn/{course.pk}/enrol/").url == f"/learn/{course.pk}/ask/"
    assert "Ask for a place" in hers.get(f"/learn/{course.pk}/ask/").text
    page = hers.post(f"/learn/{course.pk}/ask/", {"words": "Nənəm üçün."}, follow=True).text
    assert "You have asked for a place" in page and "Nənəm üçün." in page
    assert "You have asked for a place" in hers.get(f"/learn/{course.pk}/mine/").text
    assert "Ask for a place" in hers.post(f"/learn/{course.pk}/ask/", {"withdraw": "1"}, follow=True).text
    assert not Enrolment.objects.exists()


def test_a_full_course_says_so_in_words(signed_in, course, gunay, murad):  # noqa: F811
    ruled(course, seats=1)
    api.enrol(murad, course)
    hers = signed_in(gunay)
    assert "All seats of this course are taken" in hers.get(f"/learn/{course.pk}/mine/").text
    assert "All seats of this course are taken" in hers.post(f"/learn/{course.pk}/enrol/", follow=True).text
    assert signed_in(murad).get(f"/learn/{course.pk}/enrol/").status_code == 200


def test_a_visitor_signs_in_before_asking(visitor, course):  # noqa: F811
    ruled(course, enrol_by="approval")
    answer = visitor.post(f"/learn/{course.pk}/ask/", {"words": "x"})
    assert answer.status_code == 302 and "/sign-in/" in answer.url
    assert not EnrolmentRequest.objects.exists()
