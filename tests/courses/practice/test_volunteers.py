"""Volunteers: named by a coordinator for single courses, they see and answer the works of those and of no others."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses import api
from courses.domain.works.practice_replies import reply
from courses.domain.works.volunteers import end_volunteer, name_volunteer
from courses.errors import NoSuchAccount, UnfitVolunteer, WorkClosed
from courses.models import PracticeState, Verdict, Volunteer
from elearn.history.api import pseudonym
from elearn.history.models import Entry
from elearn.people.api import Role, grant_role, has_role, merge, take_role
from elearn.people.models import Account
from elearn.people.own_data import forgettings, holdings
from elearn.safety import api as safety
from tests import factories
from tests.courses.practice.works import learner, lesson_of, passed_on, teacher

pytestmark = pytest.mark.django_db
LIST = "/admin/school/volunteers/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


@pytest.fixture
def lesson():
    return lesson_of(teacher())


@pytest.fixture
def other_lesson():
    return lesson_of(teacher("Sona Kərimova", "sona@works.example"), title="Başqa")


@pytest.fixture
def aytac(lesson, rena):
    """A student who likes to encourage others."""
    person = factories.person("Aytac Rzayeva", birth_year=2001, email="aytac@works.example")
    name_volunteer(api.course_of(lesson), address="aytac@works.example", by=rena)
    return person


def fresh(person) -> Account:
    return Account.objects.get(person=person)


def test_a_volunteer_sees_what_waits_and_accepts_it(client, lesson, rena, aytac):
    work = passed_on(learner(lesson), lesson, rena)
    client.force_login(aytac.account)
    assert client.get("/desk/").context["encouraging"] == 1
    page = reverse("courses:work", args=[work.pk])
    assert page in client.get(reverse("courses:my_works")).text
    assert client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 200
    assert client.post(page, {"verdict": "accept", "text": "Çox gözəl!"}).status_code == 302
    work.refresh_from_db()
    assert work.state == PracticeState.ACCEPTED
    answered = Entry.objects.get(kind="practice_answered")
    assert (answered.who, answered.facts["verdict"], answered.facts["for_teacher"]) == (
        pseudonym(aytac.key),
        "accept",
        False,
    )
    assert client.get("/desk/").context["encouraging"] == 0


def test_works_of_other_courses_are_not_there(client, lesson, other_lesson, rena, aytac):
    work = passed_on(learner(other_lesson), other_lesson, rena)
    client.force_login(aytac.account)
    assert len(client.get(reverse("courses:my_works")).context["slice"].object_list) == 0
    page = reverse("courses:work", args=[work.pk])
    assert [client.get(page).status_code, client.post(page, {"verdict": "accept"}).status_code] == [404, 404]
    assert client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 404
    with pytest.raises(WorkClosed):
        reply(work, by=fresh(aytac), verdict=Verdict.ACCEPT)


def test_never_ones_own(client, lesson, rena, aytac):
    api.enrol(aytac, api.course_of(lesson))
    work = passed_on(aytac, lesson, rena)
    for verdict in Verdict:
        with pytest.raises(WorkClosed):
            reply(work, by=fresh(aytac), verdict=verdict, text="Afərin mənə")
    client.force_login(aytac.account)
    assert client.get(reverse("courses:work", args=[work.pk])).status_code == 404


def test_neither_the_role_nor_a_name_of_before_is_enough(client, lesson, rena, aytac):
    work = passed_on(learner(lesson), lesson, rena)
    page = reverse("courses:work", args=[work.pk])
    murad = factories.person("Murad Quliyev", birth_year=1990, email="murad@works.example")
    grant_role(murad, Role.VOLUNTEER)
    client.force_login(murad.account)
    assert client.get(page).status_code == 404
    take_role(aytac, Role.VOLUNTEER)
    client.force_login(aytac.account)
    assert client.get(page).status_code == 403
    grant_role(aytac, Role.VOLUNTEER)
    assert client.get(page).status_code == 200
    assert end_volunteer(Volunteer.objects.get(), by=rena) and not end_volunteer(Volunteer.objects.get(), by=rena)
    assert client.get(page).status_code == 403
    with pytest.raises(WorkClosed):
        reply(work, by=fresh(aytac), verdict=Verdict.ACCEPT)


def test_a_second_factor_is_asked_of_volunteers_too(client, settings, lesson, rena, aytac):
    passed_on(learner(lesson), lesson, rena)
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(aytac.account)
    answer = client.get(reverse("courses:my_works"))
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_second"))


def test_the_last_course_takes_the_role_along(lesson, other_lesson, rena, aytac):
    first = Volunteer.objects.get()
    second = name_volunteer(api.course_of(other_lesson), address="AYTAC@works.example", by=rena)
    assert name_volunteer(api.course_of(other_lesson), address="aytac@works.example", by=rena) == second
    assert Entry.objects.filter(kind="volunteer_named").count() == 2
    end_volunteer(first, by=rena)
    assert has_role(fresh(aytac), Role.VOLUNTEER)
    end_volunteer(second, by=rena)
    assert not has_role(fresh(aytac), Role.VOLUNTEER)


@pytest.mark.parametrize(("address", "error"), [("nobody@works.example", NoSuchAccount), ("", NoSuchAccount),
                                                ("kenan@works.example", UnfitVolunteer),
                                                ("ageless@works.example", UnfitVolunteer)])  # fmt: skip
def test_nobody_unknown_or_under_age_is_named(lesson, rena, address, error):
    factories.person("Kənan", birth_year=2012, email="kenan@works.example")
    factories.person("Ageless", birth_year=None, email="ageless@works.example")
    with pytest.raises(error):
        name_volunteer(api.course_of(lesson), address=address, by=rena)
    assert not Volunteer.objects.exists()


def test_a_coordinator_names_and_ends_in_the_admin(client, lesson, rena):
    murad = factories.person("Murad Quliyev", birth_year=1990, email="murad@works.example")
    client.force_login(rena)
    course = api.course_of(lesson).pk
    assert client.post(LIST, {"address": "nobody@works.example", "course": course}).status_code == 422
    assert client.post(LIST, {"address": "murad@works.example", "course": course}).status_code == 302
    made = Volunteer.objects.get()
    assert (made.person, made.ended_at) == (murad, None)
    assert "Murad Quliyev" in client.get(LIST).text
    assert client.post(f"{LIST}{made.pk}/end/").status_code == 302
    made.refresh_from_db()
    assert made.ended_at
    assert client.post(f"{LIST}{made.pk}/end/").status_code == 404


def test_nobody_else_names_anybody(client, lesson, aytac):
    made, course = Volunteer.objects.get(), api.course_of(lesson).pk
    assert client.get(LIST).status_code == 302
    trainer = factories.staff("Elçin", "trainer", email="elcin@works.example")
    operator = factories.staff("Sevda", "operator", email="sevda@works.example")
    for person in (aytac, api.course_of(lesson).teacher, trainer, operator):
        client.force_login(person.account)
        for address, data in (
            (LIST, {"address": "aytac@works.example", "course": course}),
            (f"{LIST}{made.pk}/end/", {}),
        ):
            assert client.post(address, data).status_code in (302, 403)
        assert client.get(LIST).status_code in (302, 403)
    made.refresh_from_db()
    assert (Volunteer.objects.count(), made.ended_at) == (1, None)


def test_it_is_given_to_the_person_goes_with_them_and_is_joined(lesson, rena, aytac):
    [held] = [list(one.give(aytac)) for one in holdings() if one.name == "courses.volunteers"]
    assert (held[0]["course"], held[0]["ended_at"]) == (api.course_of(lesson).title, None)
    twin = factories.person("Aytac R.", birth_year=2001, email="twin@works.example")
    name_volunteer(api.course_of(lesson), address="twin@works.example", by=rena)
    merge(aytac, twin, by=None)
    assert Volunteer.objects.filter(person=aytac, ended_at=None).count() == 1
    next(one for one in forgettings() if one.name == "courses.volunteers").forget(aytac)
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, lesson, rena, count, django_assert_num_queries):
    for number in range(count):
        factories.person(f"Murad {number}", birth_year=1990, email=f"m{number}@works.example")
        name_volunteer(api.course_of(lesson), address=f"m{number}@works.example", by=rena)
    client.force_login(rena)
    client.get(LIST)
    with django_assert_num_queries(14):
        assert len(client.get(LIST).context["page_obj"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_volunteers_works_ask_the_same_however_many(client, lesson, rena, aytac, count, django_assert_num_queries):
    for number in range(count):
        passed_on(learner(lesson, f"G{number} Quliyeva"), lesson, rena)
    client.force_login(aytac.account)
    client.get(reverse("courses:my_works"))
    with django_assert_num_queries(7):
        assert len(client.get(reverse("courses:my_works")).context["slice"].object_list) == count
