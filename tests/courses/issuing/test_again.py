"""Issued again after it was cancelled or has expired; the name mended by staff; and who tries to get round it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from courses import api
from courses.domain.badges.status_lists import withdrawn
from courses.domain.certificates.again import issue_again
from courses.domain.certificates.by_hand import issue_by_hand, without_certificate
from courses.domain.certificates.cancel import cancel
from courses.domain.certificates.certify import certify
from courses.domain.certificates.correct import correct_name, may_be_corrected, mend_name
from courses.domain.certificates.history_of import history_of
from courses.domain.certificates.issue_run import begin_run, carry_on, due
from courses.domain.certificates.taught import certify_taught, taught_certificate
from courses.domain.certificates.verdict import Finding
from courses.domain.watching.adjust import undo
from courses.errors import (
    CertificateStands,
    CorrectionClosed,
    IssuedAgain,
    IssueReasonWanting,
    NameStands,
    NoLongerCounts,
    OwnCertificate,
    RequirementsNotMet,
    StillCounts,
)
from courses.models import Adjustment, Certificate, CoursePage, EnrolmentState
from elearn.history.api import figures
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.models import Role
from tests import factories
from tests.courses.issuing.scene import approved, coordinator, group, signed_in
from tests.courses.papers import completed_in, paper_bytes
from tests.courses.test_documents_certificate import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    return coordinator()


@pytest.fixture
def made():
    course, _lessons = factories.course_with({})
    return api.certify(completed_in(course))


def cancelled(made, by):
    return cancel(made, reason="Ad səhvdir.", by=by.account)


def expired(made):
    Certificate.objects.filter(pk=made.pk).update(valid_until=timezone.now() - timedelta(days=1))
    made.refresh_from_db()
    return made


def finding(certificate):
    return api.check_file(paper_bytes(certificate)).finding


# After it was cancelled ------------------------------------------------------------------------------------
def test_after_cancelling_another_is_issued_and_both_say_so(rena, made):
    old_badge = made.credential
    again = issue_again(cancelled(made, rena), by=rena.account, reason="Ad düzəldildi.", name="Günay Rzayeva")
    made.refresh_from_db()
    assert again.number != made.number and again.paper and again.credential and again.replaces == made
    assert (again.issued_by, again.issue_reason, again.enrolment) == (rena.account, "Ad düzəldildi.", made.enrolment)
    assert "GünayRzayeva" in letters(paper_bytes(again)).replace(" ", "")
    assert (finding(made), finding(again)) == (Finding.CANCELLED, Finding.GENUINE)
    assert api.check_file(old_badge.encode()).finding == Finding.CANCELLED
    assert api.check_file(again.credential.encode()).finding == Finding.GENUINE
    assert made.status_index in withdrawn(made.status_list) and again.status_index not in withdrawn(again.status_list)
    with translation.override("en"):
        told = [event.words for event in history_of(made)]
        assert told[-1] == f"Certificate {again.number} was issued in its place."
        assert history_of(again)[0].words == f"Issued in the place of certificate {made.number}"
    assert Notice.objects.filter(kind="certificate_again", person=made.person).count() == 1
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    assert Entry.objects.filter(kind=Kind.CERTIFIED_AGAIN, facts__renamed=True).count() == 1
    assert api.certify(made.enrolment) == again == api.certificates_of(made.person)[0]
    assert len(api.certificates_of(made.person)) == 1


def test_by_hand_after_cancelling_as_well(rena, made):
    enrolment = made.enrolment
    assert not without_certificate().filter(pk=enrolment.pk).exists()
    cancelled(made, rena)
    assert without_certificate().filter(pk=enrolment.pk).exists()
    again = issue_by_hand(enrolment, by=rena.account, reason="Yenidən.")
    assert again.pk != made.pk and again.cancelled_at is None and again.replaces == made
    assert not without_certificate().filter(pk=enrolment.pk).exists()


def test_nothing_issues_it_again_by_itself(rena, made):
    cancelled(made, rena)
    assert certify(made.enrolment).pk == made.pk and [one.pk for one in api.certificates_of(made.person)] == [made.pk]
    run = begin_run(made.enrolment.course, by=rena.account)
    assert not due(run).exists() and carry_on(run.pk).done == 0
    assert Certificate.objects.count() == 1


def test_what_it_rested_on_is_taken_back_and_done_anew(rena):
    course, _lessons = factories.course_with({})
    enrolment = api.enrol(factories.person("Murad Quliyev"), course)
    first = issue_by_hand(enrolment, by=rena.account, reason="Dərsdə idi.")
    with pytest.raises(CertificateStands):
        undo(Adjustment.objects.get(), by=rena.account)
    cancelled(first, rena)
    assert undo(Adjustment.objects.get(), by=rena.account)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE
    with pytest.raises(RequirementsNotMet):
        certify(enrolment)
    second = issue_by_hand(enrolment, by=rena.account, reason="İndi oldu.")
    assert second.pk != first.pk and second.cancelled_at is None
    first.refresh_from_db()
    with pytest.raises(IssuedAgain):
        issue_again(first, by=rena.account, reason="Bir də.")


def test_what_was_taught_at_home_is_issued_again_too(rena):
    sona = factories.person("Sona Kərimova", birth_year=1950)
    made = certify_taught(
        sona, subject="visits:7", title="Telefon", language="az", hours=Decimal(5), visits=5, skills=["zəng"],
        teacher="Kamran", completed_at=timezone.now(), evidence={}, by=rena.account,
    )  # fmt: skip
    again = issue_again(cancelled(made, rena), by=rena.account, reason="Ad.", name="Sona Kərimli")
    assert again.claims["holder"] == "Sona Kərimli" and again.claims["visits"] == 5
    assert taught_certificate("visits:7") == again


# After it has expired --------------------------------------------------------------------------------------
def test_an_expired_one_is_renewed_and_counted_once(rena, made):
    again = issue_again(expired(made), by=rena.account, reason="Yenilənir.")
    made.refresh_from_db()
    assert (finding(made), finding(again)) == (Finding.EXPIRED, Finding.GENUINE) and made.superseded_at
    assert made.status_index in withdrawn(made.status_list)
    cache.clear()
    assert figures().certificates == 1 and api.reached_by(made.enrolment.course.teacher).certificates == 1


def test_a_mistake_does_not_lengthen_it(rena, made):
    soon = timezone.now() + timedelta(days=3)
    facts = made.claims["design"] | {"valid_months": 12}
    Certificate.objects.filter(pk=made.pk).update(valid_until=soon, claims=made.claims | {"design": facts})
    made.refresh_from_db()
    CoursePage.objects.filter(pk=made.enrolment.course_id).update(design=approved(valid_months=12))
    assert issue_again(cancelled(made, rena), by=rena.account, reason="Ad.").valid_until == soon


# Who tries to get round it -----------------------------------------------------------------------------------
def test_one_that_counts_is_not_doubled_and_a_second_time_neither(rena, made):
    with pytest.raises(StillCounts):
        issue_again(made, by=rena.account, reason="İki dənə olsun.")
    issue_again(cancelled(made, rena), by=rena.account, reason="Bir dəfə.")
    with pytest.raises(IssuedAgain):
        issue_again(made, by=rena.account, reason="İkinci dəfə.")
    assert Certificate.objects.count() == 2


def test_never_ones_own_and_never_without_a_reason(rena):
    course, _lessons = factories.course_with({})
    own = api.certify(completed_in(course, rena))
    for deed in (issue_again, mend_name):
        with pytest.raises(OwnCertificate):
            deed(own, by=rena.account, reason="Mənim.", name="Rəna xanım")
    other = coordinator("Kamran Vəliyev", "kamran@issue.example")
    with pytest.raises(IssueReasonWanting):
        issue_again(own, by=other.account, reason=" ")
    with pytest.raises(IssueReasonWanting):
        mend_name(own, by=other.account, reason=" ", name="Rəna")


@pytest.mark.database
def test_the_database_keeps_one_of_each_thing(rena, made):
    copy = Certificate.objects.get(pk=made.pk)
    copy.pk, copy.number, copy.code, copy.status_index = None, "KP-2000-000001", "0" * 12, made.status_index + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    Certificate.objects.filter(pk=made.pk).update(superseded_at=timezone.now())
    copy.save(force_insert=True)


# The name, by staff --------------------------------------------------------------------------------------------
def test_staff_mend_a_second_mistake_after_a_month(rena, made):
    correct_name(made, name="Günay Rzayva")
    Certificate.objects.filter(pk=made.pk).update(issued_at=timezone.now() - timedelta(days=99))
    made.refresh_from_db()
    earlier = paper_bytes(made)
    with pytest.raises(CorrectionClosed):
        correct_name(made, name="Günay Rzayeva")
    number, badge = made.number, made.credential
    mend_name(made, name="Günay Rzayeva", reason="Yenə səhv yazılıb.", by=rena.account)
    assert (made.number, made.credential, made.claims["holder"]) == (number, badge, "Günay Rzayeva")
    assert api.check_file(earlier).finding == Finding.REPLACED and finding(made) == Finding.GENUINE
    kept = made.replaced_papers.first()
    assert (kept.by, kept.reason, kept.claims["holder"]) == (rena.account, "Yenə səhv yazılıb.", "Günay Rzayva")
    assert Notice.objects.filter(kind="certificate_mended", person=made.person).count() == 1
    assert Entry.objects.filter(kind=Kind.CERTIFICATE_NAME_MENDED).count() == 1
    made.person.refresh_from_db()
    assert made.person.papers_name == "Günay Rzayeva" and not may_be_corrected(made)


def test_what_counts_no_more_is_not_mended(rena, made):
    with pytest.raises(NameStands):
        mend_name(made, name=made.claims["holder"], reason="Heç nə.", by=rena.account)
    cancelled(made, rena)
    with pytest.raises(NoLongerCounts):
        mend_name(made, name="Başqa Ad", reason="Gec.", by=rena.account)


# What the public reads ---------------------------------------------------------------------------------------
def test_how_it_came_to_be_is_for_staff_alone(rena):
    _cohort, _rows = group(factories.course_with({})[0], 1)
    carry_on(begin_run(_cohort, by=rena.account, reason="Buraxılış").pk)
    with translation.override("en"):
        assert [event.words for event in history_of(Certificate.objects.get())] == ["Issued"]
    by_hand = issue_by_hand(
        api.enrol(factories.person("Murad Quliyev"), factories.course_with({})[0]), by=rena.account, reason="Sinifdə."
    )
    with translation.override("en"):
        assert history_of(by_hand)[0].words == "Issued"


def test_the_old_page_says_that_another_took_its_place(rena, made, client):
    issue_again(cancelled(made, rena), by=rena.account, reason="Ad.")
    page = client.get(made.get_absolute_url()).content.decode()
    again = Certificate.objects.current().get()
    assert "data-replaced" in page and again.number in page and again.grouped_code not in page
    assert "data-replaced" not in client.get(again.get_absolute_url()).content.decode()


# In the admin --------------------------------------------------------------------------------------------------
def test_a_coordinator_issues_again_in_two_steps(rena, made):
    cancelled(made, rena)
    client, address = signed_in(rena), reverse("courses_admin:certificate_again", args=[made.pk])
    assert address in client.get(reverse("courses_admin:certificate", args=[made.pk])).content.decode()
    assert client.get(address).status_code == 200
    typed = {"name": "  Günay   Rzayeva ", "reason": "Ad səhv idi."}
    assert client.post(address, {"name": "12", "reason": ""}).status_code == 422
    asked = client.post(address, typed)
    assert asked.context["asked"] and "Günay Rzayeva" in asked.content.decode() and Certificate.objects.count() == 1
    assert client.post(address, typed | {"change": "yes"}).context["asked"] is False
    done = client.post(address, typed | {"sure": "yes"})
    again = Certificate.objects.current().get()
    assert done.url == reverse("courses_admin:certificate", args=[again.pk]) and Certificate.objects.count() == 2
    assert client.post(address, typed | {"sure": "yes"}).url == reverse("courses_admin:certificate", args=[made.pk])
    assert Certificate.objects.count() == 2
    page = client.get(done.url).content.decode()
    assert reverse("courses_admin:certificate", args=[made.pk]) in page


def test_a_coordinator_mends_a_name_in_two_steps(rena, made):
    client, address = signed_in(rena), reverse("courses_admin:certificate_name", args=[made.pk])
    assert address in client.get(reverse("courses_admin:certificate", args=[made.pk])).content.decode()
    typed = {"name": "Günay Rzayeva", "reason": "Telefonla dedi."}
    assert client.post(address, typed).context["asked"] and not made.replaced_papers.exists()
    client.post(address, typed | {"sure": "yes"})
    made.refresh_from_db()
    assert made.claims["holder"] == "Günay Rzayeva"
    assert "Telefonla dedi." in client.get(reverse("courses_admin:certificate", args=[made.pk])).content.decode()
    assert client.post(address, typed | {"sure": "yes"}).status_code == 422  # it is the name already


def test_nobody_else_may(made, client):
    murad = factories.person("Murad Quliyev", email="murad@again.example", roles=[Role.LEARNER])
    leyla = factories.person("Leyla Əliyeva", email="leyla@again.example", roles=[Role.ELDER], birth_year=1950)
    typed = {"name": "Murad Quliyev", "reason": "Mənə.", "sure": "yes"}
    for name in ("certificate_again", "certificate_name"):
        address = reverse(f"courses_admin:{name}", args=[made.pk])
        assert client.post(address, typed).status_code == 302
        for person in (murad, leyla):
            assert signed_in(person).post(address, typed).status_code in (302, 403)
    made.refresh_from_db()
    assert made.claims["holder"] != "Murad Quliyev" and Certificate.objects.count() == 1
