"""A certificate of what was taught at home: issued, raced, checked, corrected, cancelled, removed, merged; by the door."""

import re
from decimal import Decimal
from functools import partial
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from courses import api
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.correct import correct_name
from courses.errors import RequirementsNotMet
from courses.models import Certificate, Taught
from elearn.history.models import Entry, Kind
from elearn.notices.domain.calls import what_to_say
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.domain.export import gather
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import PersonStanding, Removal
from tests.courses.papers import (
    completed_enrolment,
    paper_bytes,
    signed_by_another,
    with_another_name,
    without_signature,
)
from tests.courses.test_documents_certificate import letters
from tests.factories import person, staff
from tests.races import all_at_once
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

# ruff: noqa: F811

pytestmark = pytest.mark.django_db

SKILLS = ("Videozənglər", "Fırıldaqdan qorunma")


@pytest.fixture
def sona():
    return person("Sona Kərimova", papers_name="Sona Əli qızı Kərimova", email="sona@taught.example", birth_year=1948)


def issue(who, subject: str = "visits:12", **more):
    facts = {
        "title": "Evdə telefon və kompüter", "language": "az", "hours": Decimal("4.5"), "visits": 5, "skills": SKILLS,
        "teacher": "Murad Quliyev", "completed_at": timezone.now(), "evidence": {"way": "site"}, "by": None,
    } | more  # fmt: skip
    return api.certify_taught(who, subject=subject, **facts)


def text_of(certificate) -> str:
    return "".join(letters(paper_bytes(certificate)).split())


# Issuing -------------------------------------------------------------------------------------------
def test_the_paper_says_hours_skills_and_trainer_and_no_score(sona):
    certificate = issue(sona)
    assert certificate.number == f"KP-{timezone.localdate().year}-000001"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", certificate.code)
    claims = Claims.from_json(certificate.claims)
    assert (claims.holder, claims.teacher, claims.visits, claims.hours, claims.lessons, claims.skills) == (
        "Sona Əli qızı Kərimova", "Murad Quliyev", 5, Decimal("4.5"), 0, SKILLS,
    )  # fmt: skip
    text = text_of(certificate)
    for words in (claims.holder, claims.course, claims.teacher, *SKILLS, certificate.number, certificate.grouped_code):
        assert words.replace(" ", "") in text
    assert "%" not in text and (certificate.person, certificate.subject) == (sona, "visits:12")


def test_the_most_that_can_stand_on_it_is_one_page(sona):
    many = [f"Tətbiqlərin təhlükəsizlik parametrləri {number}" for number in range(14)]
    certificate = issue(sona, skills=many, teacher="Murad Quliyev, Aysel Nəbiyeva, Elçin Səfərov", title="Ev " * 30)
    pages = PdfFileReader(BytesIO(paper_bytes(certificate))).root["/Pages"]["/Count"]
    assert pages == 1 and "parametrləri13" in text_of(certificate)


def test_it_is_noted_and_told_once_in_words_of_its_own(sona):
    first, again = issue(sona), issue(sona, hours=Decimal(9))
    assert first == again and again.claims["hours"] == "4.5"
    assert Entry.objects.filter(kind=Kind.CERTIFIED, subject="visits:12").count() == 1
    notice = Notice.objects.get(kind="certificate_taught")
    assert (notice.person, notice.facts["number"]) == (sona, first.number)
    said = what_to_say(notice)
    assert first.number in said and first.code not in said and first.grouped_code not in said


def test_numbers_follow_those_of_courses_taken_here(sona):
    numbers = [api.certify(completed_enrolment()).number, issue(sona).number, issue(sona, "visits:13").number]
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    trial = issue(person("Check", is_check=True), "visits:14")
    assert trial.number.startswith("CHECK-")
    api.discard_check(trial)
    assert not storages["papers"].exists(trial.paper) and not Taught.objects.filter(subject="visits:14").exists()


def test_nobody_gets_one_who_cannot_decide_or_for_nothing(sona):
    girl = person("Aysel Rzayeva", birth_year=timezone.localdate().year - 14)
    with pytest.raises(RequirementsNotMet):
        issue(girl, "visits:1")
    sona.standing = PersonStanding.WITHOUT_CAPACITY
    sona.save()
    with pytest.raises(RequirementsNotMet):
        issue(sona, "visits:2")
    for facts in ({"visits": 0}, {"hours": Decimal(0)}, {"title": " "}):
        with pytest.raises(ValueError):
            issue(person("Nigar Əliyeva"), "visits:3", **facts)
    assert not Certificate.objects.exists() and not Taught.objects.exists()


def test_what_was_taught_to_one_is_certified_to_nobody_else(sona):
    issue(sona)
    with pytest.raises(ValueError):
        issue(person("Murad Quliyev"))
    assert Certificate.objects.count() == 1


# The database --------------------------------------------------------------------------------------
@pytest.mark.database
@pytest.mark.parametrize("both", [True, False])
def test_a_certificate_is_of_one_thing(sona, both):
    certificate = issue(sona)
    change = {"enrolment": completed_enrolment()} if both else {"taught": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)


