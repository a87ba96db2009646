"""A file with students, their answers, and what the institution sees of them: nothing without their yes."""

import csv as reading
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from courses import api, errors
from courses.domain.cohorts import invitations
from courses.domain.cohorts.cohort_import import apply, flawed, look, planned
from courses.domain.cohorts.cohorts import close_group, figures_of, lines_of, table_of
from courses.domain.cohorts.contacts import end_contact, name_contact
from courses.models import (
    CohortImport,
    CohortMember,
    CoursePage,
    Enrolment,
    EnrolmentState,
    InstitutionContact,
)
from elearn.notices.models import Notice
from elearn.people.api import Role, has_role, merge
from elearn.people.models import Account, Person
from elearn.people.own_data import forgettings, holdings
from tests import factories
from tests.courses.cohorts.groups import brought, contact, csv, group, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AYSEL = "Aysel Quliyeva;050 123 45 67;;az;2003;A-17"
GUNAY = "Günay Məmmədova;;gunay@groups.example;ru;1999;A-18"


@pytest.fixture
def cohort():
    return group()


@pytest.fixture
def nigar(cohort):
    return contact(cohort)


def faults(cohort, by, *lines, **more) -> dict[int, list[str]]:
    plan = planned(look(cohort, csv(*lines, **more), name="x.csv", by=by))
    return {student.number: [f"{column}: {words}" for column, words in student.faults] for student in plan.faulty}


# The file ------------------------------------------------------------------------------------------
def test_every_faulty_line_is_shown_and_the_good_ones_can_be_taken(cohort, nigar):
    lines = [
        AYSEL, ";050 123 45 68;;az;2003;", "Orxan;12;;az;2003;", "Orxan Əli;;not-an-address;xx;203;",
        "Samir;012 498 12 34;;;2001;", "AYSEL QULİYEVA;+994501234567;;az;2003;", GUNAY, "Ləman;;;az;;",
        "Elnur;;elnur@groups.example;az;1880;",
    ]  # fmt: skip
    found = faults(cohort, nigar, *lines)
    assert sorted(found) == [3, 4, 5, 6, 7, 9, 10]
    assert found[3] == ["Name: The name is missing."]
    assert found[4] == ["Phone: Enter a telephone number such as 050 123 45 67."]
    assert len(found[5]) == 3 and found[6][0].startswith("Phone: This is a landline")
    assert found[7] == [": This student is in line 2 already."]
    assert len(found[9]) == 2 and len(found[10]) == 1
    file = brought(cohort, nigar, *lines)
    assert (file.counts, len(file.rows)) == ({"invited": 2, "known": 0, "left": 7}, 7)
    assert CohortMember.objects.count() == 2
    rows = list(flawed(file, planned(file)))
    assert (
        rows[0][-1] == "What is wrong" and rows[1][-1] == "Name: The name is missing." and len(rows) == 7
    )  # the twin is in the group now


def test_a_number_that_takes_no_message_wants_an_address(cohort, nigar):
    assert list(faults(cohort, nigar, "Aysel;+447911123456;;az;2003;", "Orxan;012 498 12 34;;az;2003;")) == [2, 3]
    assert faults(cohort, nigar, "Aysel;+447911123456;aysel@uni.example;az;2003;", AYSEL) == {}


def test_heads_in_three_languages_and_columns_that_mean_nothing(cohort, nigar):
    plan = planned(
        look(cohort, csv("Aysel;050 123 45 67;2003;qeyd", heads="ФИО;Тел.;Год рождения;Kurs"), name="x", by=nigar)
    )
    assert (len(plan.good), plan.unknown, plan.faults) == (1, ["kurs"], [])
    plan = planned(look(cohort, csv("Aysel;az", heads="Name;Language"), name="x", by=nigar))
    assert plan.faults == ["These columns are missing: Year of birth, Phone or e-mail."] and plan.good == []
    assert plan.students == []


def test_no_more_are_invited_than_there_are_seats(nigar):
    small = group(CoursePage.objects.first(), seats=1)
    assert faults(small, nigar, AYSEL, GUNAY) == {3: [": No seat of the group is left. Ask our coordinator for more."]}
    assert brought(small, nigar, AYSEL, GUNAY).counts["invited"] == 1


