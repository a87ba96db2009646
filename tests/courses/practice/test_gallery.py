"""The gallery of a course: grown-ups' accepted works by their consent, gone with the request that ends any of it."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.works import gallery, practice
from courses.domain.works.practice_replies import reply
from courses.errors import NotForGallery
from courses.models import Gallery, Practice, Verdict
from elearn.people.api import Role, consents_of, give_consent, refuse_consent, withdraw_consent
from elearn.people.models import ConsentWay, Person
from elearn.safety import api as safety
from tests import factories
from tests.courses.practice.photos import photo

pytestmark = pytest.mark.django_db
TASK = ("practice", {"task": "Şərfinizi göstərin.", "is_needed": False})


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@hung.example", roles=[Role.ELDER])


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


@pytest.fixture
def lesson(leyla):
    _, [lesson] = factories.course_with({"text": "<p>Toxuyun.</p>", "making": [TASK]}, teacher=leyla)
    return lesson


def accepted(lesson, rena, name="Günay Məmmədova", year=2000):
    key = name.split()[0].lower().encode("ascii", "ignore").decode()
    person = factories.person(name, birth_year=year, email=f"{key}@hung.example", language="en")
    api.enrol(person, api.course_of(lesson))
    work = practice.send_practice(person, lesson, shown=photo(), words="İlk şərfim")
    safety.decide(work.submission, by=rena, approve=True)
    reply(work, by=api.course_of(lesson).teacher.account, verdict=Verdict.ACCEPT)
    work.refresh_from_db()
    return work


def hung(lesson, rena, **more):
    work = accepted(lesson, rena, **more)
    give_consent(gallery.ask_for_gallery(work, by=work.person), way=ConsentWay.CLICK, by=work.person.account)
    work.refresh_from_db()
    return work


def seen_by_all(client, lesson, work) -> bool:
    client.logout()
    on_page = reverse("courses:work_picture", args=[work.pk]) in client.get(api.course_of(lesson).url).text
    by_itself = client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 200
    assert on_page == by_itself
    return on_page


def sign_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account)
    return client


def test_from_the_wish_to_the_wall_and_down_again(client, lesson, rena):
    work = accepted(lesson, rena)
    assert not seen_by_all(client, lesson, work)
    browser = sign_in(client, work.person)
    page = reverse("courses:practice", args=[lesson.pk])
    assert "Would you like it to hang" in browser.get(page).text
    consent = consents_of(work.person)
    to = browser.post(reverse("courses:hang_work", args=[work.pk]))["location"]
    assert to == reverse("consent", args=[consent.get().key])
    assert reverse("courses:work_picture", args=[work.pk]) in browser.get(to).text
    assert not seen_by_all(client, lesson, work)
    give_consent(consent.get(), way=ConsentWay.CLICK, by=work.person.account)
    assert seen_by_all(client, lesson, work)
    assert "Günay Məmmədova" in client.get(api.course_of(lesson).url).text

    browser = sign_in(client, work.person)
    assert "Your work hangs in the gallery" in browser.get(page).text
    browser.post(reverse("courses:hang_work", args=[work.pk]), {"deed": "down"})
    assert not seen_by_all(client, lesson, work)
    assert consents_of(work.person).get().state == "withdrawn"
    assert "Would you like it to hang" not in sign_in(client, work.person).get(page).text


def test_it_comes_down_where_the_consent_is_taken_back(client, lesson, rena):
    work = hung(lesson, rena)
    withdraw_consent(consents_of(work.person).get(), by=work.person.account)
    assert not seen_by_all(client, lesson, work)
    work.refresh_from_db()
    assert work.gallery == Gallery.NO


def test_a_no_hangs_nothing(client, lesson, rena):
    work = accepted(lesson, rena)
    refuse_consent(gallery.ask_for_gallery(work, by=work.person), by=work.person.account)
    work.refresh_from_db()
    assert (work.gallery, seen_by_all(client, lesson, work)) == (Gallery.NO, False)


@pytest.mark.parametrize("year", [2012, None])
def test_a_minors_work_never_hangs_whatever_was_agreed(client, lesson, rena, year):
    work = hung(lesson, rena)
    assert seen_by_all(client, lesson, work)
    Person.objects.filter(pk=work.person_id).update(birth_year=year and timezone.localdate().year - 14)
    assert not seen_by_all(client, lesson, work)
    work = Practice.objects.select_related("person").get()
    with pytest.raises(NotForGallery):
        gallery.ask_for_gallery(work, by=work.person)


def test_nobody_else_asks_for_it(client, lesson, leyla, rena):
    work = accepted(lesson, rena)
    with pytest.raises(NotForGallery):
        gallery.ask_for_gallery(work, by=leyla)
    assert sign_in(client, leyla).post(reverse("courses:hang_work", args=[work.pk])).status_code == 404
    assert not consents_of(work.person).exists()


def test_only_what_is_accepted_hangs(lesson, rena):
    person = factories.person("Murad Quliyev", birth_year=1999, email="murad@hung.example")
    api.enrol(person, api.course_of(lesson))
    work = practice.send_practice(person, lesson, shown=photo())
    with pytest.raises(NotForGallery):
        gallery.ask_for_gallery(work, by=person)


def test_a_moderators_second_thought_takes_it_down(client, lesson, rena):
    work = hung(lesson, rena)
    safety.decide(work.submission, by=rena, approve=False, reason="other", words="Üz görünür.")
    assert not seen_by_all(client, lesson, work)


def test_a_concern_hides_it_at_once(client, lesson, leyla, rena):
    work = hung(lesson, rena)
    safety.report("Üzüm görünür.", about="words", subject=f"practice:{work.pk}", person=leyla, states_risk=True)
    assert not seen_by_all(client, lesson, work)


def test_it_hangs_only_where_the_lesson_is_shown(client, lesson, rena):
    work = hung(lesson, rena)
    type(lesson).objects.filter(pk=lesson.pk).update(live=False)
    assert not seen_by_all(client, lesson, work)


def test_taking_the_work_back_takes_it_down(client, lesson, rena):
    work = hung(lesson, rena)
    practice.withdraw_practice(work, by=work.person)
    assert not seen_by_all(client, lesson, work)


@pytest.mark.parametrize("count", [1, 3])
def test_the_gallery_takes_one_query(lesson, rena, django_assert_num_queries, count):
    for number in range(count):
        hung(lesson, rena, name=f"G{number} Quliyeva")
    course = api.course_of(lesson)
    with django_assert_num_queries(1):
        assert len(gallery.gallery_of(course)) == count
