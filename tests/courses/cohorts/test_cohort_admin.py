"""Institutions, groups and wishes in the admin: a coordinator alone, and what is done there."""

import pytest

from courses.domain.learning.requests import ask_to_enrol
from courses.models import Cohort, CoursePage, Enrolment, EnrolmentRequest, Institution, InstitutionContact
from elearn.history.models import Entry
from elearn.people.models import Account, Role
from tests import factories
from tests.courses.cohorts.groups import contact, group
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SCHOOL = "/admin/school"


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator", language="en")


@pytest.fixture
def hers(signed_in, rena):  # noqa: F811
    return signed_in(rena)


def wish_of(name="Günay Məmmədova", **facts) -> EnrolmentRequest:
    course = CoursePage.objects.first() or factories.course_with({"title": "İlmə"})[0]
    CoursePage.objects.filter(pk=course.pk).update(enrol_by="approval", **facts)
    email = f"{name.split()[0].lower()}@wish.example".encode("ascii", "ignore").decode()
    person = factories.person(name, email=email, birth_year=1999)
    return ask_to_enrol(person, CoursePage.objects.get(pk=course.pk), words="Çox istəyirəm.")


def test_a_wish_is_read_and_granted(hers):
    wish = wish_of()
    assert "Günay Məmmədova" in hers.get(f"{SCHOOL}/wishes/").text
    here = f"{SCHOOL}/wishes/{wish.pk}/"
    assert "Çox istəyirəm." in hers.get(here).text
    assert hers.post(here, {"deed": "no"}).status_code == 422
    assert "Say kindly why" in hers.post(here, {"deed": "no"}).text
    assert hers.post(here, {"deed": "yes"}).url == f"{SCHOOL}/wishes/"
    assert Enrolment.objects.get().person == wish.person
    assert "Let them in" not in hers.get(here).text
    assert "answered this wish already" in hers.post(here, {"deed": "no", "reason": "x"}, follow=True).text


def test_a_yes_past_the_seats_is_refused_in_words(hers):
    wish = wish_of(seats=1)
    Enrolment.objects.create(person=factories.person("Murad Quliyev"), course=wish.course)
    assert "All seats" in hers.post(f"{SCHOOL}/wishes/{wish.pk}/", {"deed": "yes"}, follow=True).text
    wish.refresh_from_db()
    assert wish.state == "asked"


def test_ones_own_wish_is_another_coordinators(hers, rena):
    course = wish_of().course
    own = ask_to_enrol(rena, course)
    assert hers.post(f"{SCHOOL}/wishes/{own.pk}/", {"deed": "yes"}).status_code in (302, 403)
    assert not Enrolment.objects.exists()


def test_an_institution_its_contact_and_its_group(hers):
    course = factories.course_with({"title": "İlmə"})[0]
    factories.person("Nigar Vəliyeva", email="nigar@uni.example", birth_year=1980)
    answer = hers.post(f"{SCHOOL}/institutions/", {"name": "Nümunə Universiteti", "short_name": "NU"})
    made = Institution.objects.get()
    here = f"{SCHOOL}/institutions/{made.pk}/"
    assert answer.url == here
    assert "Nobody signs in with this address" in hers.post(here, {"deed": "name", "address": "x@uni.example"}).text
    hers.post(here, {"deed": "name", "address": "nigar@uni.example"})
    assert "Nigar Vəliyeva" in hers.get(here).text
    assert hers.post(f"{here}groups/new/", {"title": "Q", "course": course.pk, "seats": 0}).status_code in (302, 422)
    Cohort.objects.all().delete()
    answer = hers.post(f"{here}groups/new/", {"title": "2026", "course": course.pk, "seats": 12})
    cohort = Cohort.objects.get()
    assert (answer.url, cohort.made_by.person.name) == (f"{SCHOOL}/groups/{cohort.pk}/", "Rəna Həsənova")
    there = f"{SCHOOL}/groups/{cohort.pk}/"
    assert "Issue certificates for this group" in hers.get(there).text
    days = {"starts_on": "2026-12-02", "ends_on": "2026-12-01"}
    assert (
        "cannot end before"
        in hers.post(there, {"deed": "change", "title": "x", "course": course.pk, "seats": 5, **days}).text
    )
    hers.post(there, {"deed": "close"})
    cohort.refresh_from_db()
    assert cohort.closed_at and Entry.objects.filter(kind="cohort_closed").count() == 1
    hers.post(here, {"deed": "end", "contact": InstitutionContact.objects.get().pk})
    assert "Nigar Vəliyeva" not in hers.get(here).text.split("Who speaks for it")[1].split("Its name")[0]


def test_nobody_else_comes_near_it(signed_in, hers):  # noqa: F811
    wish, cohort = wish_of(), group(CoursePage.objects.first())
    nigar = contact(cohort)
    places = [
        f"{SCHOOL}/wishes/", f"{SCHOOL}/wishes/{wish.pk}/", f"{SCHOOL}/institutions/",
        f"{SCHOOL}/institutions/{cohort.institution_id}/", f"{SCHOOL}/institutions/{cohort.institution_id}/groups/new/",
        f"{SCHOOL}/groups/{cohort.pk}/",
    ]  # fmt: skip
    for role in (Role.PARTNER, Role.LEARNER, Role.OPERATOR, Role.COUNSELLOR, Role.TRAINER):
        theirs = signed_in(factories.staff(f"{role.value.title()} Biri", role, email=f"{role.value}@no.example"))
        for place in places:
            assert theirs.get(place).status_code in (302, 403), (role, place)
            assert theirs.post(place, {"deed": "yes", "name": "x"}).status_code in (302, 403, 405), (role, place)
    theirs = signed_in(nigar.person)
    assert theirs.post(places[-1], {"deed": "close"}).status_code in (302, 403)
    assert not Enrolment.objects.exists() and Institution.objects.count() == 1
    assert Cohort.objects.filter(closed_at=None).count() == 1
    assert Account.objects.filter(groups__name="partner").count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_wishes_ask_the_same_however_many(hers, count, django_assert_num_queries):
    for name in ["Günay Bir", "Leyla İki", "Murad Üç"][:count]:
        wish_of(name)
    hers.get(f"{SCHOOL}/wishes/")
    with django_assert_num_queries(13):
        assert len(hers.get(f"{SCHOOL}/wishes/").context["page_obj"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_institutions_ask_the_same_however_many(hers, count, django_assert_num_queries):
    course = factories.course_with({"title": "İlmə"})[0]
    for number in range(count):
        group(course, name=f"Universitet {number}")
    hers.get(f"{SCHOOL}/institutions/")
    with django_assert_num_queries(13):
        assert len(hers.get(f"{SCHOOL}/institutions/").context["page_obj"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_institution_asks_the_same_however_many(hers, count, django_assert_num_queries):
    cohort = group()
    for number in range(count):
        contact(cohort, f"Nigar {number}", f"nigar{number}@uni.example")
        if number:
            group(cohort.course, title=f"Qrup {number}")
    here = f"{SCHOOL}/institutions/{cohort.institution_id}/"
    hers.get(here)
    with django_assert_num_queries(15):
        context = hers.get(here).context
    assert (len(context["groups"]), len(context["contacts"])) == (count, count)