def test_the_same_file_again_invites_nobody_twice(cohort, nigar):
    brought(cohort, nigar, AYSEL, GUNAY)
    plan = planned(look(cohort, csv(AYSEL, GUNAY), name="x", by=nigar))
    assert (len(plan.good), len(plan.known), len(plan.faulty)) == (0, 2, 0)
    assert Notice.objects.filter(kind="cohort_invited").count() == 2


def test_what_was_not_shown_is_not_done(cohort, nigar):
    first = look(cohort, csv(AYSEL), name="x", by=nigar)
    mark = planned(first).mark
    brought(cohort, nigar, GUNAY)
    with pytest.raises(errors.FileChanged):
        apply(first, mark=mark, by=nigar)
    mark = planned(first).mark
    apply(first, mark=mark, by=nigar)
    with pytest.raises(errors.FileChanged):  # the button pressed twice
        apply(first, mark=mark, by=nigar)
    close_group(cohort, by=nigar)
    with pytest.raises(errors.GroupClosed):
        look(cohort, csv(AYSEL), name="x", by=nigar)


# Who is known here and who is not --------------------------------------------------------------------
def test_a_person_known_here_and_one_who_is_not_look_the_same(cohort, nigar):
    gunay = factories.person("Günay Məmmədova", email="gunay@groups.example", birth_year=1975, language="az")
    api.enrol(gunay, cohort.course)
    before = planned(look(cohort, csv(AYSEL, GUNAY), name="x", by=nigar))
    assert [student.faults for student in before.students] == [[], []]
    brought(cohort, nigar, AYSEL, GUNAY)
    lines = {line.name: (line.words, line.agreed) for line in lines_of(cohort)}
    assert lines == dict.fromkeys(
        ["Aysel Quliyeva", "Günay Məmmədova"], ("has not agreed that you see it", False)
    )  # fmt: skip
    gunay.refresh_from_db()
    assert (gunay.birth_year, gunay.language, gunay.name) == (1975, "az", "Günay Məmmədova")
    assert member(cohort, "Günay Məmmədova").person == gunay


def test_nobody_has_an_account_or_an_enrolment_before_their_yes(cohort, nigar):
    accounts = Account.objects.count()
    brought(cohort, nigar, AYSEL)
    assert (Account.objects.count(), Enrolment.objects.count()) == (accounts, 0)


def test_two_addresses_of_one_person_are_not_told_to_be_one_persons(cohort, nigar):
    gunay = factories.person("Günay Məmmədova", email="gunay@groups.example", phone="0507654321", birth_year=1999)
    brought(cohort, nigar, GUNAY)
    file = brought(cohort, nigar, "Günay Məmmədova;050 765 43 21;;ru;1999;")
    assert (file.counts, cohort.members.count()) == ({"invited": 1, "known": 0, "left": 0}, 2)
    assert list(cohort.members.values_list("person", flat=True)).count(gunay.pk) == 1


# The answer ------------------------------------------------------------------------------------------
def test_yes_enrols_and_only_consent_shows_it(cohort, nigar):
    brought(cohort, nigar, AYSEL, GUNAY)
    aysel, gunay = member(cohort, "Aysel Quliyeva"), member(cohort, "Günay Məmmədova")
    invitations.join_group(aysel, may_see=True)
    enrolment = invitations.join_group(gunay, may_see=False)
    assert (enrolment.cohort, enrolment.state) == (cohort, EnrolmentState.ACTIVE)
    assert Account.objects.filter(person__in=[aysel.person, gunay.person]).count() == 2
    Enrolment.objects.filter(cohort=cohort).update(state=EnrolmentState.COMPLETED, completed_at=timezone.now())
    shown = {line.name: line for line in lines_of(cohort)}
    assert shown["Aysel Quliyeva"].completed_at and shown["Aysel Quliyeva"].words == "has completed the course"
    assert (shown["Günay Məmmədova"].words, shown["Günay Məmmədova"].completed_at) == (
        "has not agreed that you see it", None,
    )  # fmt: skip
    assert (figures_of(cohort).agreed, figures_of(cohort).completed) == (1, 1)
    aysel.refresh_from_db()
    assert invitations.let_see(aysel, may_see=False) and not invitations.let_see(aysel, may_see=False)
    assert figures_of(cohort).completed == 0 and "has completed" not in str(list(table_of(cohort)))


