"""The pages of an institution's contact: their own groups and no others, the file, the list to take along."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from courses.domain.cohorts.contacts import end_contact
from courses.models import Cohort, CohortImport, CohortMember, Enrolment, EnrolmentState, InstitutionContact
from elearn.history.models import Entry
from elearn.people.models import Account, Role
from tests import factories
from tests.courses.cohorts.groups import brought, contact, csv, group
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AYSEL = "Aysel Quliyeva;050 123 45 67;;az;2003;A-17"


@pytest.fixture
def cohort():
    return group()


@pytest.fixture
def nigar(cohort):
    return contact(cohort)


@pytest.fixture
def hers(signed_in, nigar):  # noqa: F811
    return signed_in(nigar.person)


def upload(*lines: str) -> dict:
    return {"file": SimpleUploadedFile("students.csv", csv(*lines))}


def addresses(cohort, file) -> list[str]:
    one = f"/partner/{cohort.pk}/"
    return [
        one, f"{one}bring/", f"{one}bring/{file.pk}/", f"{one}bring/{file.pk}/to-mend.csv", f"{one}completions.csv",
        f"{one}completions.xlsx",
    ]  # fmt: skip


def test_from_the_group_to_a_file_and_its_good_lines(hers, cohort):
    assert "2026 payız" in hers.get("/partner/").text
    assert "Nobody is invited yet." in hers.get(f"/partner/{cohort.pk}/").text
    answer = hers.post(f"/partner/{cohort.pk}/bring/", upload(AYSEL, "Ləman;;;az;;"), follow=True)
    file = CohortImport.objects.get()
    assert "1 of 2 can be invited now. One line has a mistake" in answer.text and "Line 3: Ləman" in answer.text
    here = f"/partner/{cohort.pk}/bring/{file.pk}/"
    assert "Ləman" in hers.get(f"{here}to-mend.csv").content.decode("utf-8-sig")
    answer = hers.post(here, {"deed": "invite", "mark": answer.context["plan"].mark}, follow=True)
    assert (
        "Invited: 1. Each of them decides alone." in answer.text and "One line stays here to be mended." in answer.text
    )
    assert "has not agreed that you see it" in hers.get(f"/partner/{cohort.pk}/").text
    assert hers.post(here, {"deed": "drop"}).url == f"/partner/{cohort.pk}/"
    assert not CohortImport.objects.exists() and CohortMember.objects.count() == 1


def test_the_desk_begins_with_the_groups_of_the_institution(hers, cohort, nigar):
    page = hers.get("/desk/").text
    assert "Groups of my institution" in page and "2026 payız" in page and "Find a course" not in page
    end_contact(InstitutionContact.objects.get(person=nigar.person), by=nigar)
    assert "Groups of my institution" not in hers.get("/desk/").text


def test_a_mark_of_something_else_invites_nobody(hers, cohort):
    hers.post(f"/partner/{cohort.pk}/bring/", upload(AYSEL))
    here = f"/partner/{cohort.pk}/bring/{CohortImport.objects.get().pk}/"
    assert "changed meanwhile" in hers.post(here, {"deed": "invite", "mark": "x"}, follow=True).text
    assert not CohortMember.objects.exists()


def test_what_cannot_be_read_is_said_in_words(hers, cohort):
    here = f"/partner/{cohort.pk}/bring/"
    answer = hers.post(here, {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04broken")})
    assert answer.status_code == 422 and "damaged" in answer.text
    assert hers.post(here, {}).status_code == 422
    assert hers.post(here, {"file": SimpleUploadedFile("x.csv", b"\x00\x01")}).status_code == 422
    assert not CohortImport.objects.exists()


def test_who_brings_very_many_files_is_slowed_in_words(hers, cohort, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"bring_students": "1/h/user"}
    here = f"/partner/{cohort.pk}/bring/"
    assert hers.post(here, upload(AYSEL)).status_code == 302
    page = hers.post(here, upload(AYSEL))
    assert (
        page.status_code == 429 and "Please send this in an hour" in page.text and "choose the file again" in page.text
    )
    assert CohortImport.objects.count() == 1


def test_others_find_nothing_there(visitor, signed_in, cohort, nigar):  # noqa: F811
    file = brought(cohort, nigar, AYSEL, "Ləman;;;az;;")
    other = contact(group(cohort.course, name="Başqa Universitet"), "Orxan Əliyev", "orxan@other.example")
    murad = factories.person("Murad Quliyev", email="murad@uni.example", birth_year=1990)
    for address in ["/partner/", *addresses(cohort, file)]:
        assert visitor.get(address).status_code == 302
    theirs = signed_in(other.person)
    assert "2026 payız" in theirs.get("/partner/").text
    for address in addresses(cohort, file):
        assert theirs.get(address).status_code == 404 and theirs.post(address, {"deed": "drop"}).status_code in (
            404,
            405,
        )
    for stranger in (signed_in(murad), signed_in(Account.objects.get(person__name="Rəna Həsənova").person)):
        for address in ["/partner/", "/partner/students.csv", *addresses(cohort, file)]:
            assert stranger.get(address).status_code == 403
    assert CohortImport.objects.filter(pk=file.pk).exists()


def test_another_groups_file_is_not_found_at_ones_own_group(hers, cohort, nigar):
    other = group(cohort.course, name="Başqa Universitet")
    file = brought(other, contact(other, "Orxan Əliyev", "orxan@other.example"), AYSEL, "Ləman;;;az;;")
    assert hers.get(f"/partner/{cohort.pk}/bring/{file.pk}/").status_code == 404
    assert hers.post(f"/partner/{cohort.pk}/bring/{file.pk}/", {"deed": "drop"}).status_code == 404


def test_who_speaks_for_it_no_longer_sees_nothing_more(signed_in, hers, cohort, nigar):  # noqa: F811
    extra = factories.staff("Vəfa Quliyeva", "partner")  # the role alone is not enough
    assert signed_in(extra).get(f"/partner/{cohort.pk}/").status_code == 404
    signed_in(nigar.person)
    end_contact(InstitutionContact.objects.get(person=nigar.person), by=nigar)
    nigar.groups.add(*extra.account.groups.filter(name=Role.PARTNER.value))
    assert hers.get(f"/partner/{cohort.pk}/").status_code == 404


def test_a_file_of_yesterday_is_gone(hers, cohort, nigar):
    hers.post(f"/partner/{cohort.pk}/bring/", upload("Ləman;;;az;;"))
    file = CohortImport.objects.get()
    CohortImport.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert hers.get(f"/partner/{cohort.pk}/bring/{file.pk}/").status_code == 404


def test_the_list_is_taken_along_safely_and_that_is_noted(hers, cohort, nigar):
    brought(cohort, nigar, "Aysel;050 123 45 67;;az;2003;@SUM(A1)")
    member = CohortMember.objects.get()
    CohortMember.objects.update(state="enrolled", consent_at=timezone.now())
    Enrolment.objects.create(
        person=member.person, course=cohort.course, state=EnrolmentState.COMPLETED, completed_at=timezone.now()
    )
    rows = list(load_workbook(io.BytesIO(hers.get(f"/partner/{cohort.pk}/completions.xlsx").content)).active.values)
    assert rows[0] == ("Student number", "Name", "How it stands", "Completed on")
    assert rows[1][1:3] == ("Aysel", "has completed the course") and rows[1][0] == "'@SUM(A1)"
    assert "050" not in hers.get(f"/partner/{cohort.pk}/completions.csv").content.decode("utf-8-sig")
    assert Entry.objects.filter(kind="completions_exported", subject=f"cohort:{cohort.pk}").count() == 2
    assert hers.get(f"/partner/{cohort.pk}/completions.pdf").status_code == 404


def test_an_empty_table_to_fill_in_is_understood_again(hers, cohort):
    heads = hers.get("/partner/students.csv").content.decode("utf-8-sig").strip()
    assert heads == "Name,Phone,E-mail,Language,Year of birth,Student number"
    data = SimpleUploadedFile("x.csv", f"{heads}\nAysel,0501234567,,az,2003,".encode())
    assert "1 of 1 can be invited now" in hers.post(f"/partner/{cohort.pk}/bring/", {"file": data}, follow=True).text


def test_a_workbook_is_brought_like_any_file(hers, cohort):
    book = Workbook()
    book.active.append(["Ad və soyad", "Telefon", "E-poçt", "Dil", "Doğum ili", "Tələbə nömrəsi"])
    book.active.append(["Şahin Ağayev", "", "sahin@uni.example", "az", 2003, 17])
    book.active.append(["Ləman Səfərova", "=1+1", "", "az", 2003, 18])
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("students.xlsx", kept.getvalue())
    plan = hers.post(f"/partner/{cohort.pk}/bring/", {"file": file}, follow=True).context["plan"]
    assert [(one.name, one.contact, one.code) for one in plan.good] == [("Şahin Ağayev", "sahin@uni.example", "17")]
    assert [one.number for one in plan.faulty] == [3]


def test_a_mended_file_is_brought_again(hers, cohort):
    hers.post(f"/partner/{cohort.pk}/bring/", upload(AYSEL, "Ləman Səfərova;;;az;2003;A-18"))
    file = CohortImport.objects.get()
    here = f"/partner/{cohort.pk}/bring/{file.pk}/"
    hers.post(here, {"deed": "invite", "mark": hers.get(here).context["plan"].mark})
    book = load_workbook(io.BytesIO(hers.get(f"{here}to-mend.xlsx").content))
    heads = [str(cell.value).lower() for cell in book.active[1]]
    book.active.cell(2, heads.index("e-poçt") + 1).value = "leman@uni.example"
    mended = io.BytesIO()
    book.save(mended)
    again = {"file": SimpleUploadedFile("mended.xlsx", mended.getvalue())}
    plan = hers.post(f"/partner/{cohort.pk}/bring/", again, follow=True).context["plan"]
    assert [one.name for one in plan.good] == ["Ləman Səfərova"] and plan.faulty == []


def test_the_first_names_are_seen_without_a_tap(hers, cohort):
    lines = [f"Şəxs {letter};;{letter}@uni.example;az;2000;" for letter in "ABCDEFG"]
    context = hers.post(f"/partner/{cohort.pk}/bring/", upload(*lines), follow=True).context
    assert ([one.name for one in context["first"]], len(context["rest"])) == ([f"Şəxs {x}" for x in "ABCDE"], 2)


def test_names_whose_letters_were_lost_are_faults(hers, cohort):
    heads = "Ad;Telefon;E-mail;Dil;Il;Kod"
    text = f"{heads}\r\nŞahin Ağayev;;sahin@uni.example;az;2003;1\r\nƏliyeva;;e@uni.example;az;2003;2"
    file = SimpleUploadedFile("x.csv", text.encode("cp1254", errors="replace"))
    plan = hers.post(f"/partner/{cohort.pk}/bring/", {"file": file}, follow=True).context["plan"]
    assert ([one.name for one in plan.good], [one.name for one in plan.faulty]) == (["Şahin Ağayev"], ["?liyeva"])
    lost = SimpleUploadedFile("y.csv", csv(AYSEL).decode("utf-8-sig").encode("cp1254", errors="replace"))
    plan = hers.post(f"/partner/{cohort.pk}/bring/", {"file": lost}, follow=True).context["plan"]
    assert len(plan.faults) == 2 and plan.good == []


def test_a_group_that_has_ended_is_not_offered(hers, cohort):
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert hers.get("/desk/").context["speaks_for"] == []
    assert hers.get("/partner/").context["page_obj"][0].is_closed
    for answer in (hers.get, hers.post):
        assert answer(f"/partner/{cohort.pk}/bring/").url == f"/partner/{cohort.pk}/"
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=timezone.localdate())
    assert hers.get("/desk/").context["speaks_for"] == [cohort]
    assert hers.get(f"/partner/{cohort.pk}/bring/").status_code == 200


@pytest.mark.parametrize("students", [1, 3])
def test_the_page_of_a_file_asks_the_same_however_many(hers, cohort, students, django_assert_num_queries):
    good = [f"Şəxs {'ABC'[number]};;s{number}@uni.example;az;2000;" for number in range(students)]
    hers.post(f"/partner/{cohort.pk}/bring/", upload(*good, *["Ləman;;;az;;"] * students))
    here = f"/partner/{cohort.pk}/bring/{CohortImport.objects.get().pk}/"
    hers.get(here)
    with django_assert_num_queries(7):
        assert len(hers.get(here).context["wrong"]) == students


@pytest.mark.parametrize("students", [1, 3])
def test_the_list_of_students_asks_the_same_however_many(hers, cohort, nigar, students, django_assert_num_queries):
    brought(cohort, nigar, *[f"Şəxs {'ABC'[number]};;s{number}@uni.example;az;2000;" for number in range(students)])
    CohortMember.objects.update(state="enrolled", consent_at=timezone.now())
    hers.get("/")
    with django_assert_num_queries(21):
        assert hers.get(f"/partner/{cohort.pk}/").status_code == 200


@pytest.mark.parametrize("groups", [1, 3])
def test_the_list_of_groups_asks_the_same_however_many(hers, cohort, groups, django_assert_num_queries):
    for number in range(1, groups):
        group(cohort.course, title=f"Qrup {number}")
    hers.get("/")
    with django_assert_num_queries(5):
        assert len(hers.get("/partner/").context["page_obj"]) == groups
