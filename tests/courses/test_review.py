"""Deciding about a teacher's film: through the door, and in the coordinators' admin."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from courses import api
from courses.domain.films.contribute import withdraw
from courses.errors import AlreadyDecided, NotWatchable
from courses.models import Contribution, ContributionState, CoursePage, LessonPage
from elearn.history.models import Entry, Kind
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.web.api import NotApproved
from elearn.web.api import approve as web_approve
from elearn.web.models import Approval
from media_pipeline.models import Film
from tests.courses.papers import completed_enrolment, sent_contribution
from tests.factories import course_with, first_pages, person, ready_film, two_questions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(settings):
    """The admin's pages are drawn without collecting static files first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()
    first_pages()


@pytest.fixture
def rena():
    return person("Rəna Həsənova", email="rena@review.example", roles=[Role.COORDINATOR])


@pytest.fixture
def tural():
    """The other coordinator."""
    return person("Tural Nəbiyev", email="tural@review.example", roles=[Role.COORDINATOR])


def approve(page, who):
    """What the button “Approve” does, for somebody who may press it."""
    page = page.specific_class.objects.get(pk=page.pk)
    state = page.current_workflow_task_state
    assert "approve" in [action[0] for action in state.task.specific.get_actions(page, who.account)]
    state.task.specific.on_action(state, who.account, "approve")
    page.refresh_from_db()
    return page


def signed_in(who) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def noted(lesson) -> int:
    """Say how often it is noted that a lesson became public."""
    return Entry.objects.filter(kind=Kind.PUBLISHED, subject=f"lesson:{lesson.pk}").count()