def test_a_no_is_not_shown_and_can_become_a_yes(cohort, nigar):
    brought(cohort, nigar, AYSEL)
    aysel = member(cohort, "Aysel Quliyeva")
    assert invitations.decline(aysel) and not invitations.decline(aysel)
    assert [line.words for line in lines_of(cohort)] == ["has not agreed that you see it"]
    aysel = member(cohort, "Aysel Quliyeva")
    assert invitations.join_group(aysel, may_see=False).state == EnrolmentState.ACTIVE


def test_a_minor_waits_for_the_guardian_and_nothing_is_seen_before(cohort, nigar):
    year = timezone.localdate().year - 15
    brought(cohort, nigar, f"Kənan Əliyev;;kenan@groups.example;az;{year};")
    kenan = member(cohort, "Kənan Əliyev")
    assert invitations.join_group(kenan, may_see=True).state == EnrolmentState.WAITING
    Enrolment.objects.update(state=EnrolmentState.COMPLETED, completed_at=timezone.now())  # consent withdrawn since
    assert [(line.words, line.completed_at) for line in lines_of(cohort)] == [("waits for a parent or guardian", None)]
    assert figures_of(cohort).completed == 0


def test_of_a_closed_group_or_unknown_age_nothing_is_taken(cohort, nigar):
    factories.person("Günay Məmmədova", email="gunay@groups.example")
    brought(cohort, nigar, AYSEL, GUNAY)
    with pytest.raises(errors.AgeWanting):
        invitations.join_group(member(cohort, "Günay Məmmədova"), may_see=True)
    close_group(cohort, by=nigar)
    with pytest.raises(errors.GroupClosed):
        invitations.join_group(member(cohort, "Aysel Quliyeva"), may_see=True)
    assert not Enrolment.objects.exists()


def test_a_group_lets_in_where_nobody_else_is_let_in_but_not_past_the_seats(cohort, nigar):
    CoursePage.objects.filter(pk=cohort.course_id).update(enrol_by="cohort", seats=1)
    brought(cohort, nigar, AYSEL, GUNAY)
    aysel = member(cohort, "Aysel Quliyeva")
    enrolment = invitations.join_group(aysel, may_see=False)
    with pytest.raises(errors.CourseFull):
        invitations.join_group(member(cohort, "Günay Məmmədova"), may_see=False)
    assert member(cohort, "Günay Məmmədova").state == "invited"
    api.leave(enrolment)
    course = CoursePage.objects.get(pk=cohort.course_id)
    assert api.enrol(aysel.person, course).cohort == cohort  # who left may come back with the group
    with pytest.raises(errors.ByCohortOnly):
        api.enrol(factories.person("Murad Quliyev", birth_year=1990), course)


# The address in the message --------------------------------------------------------------------------
def test_the_address_answers_without_signing_in_and_only_while_the_contact_is_theirs(client, cohort, nigar):
    brought(cohort, nigar, AYSEL)
    aysel = member(cohort, "Aysel Quliyeva")
    address = invitations.invitation_address(aysel)
    assert client.get(address).status_code == 200 and member(cohort, "Aysel Quliyeva").state == "invited"
    wrong = "1" if address[-2] == "0" else "0"
    assert client.get(f"{address[:-2]}{wrong}/").status_code == 404
    assert client.get(f"/i/{aysel.pk}-{'0' * 20}/").status_code == 404
    assert client.get("/i/²-x/").status_code == 404
    answer = client.post(address, {"answer": "yes_seen"})
    assert (answer.status_code, answer.url) == (302, address)
    assert "_auth_user_id" not in client.session and Enrolment.objects.get().person == aysel.person
    aysel.person.contact_points.all().delete()
    assert client.get(address).status_code == 404


