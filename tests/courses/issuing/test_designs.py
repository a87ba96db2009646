"""Designs of certificates: two people, an alignment whole or not at all, and what is printed as it was approved."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Locale

from courses import api
from courses.documents.picture import Unfit, as_png
from courses.domain.building.copy import copy_course
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.design_facts import current_mark
from courses.domain.certificates.designs import approve_design, is_approved, may_approve, note_change
from courses.errors import DesignChanged, DesignOfOneCourse, OwnDesign
from courses.models import CertificateDesign, CoursePage
from courses.models.design import DesignSignatory
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from tests import factories
from tests.courses.issuing.scene import RECOGNISED, ROLES, WORDS, approved, coordinator, design, picture, signed_in
from tests.courses.papers import completed_in, paper_bytes
from tests.courses.test_documents_certificate import letters

pytestmark = pytest.mark.django_db


def printed(enrolment) -> str:
    return letters(paper_bytes(api.certify(enrolment))).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")


@pytest.fixture
def rena():
    return coordinator()


@pytest.fixture
def kamran():
    return coordinator("Kamran Vəliyev", "kamran@issue.example")


@pytest.fixture
def course():
    return factories.course_with({}, {})[0]


def use(course, made) -> CoursePage:
    CoursePage.objects.filter(pk=course.pk).update(design=made)
    return CoursePage.objects.get(pk=course.pk)


# Two people -------------------------------------------------------------------------------------------
def test_who_drew_it_up_cannot_approve_it_and_nobody_prints_it_before(rena, kamran, course):
    made = design(by=rena)
    assert (may_approve(made, rena.account), may_approve(made, kamran.account)) == (False, True)
    with pytest.raises(OwnDesign):
        approve_design(made, by=rena.account, mark=current_mark(made))
    assert "SənətEvi" not in printed(completed_in(use(course, made)))
    approve_design(made, by=kamran.account, mark=current_mark(made))
    assert Entry.objects.filter(kind=Kind.DESIGN_APPROVED, subject=f"design:{made.pk}").count() == 1
    assert "RənaHəsənova" in printed(completed_in(course, factories.person("Murad Quliyev")))


def test_whoever_had_a_hand_in_a_change_is_not_the_second_person(rena, kamran):
    made = design(by=rena)
    note_change(made, by=kamran.account)  # a word put right is a hand in it
    for one in (rena, kamran):
        with pytest.raises(OwnDesign):
            approve_design(made, by=one.account, mark=current_mark(made))
    third = coordinator("Nigar Səfərova", "nigar@issue.example")
    assert is_approved(approve_design(made, by=third.account, mark=current_mark(made)))
    assert not made.changed_by.exists()


def test_what_was_looked_at_is_what_is_approved(rena, kamran):
    made = design(by=rena)
    seen = current_mark(made)
    DesignSignatory.objects.filter(design=made).update(name="Murad Quliyev")
    with pytest.raises(DesignChanged):
        approve_design(made, by=kamran.account, mark=seen)
    made.refresh_from_db()
    assert made.approved_facts is None


def test_a_change_waits_while_the_approved_version_goes_on_being_printed(rena, course):
    made = approved(by=rena)
    course = use(course, made)
    DesignSignatory.objects.filter(design=made).update(name="Murad Quliyev")
    made = CertificateDesign.objects.get(pk=made.pk)
    assert not is_approved(made)
    text = printed(completed_in(course))
    assert "RənaHəsənova" in text and "MuradQuliyev" not in text


def test_without_the_right_nobody_approves(rena):
    made = design(by=rena)
    stranger = factories.person("Murad Quliyev", email="murad@issue.example")
    with pytest.raises(OwnDesign):
        approve_design(made, by=stranger.account, mark=current_mark(made))


# The alignment ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("left_out", RECOGNISED)
def test_an_alignment_is_whole_or_not_at_all(course, left_out):
    facts = {name: value for name, value in RECOGNISED.items() if name != left_out} | {"recognised_course": course}
    made = CertificateDesign(name="Half", **WORDS, **facts)
    with pytest.raises(ValidationError) as caught:
        made.full_clean()
    assert set(caught.value.message_dict) == {left_out}


def test_an_alignment_names_its_course():
    with pytest.raises(ValidationError) as caught:
        CertificateDesign(name="Whose", **WORDS, **RECOGNISED).full_clean()
    assert set(caught.value.message_dict) == {"recognised_course"}


def test_no_decision_recognises_all_courses(course):
    with pytest.raises(ValidationError) as caught:
        CertificateDesign(name="All", is_default=True, recognised_course=course, **WORDS, **RECOGNISED).full_clean()
    assert set(caught.value.message_dict) == {"is_default"}


def test_a_decision_about_one_course_is_printed_for_no_other(course):
    made = approved(**(RECOGNISED | {"decision_date": date(2026, 3, 1), "recognised_course": course}))
    assert "12/34" in printed(completed_in(use(course, made)))
    # Chosen by hand for another course, after it was approved: whoever may edit a course is no recognising body.
    other = use(factories.course_with({}, title="Başqa kurs")[0], made)
    certificate = api.certify(completed_in(other))
    assert Claims.from_json(certificate.claims).recognition is None
    text = printed(completed_in(other, factories.person("Murad Quliyev")))
    assert "12/34" not in text and "stateeducationdocument" in text


def test_what_another_course_uses_is_not_approved_as_recognised(rena, kamran, course):
    more = RECOGNISED | {"decision_date": date(2026, 3, 1), "recognised_course": course}
    made = design(by=rena, **more)
    other = use(factories.course_with({}, title="Başqa kurs")[0], made)
    with pytest.raises(DesignOfOneCourse):
        approve_design(made, by=kamran.account, mark=current_mark(made))
    # A translation of the course is the same course.
    russian = Locale.objects.get_or_create(language_code="ru")[0]
    CoursePage.objects.filter(pk=other.pk).update(translation_key=course.translation_key, locale=russian)
    assert is_approved(approve_design(made, by=kamran.account, mark=current_mark(made)))
    translated = CoursePage.objects.get(pk=other.pk)
    assert "12/34" in printed(completed_in(translated, factories.person("Murad Quliyev")))


def test_a_copy_of_a_course_is_not_recognised(rena, course):
    made = approved(**(RECOGNISED | {"decision_date": date(2026, 3, 1), "recognised_course": course}))
    copy = copy_course(use(course, made), title="Yenə kurs", by=rena.account)
    assert copy.design is None
    plain = approved("Plain")
    assert copy_course(use(course, plain), title="Üçüncü kurs", by=rena.account).design == plain


def test_a_half_alignment_that_got_into_the_table_is_not_printed(course):
    made = approved(**(RECOGNISED | {"decision_number": "", "recognised_course": course}))
    course = use(course, made)
    certificate = api.certify(completed_in(course))
    assert Claims.from_json(certificate.claims).recognition is None
    assert "12/34" not in letters(paper_bytes(certificate))


def test_a_recognised_course_says_by_whom_and_only_then_not_that_it_is_no_state_document(course):
    plain = printed(completed_in(course))
    assert plain.count("stateeducationdocument") >= 1
    made = approved(**(RECOGNISED | {"decision_date": date(2026, 3, 1), "recognised_course": course}))
    text = printed(completed_in(use(course, made), factories.person("Murad Quliyev")))
    assert "12/34" in text and "AzMKÇ" in text and "TəhsilİnstitutuQ" not in text
    assert "stateeducationdocument" not in text


def test_the_default_is_printed_for_all_but_never_recognises(course):
    made = approved(is_default=True)
    CertificateDesign.objects.filter(pk=made.pk).update(
        approved_facts=made.approved_facts | {"alignment": {**RECOGNISED}}
    )
    certificate = api.certify(completed_in(course))
    claims = Claims.from_json(certificate.claims)
    assert claims.design["signatories"][0]["name"] == "Rəna Həsənova" and claims.recognition is None


# What is printed ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_statement_stands_in_all_three_languages_that_of_the_paper_first(course, language):
    from courses.domain.certificates.wording import in_every_language

    person = factories.person("Günay Məmmədova", language=language)
    certificate = api.certify(completed_in(course, person))
    from django.utils import translation

    with translation.override(language):
        lines = in_every_language()
    assert [code for code, _words in lines][0] == language and {code for code, _words in lines} == {"az", "ru", "en"}
    text = letters(paper_bytes(certificate)).replace(" ", "")
    assert all(words.replace(" ", "") in text for _code, words in lines)


def test_an_issued_paper_stays_as_it_is_and_is_printed_again_as_it_was(course):
    from courses.domain.certificates.correct import correct_name

    made = approved()
    certificate = api.certify(completed_in(use(course, made)))
    before = certificate.paper_sha256
    DesignSignatory.objects.filter(design=made).delete()
    again = coordinator("Nigar Səfərova", "nigar@issue.example")
    made = CertificateDesign.objects.get(pk=made.pk)
    approve_design(made, by=again.account, mark=current_mark(made))
    certificate.refresh_from_db()
    assert certificate.paper_sha256 == before
    corrected = correct_name(certificate, name="Günay Əliyeva")
    text = letters(paper_bytes(corrected)).replace(" ", "")
    assert "GünayƏliyeva" in text and "RənaHəsənova" in text


def test_hours_are_left_out_where_the_design_says_so_and_validity_ends_with_a_day(course, in_english):
    made = approved(shows_hours=False, valid_months=24)
    learner = factories.person("Günay Məmmədova", language="en")
    certificate = api.certify(completed_in(use(course, made), learner))
    text = letters(paper_bytes(certificate)).replace(" ", "")
    assert "2hours" not in text and "Validuntil" in text
    assert certificate.valid_until.year == certificate.issued_at.year + 2 and not certificate.is_expired


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day, months, then):
    from courses.domain.certificates.validity import months_later

    assert months_later(day, months) == then


def test_skills_are_printed_and_live_minutes_never(course):
    CoursePage.objects.filter(pk=course.pk).update(competences="ilmə salmaq\n\n şərfi bitirmək ")
    claims = Claims.from_json(api.certify(completed_in(CoursePage.objects.get(pk=course.pk))).claims)
    assert claims.skills == ("ilmə salmaq", "şərfi bitirmək")


def test_claims_of_an_older_or_newer_version_are_read():
    facts = {
        "holder": "Günay", "course": "Şərf", "course_language": "az", "teacher": "", "lessons": 2, "hours": "2",
        "issued_on": "2026-01-01", "issuer": "Körpü", "coordinator": "", "of_the_future": 1,
    }  # fmt: skip
    claims = Claims.from_json(facts)
    assert (claims.kind, claims.is_taught, claims.is_contribution, claims.design) == ("", False, False, {})


# Pictures -------------------------------------------------------------------------------------------------
def test_pictures_are_drawn_anew_and_kept_under_their_digest():
    made = design()
    signatory = made.signatories.get()
    with storages["works"].open(signatory.picture.name) as file:
        kept = file.read()
    assert b"SECRET" not in kept and kept == as_png(picture())
    from courses.documents.picture import digest

    assert signatory.picture.name == f"designs/{digest(kept)}.png"


def test_a_large_picture_is_made_small_and_a_bomb_is_refused():
    small = as_png(picture("JPEG", (4000, 3000)))
    with Image.open(BytesIO(small)) as seen:
        assert max(seen.size) <= 600 and seen.mode == "RGBA"
    for bad in (b"", b"no picture", picture()[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"x" * 6_000_000):
        with pytest.raises(Unfit):
            as_png(bad)
    with pytest.raises(Unfit):
        as_png(picture("PNG", (8000, 8000)))


# In the admin ---------------------------------------------------------------------------------------------
def form(**more) -> dict:
    rows = {"signatories": 1, "partners": 0}
    management = {
        f"{name}-{what}": value
        for name, count in rows.items()
        for what, value in (("TOTAL_FORMS", count), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 4))
    }
    signatory = {
        f"signatories-0-{name}": value for name, value in ({"name": "Rəna Həsənova", "ORDER": 1} | ROLES).items()
    }
    signature = {"signatories-0-picture": SimpleUploadedFile("hand.png", picture(), "image/png")}
    return {"name": "New", "shows_hours": "on", **WORDS, **management, **signatory, **signature, **more}


def test_from_the_form_to_the_paper(rena, kamran):
    client = signed_in(rena)
    answer = client.post(reverse("certificate_designs:add"), form())
    made = CertificateDesign.objects.get()
    look = reverse("certificate_designs:look", args=[made.pk])
    assert answer.status_code == 302 and answer.url == look
    assert (made.made_by, list(made.changed_by.all())) == (rena.account, [rena.account])
    page = client.get(look).content.decode()
    assert "A second person has to approve it" in page and 'name="mark"' not in page
    assert client.post(look, {"mark": current_mark(made)}).status_code == 302
    made.refresh_from_db()
    assert made.approved_facts is None
    other = signed_in(kamran)
    assert 'name="mark"' in other.get(look).content.decode()
    other.post(look, {"mark": current_mark(made)})
    made.refresh_from_db()
    assert made.approved_by == kamran.account and is_approved(made)


def test_the_form_refuses_what_cannot_be_printed(rena):
    bad = SimpleUploadedFile("hand.png", b"no picture at all", "image/png")
    answer = signed_in(rena).post(reverse("certificate_designs:add"), form(**{"signatories-0-picture": bad}))
    assert answer.status_code == 200 and "This cannot be printed" in answer.content.decode()
    answer = signed_in(rena).post(reverse("certificate_designs:add"), form(recognised_by="Institut"))
    assert "fill in all" in answer.content.decode() and not CertificateDesign.objects.exists()


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_preview_is_a_sample_in_each_language_and_is_not_signed(rena, language):
    from courses.documents.signature import inspect

    made = design(by=rena, valid_months=12)
    client = signed_in(rena)
    pdf = client.get(reverse("certificate_designs:sample", args=[made.pk, language, "pdf"]))
    png = client.get(reverse("certificate_designs:sample", args=[made.pk, language, "png"]))
    assert pdf["Content-Type"] == "application/pdf" and not inspect(pdf.content).whole
    assert png.content.startswith(b"\x89PNG") and "no-store" in png["Cache-Control"]
    assert client.get(reverse("certificate_designs:sample", args=[made.pk, "tr", "pdf"])).status_code == 404


@pytest.mark.parametrize("name", ["index", "add", "look", "edit", "sample"])
def test_designs_are_for_coordinators_alone(name):
    made = design()
    args = {"look": [made.pk], "edit": [made.pk], "sample": [made.pk, "az", "png"]}.get(name, [])
    address = reverse(f"certificate_designs:{name}", args=args)
    assert Client().get(address).status_code == 302
    factories.first_pages()
    for number, role in enumerate((Role.ELDER, Role.OPERATOR, Role.TRAINER, Role.PARTNER)):
        person = factories.person("Murad Quliyev", email=f"m{number}@issue.example", roles=[role])
        assert signed_in(person).get(address).status_code in (302, 403)
        assert signed_in(person).post(address, {"mark": current_mark(made)}).status_code in (302, 403)
    made.refresh_from_db()
    assert made.approved_facts is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(rena, count, django_assert_num_queries):
    for number in range(count):
        design(f"Design {number}", by=rena)
    client = signed_in(rena)
    client.get(reverse("certificate_designs:index"))
    with django_assert_num_queries(16):
        client.get(reverse("certificate_designs:index"))