@pytest.mark.database
def test_a_crash_between_number_and_paper_is_made_good(sona):
    certificate = issue(sona)
    Certificate.objects.filter(pk=certificate.pk).update(paper="", paper_sha256="")
    Notice.objects.all().delete()
    assert [one.number for one in api.certificates_of(sona)] == [certificate.number]
    assert Notice.objects.filter(kind="certificate_taught").count() == 1
    Certificate.objects.filter(pk=certificate.pk).update(paper="", paper_sha256="")
    assert api.sweep() == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_the_same_one():
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory takes one writer at a time; runs on PostgreSQL")
    elders = [person(f"Elder {number}") for number in range(3)]
    made = all_at_once(*[partial(issue, elders[number], f"visits:{number}") for number in (0, 1, 2, 0, 1, 2)])
    made = [certificate.pk for certificate in made]
    assert made[:3] == made[3:] and len(set(made)) == 3
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    assert Notice.objects.filter(kind="certificate_taught").count() == 3


# Checking, correcting, cancelling -------------------------------------------------------------------
def test_a_changed_copy_is_refused(sona):
    certificate = issue(sona)
    pdf = paper_bytes(certificate)
    assert api.check_paper(pdf).finding == api.Finding.GENUINE
    for forged in (with_another_name(pdf), without_signature(pdf), signed_by_another(pdf), pdf + b"\n%"):
        assert api.check_paper(forged).finding == api.Finding.ALTERED


def test_the_name_is_corrected_and_the_claims_stay(sona):
    certificate = issue(sona)
    before = paper_bytes(certificate)
    correct_name(certificate, name="Sona Kərimli")
    assert certificate.claims["skills"] == list(SKILLS) and certificate.claims["visits"] == 5
    assert api.check_paper(before).finding == api.Finding.REPLACED
    assert api.check_paper(paper_bytes(certificate)).finding == api.Finding.GENUINE
    sona.refresh_from_db()
    assert sona.papers_name == "Sona Kərimli"


def test_it_is_cancelled_with_a_reason_and_the_elder_is_told(sona, visitor):
    certificate = api.cancel(issue(sona), reason="Səhvən verilib.", by=staff("Rəna Həsənova", "coordinator").account)
    assert api.check_paper(paper_bytes(certificate)).finding == api.Finding.CANCELLED
    assert Notice.objects.get(kind="certificate_cancelled").person == sona
    assert Entry.objects.get(kind=Kind.CERTIFICATE_CANCELLED).subject == "visits:12"
    assert "Səhvən verilib." in visitor.get(certificate.get_absolute_url()).content.decode()


def test_old_claims_are_read_as_they_were_written():
    certificate = api.certify(completed_enrolment())
    old = {name: value for name, value in certificate.claims.items() if name not in ("visits", "skills")}
    claims = Claims.from_json(old)
    assert (claims.visits, claims.skills, claims.is_taught, claims.lessons) == (0, (), False, 2)


# Pages ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_public_page_says_what_the_paper_says(sona, client, language):
    certificate = issue(sona)
    client.cookies["language"] = language
    html = client.get(certificate.get_absolute_url()).content.decode()
    for words in ("Sona Əli qızı Kərimova", "Murad Quliyev", *SKILLS, certificate.number):
        assert words in html
    assert "noindex" in html and "paper.pdf" not in html


def test_paper_and_name_are_for_the_holder(sona, signed_in, visitor):
    certificate = issue(sona)
    address = certificate.get_absolute_url()
    assert [visitor.get(address + part).status_code for part in ("paper.pdf", "name/")] == [302, 302]
    for part in ("paper.pdf", "name/"):
        assert signed_in(person("Murad Quliyev", email="m@taught.example")).get(address + part).status_code == 403
        assert signed_in(sona).get(address + part).status_code == 200


def test_staff_find_it_by_the_elders_name(sona, signed_in):
    certificate = issue(sona)
    rena = signed_in(staff("Rəna Həsənova", "coordinator"))
    listing = reverse("courses_admin:certificates")
    assert certificate.number in rena.get(listing, {"q": "Kərimova visits"[:8]}).content.decode()
    page = rena.get(reverse("courses_admin:certificate", args=[certificate.pk])).content.decode()
    assert "Murad Quliyev" in page and "Evdə telefon" in page


@pytest.mark.parametrize("count", [1, 3])
def test_those_of_a_person_cost_the_same(sona, count, django_assert_num_queries):
    for number in range(count):
        issue(sona, f"visits:{number}")
    with django_assert_num_queries(2):
        found = api.certificates_of(sona)
        assert [one.person for one in found] == [sona] * count


# Data ----------------------------------------------------------------------------------------------
def test_own_data_name_it(sona):
    certificate = issue(sona)
    found = {part.name: part.rows for part in gather(sona)}
    assert [row["number"] for row in found["courses.certificates"]] == [certificate.number]


def test_removal_takes_the_name_and_leaves_what_others_rely_on(sona, django_capture_on_commit_callbacks, visitor):
    certificate = issue(sona)
    pdf, key = paper_bytes(certificate), certificate.paper
    with django_capture_on_commit_callbacks(execute=True):
        remove(plan_removal(sona, cause=Removal.Cause.OWN))
    certificate.refresh_from_db()
    assert certificate.holder_is_removed and certificate.claims["holder"] == "" and not storages["papers"].exists(key)
    assert api.check_paper(pdf).finding == api.Finding.GENUINE
    assert "Sona" not in visitor.get(certificate.get_absolute_url()).content.decode()
    with pytest.raises(RequirementsNotMet):
        issue(sona, "visits:13")


def test_of_two_records_of_one_person_the_certificate_goes_along(sona):
    keep = person("Sona xanım Kərimova")
    certificate = issue(sona)
    merge(keep, sona, by=None)
    assert [one.pk for one in api.certificates_of(keep)] == [certificate.pk]
    assert issue(keep).pk == certificate.pk