# The domain ----------------------------------------------------------------------------------------
@pytest.mark.database
def test_placing_publishes_a_lesson_notes_it_and_thanks_the_teacher(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    lesson = api.place(contribution, course=course, title="İlmə salmaq", by=rena.account)
    assert lesson.live and lesson.film == contribution.film and lesson.get_parent().specific == course
    contribution.refresh_from_db()
    assert (contribution.state, contribution.lesson, contribution.decided_by) == (
        ContributionState.PLACED,
        lesson,
        rena.account,
    )
    assert noted(lesson) == 1
    notice = Notice.objects.get(kind="lesson_published")
    assert notice.person == contribution.person
    with translation.override("en"):
        subject, body = email_of(notice)
    assert subject.startswith("Thank you") and "Leyla Əliyeva xanım" in body and "İlmə salmaq" in body
    assert lesson.url in body and lesson.url in sms_of(notice)


def test_teacher_and_coordinator_are_the_two_people(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    lesson = api.place(contribution, course=course, title=" İlmə salmaq ", by=rena.account)
    approval = Approval.objects.get(page=lesson)
    assert (approval.approver, approval.editors) == (rena.account, [contribution.person.account.pk])
    assert lesson.live_revision.user == contribution.person.account and lesson.owner == contribution.person.account


def test_what_the_coordinator_changes_waits_for_another(rena, tural):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    lesson = api.place(contribution, course=course, title="İlk ilmə", by=rena.account)
    assert not lesson.live and contribution.state == ContributionState.SECOND_PERSON
    assert not Notice.objects.exists() and not noted(lesson)
    assert list(api.half_way()) == [contribution] and not api.waiting().exists()
    for account in (rena.account, contribution.person.account):
        with pytest.raises(NotApproved):
            web_approve(lesson.latest_revision, by=account)
    assert approve(lesson, tural).live
    contribution.refresh_from_db()
    assert (contribution.state, contribution.lesson.title) == (ContributionState.PLACED, "İlk ilmə")
    assert Notice.objects.filter(kind="lesson_published").count() == 1
    assert noted(lesson) == 1


@pytest.mark.parametrize("who", ["without an account", "the coordinator"])
def test_a_film_without_a_second_person_waits_for_one(rena, tural, who):
    course, _lessons = course_with({})
    teacher = rena if who == "the coordinator" else person("Cəlal Abbasov", with_account=False)
    contribution = sent_contribution(teacher)
    lesson = api.place(contribution, course=course, title=contribution.title, by=rena.account)
    assert not lesson.live and contribution.state == ContributionState.SECOND_PERSON
    assert approve(lesson, tural).live


def test_a_new_course_is_seen_by_another_and_its_films_follow_it(rena, tural):
    topic = api.create_topic("Toxuculuq", language="az")
    contribution = sent_contribution()
    course = api.create_course(topic, "Corab", teacher=contribution.person, by=rena.account)
    lesson = api.place(contribution, course=course, title=contribution.title, by=rena.account)
    assert not course.live and not lesson.live and not Notice.objects.exists()
    assert approve(course, tural).live
    lesson.refresh_from_db()
    contribution.refresh_from_db()
    assert lesson.live and contribution.state == ContributionState.PLACED
    assert Notice.objects.filter(kind="lesson_published").count() == 1


def test_a_film_that_became_unfit_while_it_waited_goes_on_waiting(rena, tural):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    lesson = api.place(contribution, course=course, title="Başqa ad", by=rena.account)
    Film.objects.filter(pk=contribution.film_id).update(playable_at=None, state="encoding")
    with pytest.raises(NotApproved):
        approve(lesson, tural)
    lesson.refresh_from_db()
    assert not lesson.live and not Notice.objects.exists()


def test_questions_are_added_by_one_coordinator_and_approved_by_another(rena, tural):
    _course, (lesson,) = course_with({"film": ready_film()})
    with pytest.raises(NotApproved):
        api.extend_lesson(lesson, questions=two_questions(), by=rena.account, approved_by=rena.account)
    assert not api.extend_lesson(lesson, questions=two_questions(), by=rena.account).has_quiz
    assert approve(lesson, tural).has_quiz


@pytest.mark.database
def test_a_film_is_taken_back_while_it_waits(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    lesson = api.place(contribution, course=course, title="Başqa ad", by=rena.account)
    withdraw(contribution)
    assert contribution.state == ContributionState.WITHDRAWN and not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_a_deleted_draft_gives_its_film_back_to_be_decided(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    api.place(contribution, course=course, title="Başqa ad", by=rena.account).delete()
    contribution.refresh_from_db()
    assert (contribution.state, contribution.lesson) == (ContributionState.SENT, None)


def test_another_take_is_asked_for_kindly_in_the_teachers_language(rena):
    contribution = sent_contribution()
    with pytest.raises(ValueError):
        api.ask_for_another_take(contribution, reason=" ", by=rena.account)
    api.ask_for_another_take(contribution, reason="Səsiniz çox zəif eşidilir.", by=rena.account)
    assert contribution.state == ContributionState.ANOTHER_TAKE
    assert Entry.objects.filter(kind=Kind.ANOTHER_TAKE_ASKED, subject=f"film:{contribution.film_id}").count() == 1
    with translation.override("en"):
        subject, body = email_of(Notice.objects.get(kind="another_take"))
    assert "Səsiniz çox zəif eşidilir." in body and "Thank you" in body
    for word in ("reject", "refus", "declin"):
        assert word not in (subject + body).lower()


@pytest.mark.database
def test_the_first_decision_stands(rena):
    course, lessons = course_with({})
    contribution = sent_contribution()
    stale = Contribution.objects.get(pk=contribution.pk)
    api.ask_for_another_take(contribution, reason="Şəkil qaranlıqdır.", by=rena.account)
    with pytest.raises(AlreadyDecided):
        api.place(stale, course=course, title="Dərs", by=rena.account)
    assert LessonPage.objects.child_of(course).count() == len(lessons)
    assert not Notice.objects.filter(kind="lesson_published").exists()


def test_what_cannot_be_watched_is_not_published(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    Film.objects.filter(pk=contribution.film_id).update(playable_at=None, state="encoding")
    with pytest.raises(NotWatchable):
        api.place(contribution, course=course, title="Dərs", by=rena.account)
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.SENT


# The admin -----------------------------------------------------------------------------------------
VIDEOS, CERTIFICATES = "/admin/school/videos/", "/admin/school/certificates/"


def test_coordinators_work_by_permission_and_others_are_kept_out(rena):
    contribution = sent_contribution()
    certificate = api.certify(completed_enrolment())
    addresses = [VIDEOS, f"{VIDEOS}{contribution.pk}/", CERTIFICATES, f"{CERTIFICATES}{certificate.pk}/"]
    assert not rena.account.is_superuser and not rena.account.is_staff
    for address in addresses:
        assert signed_in(rena).get(address).status_code == 200
        assert Client().get(address).status_code == 302
    for role in set(Role) - {Role.COORDINATOR}:
        other = signed_in(person(role.value, email=f"{role.value}@review.example", roles=[role]))
        for address in addresses:
            answer = other.get(address)
            assert answer.status_code in (302, 403) and b"lm\xc9\x99 salmaq" not in answer.content


def test_the_list_costs_the_same_at_one_and_three(rena, django_assert_num_queries):
    client = signed_in(rena)
    leyla = person("Leyla Əliyeva")
    sent_contribution(leyla)
    client.get(VIDEOS)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(VIDEOS).content.decode().count("İlmə salmaq") == 1
    for number in (2, 3):
        sent_contribution(leyla, title=f"İlmə salmaq {number}")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(VIDEOS).content.decode()
    assert html.count("İlmə salmaq") == 3 and "New videos (3)" in html


LIST_QUERIES = 15


def test_the_longest_waiting_comes_first_and_lists_have_pages(rena):
    leyla = person("Leyla Əliyeva")
    for number in range(22):
        sent_contribution(leyla, title=f"Film-{number:02}", sent_at=timezone.now() - timedelta(hours=number))
    first = signed_in(rena).get(VIDEOS).content.decode()
    assert first.index("Film-21") < first.index("Film-20") and "Film-00" not in first
    assert "Film-00" in signed_in(rena).get(VIDEOS, {"p": 2}).content.decode()


def test_one_page_shows_film_giver_words_and_permission(rena):
    contribution = sent_contribution()
    html = signed_in(rena).get(f"{VIDEOS}{contribution.pk}/").content.decode()
    for words in ("Leyla Əliyeva", "İlmə salmaq", "data-playlist"):
        assert words in html


def test_a_coordinator_publishes_into_a_course(rena):
    course, _lessons = course_with({})
    contribution = sent_contribution()
    answer = signed_in(rena).post(
        f"{VIDEOS}{contribution.pk}/", {"deed": "place", "title": "İlmə salmaq", "course": course.pk}, follow=True
    )
    assert "has been told and thanked" in answer.content.decode()
    other = sent_contribution(contribution.person, title="İkinci sıra")
    answer = signed_in(rena).post(
        f"{VIDEOS}{other.pk}/", {"deed": "place", "title": "Başqa ad", "course": course.pk}, follow=True
    )
    assert "“Başqa ad” waits for another coordinator" in answer.content.decode()
    assert LessonPage.objects.child_of(course).filter(title="İlmə salmaq").exists()


def test_a_coordinator_makes_a_new_course_for_it(rena, tural):
    topic = api.create_topic("Toxuculuq", language="az")
    contribution = sent_contribution()
    address, client = f"{VIDEOS}{contribution.pk}/", signed_in(rena)
    wrong = client.post(address, {"deed": "place", "title": "İlmə salmaq"}).content.decode()
    assert "Choose a course, or fill in a new one below." in wrong and "İlmə salmaq" in wrong
    client.post(
        address,
        {
            "deed": "place",
            "title": "İlmə salmaq",
            "topic": topic.pk,
            "course_title": "Corab toxumaq",
            "hours": "1.5",
            "summary": "Corab.",
        },
    )
    course = CoursePage.objects.get(title="Corab toxumaq")
    assert not course.live and course.teacher == contribution.person and str(course.hours) == "1.5"
    lesson = LessonPage.objects.child_of(course).get()
    assert lesson.film == contribution.film and not lesson.live
    listed = client.get(VIDEOS).content.decode()
    assert "Waiting for a second person" in listed and "Rəna Həsənova" in listed
    approve(course, tural)
    lesson.refresh_from_db()
    assert lesson.live


def test_a_coordinator_asks_for_another_take(rena):
    contribution = sent_contribution()
    address, client = f"{VIDEOS}{contribution.pk}/", signed_in(rena)
    assert "Please give a reason" in client.post(address, {"deed": "another_take"}).content.decode()
    client.post(address, {"deed": "another_take", "reasons": ["dark", "quiet"], "own_words": "İlmələr çox gözəldir!"})
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.ANOTHER_TAKE
    assert contribution.reason.count("\n") == 2 and contribution.reason.endswith("İlmələr çox gözəldir!")


def test_the_second_of_two_coordinators_is_told_and_no_empty_course_is_left(rena):
    topic = api.create_topic("Toxuculuq", language="az")
    contribution = sent_contribution()
    api.ask_for_another_take(contribution, reason="Qaranlıqdır.", by=rena.account)
    answer = signed_in(rena).post(
        f"{VIDEOS}{contribution.pk}/",
        {"deed": "place", "title": "Dərs", "topic": topic.pk, "course_title": "Boş kurs", "hours": "1"},
        follow=True,
    )
    html = answer.content.decode()
    assert "already decided" in html and "Qaranlıqdır." in html and "Rəna Həsənova" in html
    assert not CoursePage.objects.filter(title="Boş kurs").exists()


def test_drafts_are_nobodys_business(rena):
    draft = sent_contribution(state=ContributionState.DRAFT)
    assert signed_in(rena).get(f"{VIDEOS}{draft.pk}/").status_code == 404


@pytest.mark.database
def test_certificates_are_found_and_cancelled_with_a_reason(rena):
    certificate = api.certify(completed_enrolment())
    client, address = signed_in(rena), f"{CERTIFICATES}{certificate.pk}/"
    assert certificate.number in client.get(CERTIFICATES, {"q": "Günay qızı"}).content.decode()
    assert certificate.number in client.get(CERTIFICATES, {"q": certificate.number[-6:]}).content.decode()
    assert certificate.number not in client.get(CERTIFICATES, {"q": "Murad"}).content.decode()
    client.post(address, {"reason": ""})
    certificate.refresh_from_db()
    assert not certificate.cancelled_at
    assert "its holder has been told" in client.post(address, {"reason": "Səhvən"}, follow=True).content.decode()
    certificate.refresh_from_db()
    assert certificate.cancelled_by == rena.account and certificate.cancel_reason == "Səhvən"
    assert "Cancel the certificate" not in client.get(address).content.decode()


def test_the_list_of_certificates_costs_the_same_at_one_and_three(rena, django_assert_num_queries):
    client, enrolment = signed_in(rena), completed_enrolment()
    api.certify(enrolment)
    client.get(CERTIFICATES)
    with django_assert_num_queries(CERTIFICATE_QUERIES):
        client.get(CERTIFICATES)
    from tests.courses.papers import completed_in

    for name in ("Murad Quliyev", "Aysel Rzayeva"):
        api.certify(completed_in(enrolment.course, person(name)))
    with django_assert_num_queries(CERTIFICATE_QUERIES):
        assert client.get(CERTIFICATES).content.decode().count("KP-") == 3


CERTIFICATE_QUERIES = 13


def test_coordinators_write_in_every_catalogue_but_not_beside_it_and_publish_nowhere_alone(rena):
    from courses.models import CataloguePage
    from elearn.web.models import HomePage

    for catalogue in CataloguePage.objects.all():
        rights = catalogue.permissions_for_user(rena.account)
        assert rights.can_add_subpage() and not rights.can_publish_subpage()
    assert not HomePage.objects.first().permissions_for_user(rena.account).can_edit()
