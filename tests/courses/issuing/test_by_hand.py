"""A certificate by hand: with a reason, never one's own, recorded lesson by lesson."""

import pytest
from django.urls import reverse

from courses import api
from courses.domain.certificates.by_hand import issue_by_hand, open_lessons, without_certificate
from courses.errors import IssueReasonWanting, OwnEnrolment, RequirementsNotMet, SchoolError
from courses.models import Adjustment, Certificate, Enrolment, EnrolmentState
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from tests import factories
from tests.courses.issuing.scene import coordinator, signed_in
from tests.courses.papers import paper_bytes
from tests.courses.test_documents_certificate import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    return coordinator()


@pytest.fixture
def enrolment():
    course, _lessons = factories.course_with({}, {})
    return api.enrol(factories.person("Günay Məmmədova", birth_year=1999), course)


def test_what_was_open_is_recorded_and_the_paper_does_not_say_it(rena, enrolment):
    assert len(open_lessons(enrolment)) == 2
    made = issue_by_hand(enrolment, by=rena.account, reason=" Dərsdə iştirak edib. ")
    assert made.paper and (made.issued_by, made.issue_reason) == (rena.account, "Dərsdə iştirak edib.")
    assert Adjustment.objects.filter(enrolment=enrolment, by=rena.account).count() == 2
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    text = letters(paper_bytes(made)).replace(" ", "")
    assert "iştirakedib" not in text
    assert Entry.objects.filter(kind=Kind.CERTIFIED_BY_HAND).count() == 1
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    assert issue_by_hand(enrolment, by=rena.account, reason="Yenə").pk == made.pk
    assert Certificate.objects.count() == 1


def test_never_without_a_reason_never_for_oneself_never_for_who_left(rena, enrolment):
    with pytest.raises(IssueReasonWanting):
        issue_by_hand(enrolment, by=rena.account, reason="  ")
    own = api.enrol(rena, enrolment.course)
    with pytest.raises(OwnEnrolment):
        issue_by_hand(own, by=rena.account, reason="Mən bilirəm.")
    for state in (EnrolmentState.LEFT, EnrolmentState.WAITING):
        Enrolment.objects.filter(pk=enrolment.pk).update(state=state)
        with pytest.raises(RequirementsNotMet):
            issue_by_hand(enrolment, by=rena.account, reason="Dərsdə iştirak edib.")
    assert not Certificate.objects.exists() and not Adjustment.objects.exists()


def test_a_minor_whose_guardian_has_not_agreed_gets_none_by_hand_either(rena, enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.COMPLETED)
    person = enrolment.person
    person.birth_year, person.guarded = 2015, True
    person.save()
    with pytest.raises(SchoolError):
        issue_by_hand(Enrolment.objects.get(pk=enrolment.pk), by=rena.account, reason="Dərsdə iştirak edib.")
    assert not Certificate.objects.exists()


def test_a_coordinator_finds_the_learner_and_issues_it(rena, enrolment):
    client = signed_in(rena)
    found = client.get(f"{reverse('courses_admin:by_hand')}?q=günay").content.decode()
    address = reverse("courses_admin:by_hand_one", args=[enrolment.pk])
    assert address in found
    page = client.get(address).content.decode()
    assert "Still open" in page and "1-ci dərs" in page
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "Dərsdə iştirak edib."})
    made = Certificate.objects.get()
    assert answer.url == reverse("courses_admin:certificate", args=[made.pk])
    assert client.get(address).status_code == 404


def test_ones_own_is_shown_without_the_button(rena, enrolment):
    own = api.enrol(rena, enrolment.course)
    client = signed_in(rena)
    address = reverse("courses_admin:by_hand_one", args=[own.pk])
    assert "This is your own course" in client.get(address).content.decode()
    assert client.post(address, {"reason": "Mən bilirəm."}).status_code == 422
    assert not Certificate.objects.exists()


def test_selfchecks_are_not_in_the_list(rena, enrolment):
    assert list(without_certificate()) == [enrolment]
    enrolment.course.is_check = True
    enrolment.course.save()
    assert not without_certificate().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(rena, enrolment, count, django_assert_num_queries):
    for number in range(count - 1):
        api.enrol(factories.person(f"Learner {number}", birth_year=1999), enrolment.course)
    client = signed_in(rena)
    client.get(reverse("courses_admin:by_hand"))
    with django_assert_num_queries(13):
        client.get(reverse("courses_admin:by_hand"))


def test_the_admins_page_of_a_certificate_says_who_issued_it_why_and_how_it_is_signed(rena, enrolment, settings):
    made = issue_by_hand(enrolment, by=rena.account, reason="Dərsdə iştirak edib.")
    client, address = signed_in(rena), reverse("courses_admin:certificate", args=[made.pk])
    page = client.get(address).content.decode()
    assert "Rəna Həsənova: Dərsdə iştirak edib." in page and "PAdES B-B" in page and "did not answer" not in page
    settings.TSA_URL = "https://time.example/"
    assert "did not answer" in client.get(address).content.decode()