def test_signed_in_one_sees_only_ones_own_place(client, cohort, nigar):
    gunay = factories.person("Günay Məmmədova", email="gunay@groups.example", birth_year=1999)
    murad = factories.person("Murad Quliyev", email="murad@groups.example", birth_year=1990)
    brought(cohort, nigar, GUNAY)
    here = f"/learn/{cohort.course_id}/group/"
    assert client.get(here).status_code == 302
    client.force_login(murad.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(here, {"answer": "yes"}).status_code == 404
    client.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(here, {"answer": "no"}).status_code == 302
    assert member(cohort, "Günay Məmmədova").state == "declined"


# Who speaks for an institution -----------------------------------------------------------------------
def test_a_contact_is_named_with_the_role_and_loses_it_with_the_last_institution(cohort, nigar):
    rena = Account.objects.get(person__name="Rəna Həsənova")
    other = group(cohort.course, name="Başqa Universitet")
    second = name_contact(other.institution, address="nigar@uni.example", by=rena)
    assert name_contact(other.institution, address="NIGAR@uni.example", by=rena) == second
    first = InstitutionContact.objects.get(institution=cohort.institution)
    assert end_contact(first, by=rena) and not end_contact(first, by=rena)
    assert has_role(Account.objects.get(pk=nigar.pk), Role.PARTNER)
    end_contact(second, by=rena)
    assert not has_role(Account.objects.get(pk=nigar.pk), Role.PARTNER)


def test_nobody_unknown_or_under_age_speaks_for_an_institution(cohort, nigar):
    rena = Account.objects.get(person__name="Rəna Həsənova")
    factories.person("Kənan", email="kenan@groups.example", birth_year=timezone.localdate().year - 15)
    for address, error in [
        ("nobody@groups.example", errors.NoSuchAccount), ("", errors.NoSuchAccount), ("12", errors.NoSuchAccount),
        ("kenan@groups.example", errors.UnfitContact),
    ]:  # fmt: skip
        with pytest.raises(error):
            name_contact(cohort.institution, address=address, by=rena)


# Merging and forgetting --------------------------------------------------------------------------------
def test_of_two_records_of_one_person_the_answer_counts(cohort, nigar):
    brought(cohort, nigar, AYSEL, GUNAY)
    aysel, gunay = member(cohort, "Aysel Quliyeva"), member(cohort, "Günay Məmmədova")
    invitations.join_group(aysel, may_see=True)
    merge(gunay.person, aysel.person, by=None)
    kept = CohortMember.objects.exclude(person=None).get()
    assert (kept.person, kept.state, kept.consent_at is not None) == (gunay.person, "enrolled", True)
    assert Enrolment.objects.get().person == gunay.person
    assert [line.name for line in lines_of(cohort)] == ["Aysel Quliyeva", "Günay Məmmədova"]  # two were brought


def test_all_of_it_is_given_to_the_person_and_goes_with_them(cohort, nigar):
    brought(cohort, nigar, AYSEL, "Ləman;;;az;;")
    aysel = member(cohort, "Aysel Quliyeva").person
    held = {holding.name: list(holding.give(aysel)) for holding in holdings() if holding.name == "courses.groups"}
    assert held["courses.groups"][0]["contact"] == "+994501234567"
    next(one for one in forgettings() if one.name == "courses.cohorts").forget(aysel)
    assert not CohortMember.objects.exists() and not CohortImport.objects.exists()


def test_files_and_unanswered_invitations_are_kept_no_longer_than_said(cohort, nigar):
    from elearn.people.retention import tidy

    brought(cohort, nigar, AYSEL, "Ləman;;;az;;")
    tidy(now=timezone.now() + timedelta(days=2))
    assert not CohortImport.objects.exists() and CohortMember.objects.count() == 1
    tidy(now=timezone.now() + timedelta(days=91))
    line = CohortMember.objects.get()
    assert (line.person, line.given_name, line.student_number) == (None, "Aysel Quliyeva", "A-17")
    assert "501234567" not in line.contact


def test_what_a_spreadsheet_would_run_is_plain_text(cohort, nigar):
    brought(cohort, nigar, "=cmd|' /C calc'!A0;050 123 45 67;;az;2003;", "Aysel;050 123 45 67;;az;2003;@SUM(A1)")
    from elearn.web.tables import csv_file

    written = csv_file("x", table_of(cohort)).content.decode("utf-8-sig")
    rows = list(reading.reader(io.StringIO(written)))
    assert rows[1][:2] == ["'@SUM(A1)", "Aysel"]
    assert Person.objects.filter(name__startswith="=").count() == 0
