"""A partner institution's contact brings a flawed file; a student answers on a phone; the contact sees what may be seen."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from courses.domain.cohorts.contacts import name_contact
from courses.domain.cohorts.invitations import invitation_address
from courses.models import Cohort, CohortMember, CoursePage, Enrolment, Institution
from elearn.people.api import create_person
from tests import factories
from tests.journeys.test_care import kept

FLAWED = """Ad və soyad;Telefon;E-poçt;Dil;Doğum ili;Tələbə nömrəsi
Aysel Quliyeva;;aysel@students.example;az;2003;A-1
Orxan Əliyev;0501234567;;az;2002;A-2
;050 765 43 21;;az;2003;A-3
Ləman Səfərova;12;;az;;A-4
"""


@pytest.fixture(scope="module")
def nigar(people):
    course, _lessons = factories.course_with({"title": "İlmə"}, {"title": "Ilgək"}, teacher=people["leyla"])
    institution = Institution.objects.create(name="Nümunə Dövlət Universiteti", short_name="NDU")
    person = create_person("Nigar Vəliyeva", language="az", email="nigar@uni.example", birth_year=1980)
    name_contact(institution, address="nigar@uni.example", by=people["rena"].account)
    Cohort.objects.create(institution=institution, course=course, title="Toxuculuq, 2026 payız", seats=12)
    return person


def bring(page, look, path: Path) -> None:
    page.goto("/desk/")
    page.click("text=2026 payız")
    page.click("main a[href$='/bring/']")
    look(page, "partner-bring")
    page.set_input_files("input[type=file]", path)
    page.click("main form button")


def mend(data: bytes, path: Path) -> None:
    """Fill in what was missing, in the very file that the page gave."""
    book = load_workbook(BytesIO(data))
    heads = {str(cell.value).lower(): cell.column for cell in book.active[1]}
    for number, facts in enumerate(
        [("Rauf Babayev", "050 765 43 21", 2003), ("Ləman Səfərova", "050 765 43 22", 2004)], 2
    ):
        for head, value in zip(("ad və soyad", "telefon", "doğum ili"), facts, strict=True):
            book.active.cell(number, heads[head]).value = value
    book.save(path)


def test_a_contact_brings_a_flawed_file_and_a_student_answers(nigar, open_page, look, tmp_path):
    file = tmp_path / "tələbələr.csv"
    file.write_text(FLAWED, encoding="utf-8-sig")
    hers = open_page(nigar, size="desk", language="en")
    bring(hers, look, file)
    hers.wait_for_selector("text=2 of 4 can be invited now")
    assert hers.locator("main .k-list > li").count() == 2
    assert "Line 5: Ləman Səfərova" in hers.inner_text("main")
    look(hers, "partner-file")
    with hers.expect_download() as flawed:
        hers.click("text=lines to mend (XLSX)")
    to_mend = Path(flawed.value.path()).read_bytes()
    hers.click("button[value=invite]")
    hers.wait_for_selector("text=Invited: 2")
    look(hers, "partner-file-left")
    mended = tmp_path / "mended.xlsx"
    mend(to_mend, mended)
    bring(hers, look, mended)
    assert hers.locator("[data-first] li").count() == 2
    assert "Ləman Səfərova" in hers.inner_text("[data-first]")
    look(hers, "partner-file-mended")
    hers.click("button[value=invite]")
    hers.wait_for_url("**/partner/*/")
    assert hers.inner_text("main").count("has not agreed that you see it") == 4

    member = CohortMember.objects.get(given_name="Aysel Quliyeva")
    hands = open_page(size="phone", language="en", javascript=False)
    hands.goto(invitation_address(member))
    look_plain(hands, "partner-invited")
    assert not Enrolment.objects.filter(person=member.person).exists()
    hands.click("button[value=yes_seen]")
    hands.wait_for_selector("text=What Nümunə Dövlət Universiteti may see")
    look_plain(hands, "partner-answered")
    assert Enrolment.objects.get(person=member.person).cohort == member.cohort

    hers.reload()
    text = hers.inner_text("main table")
    assert text.count("is learning") == 1 and text.count("has not agreed that you see it") == 3
    look(hers, "partner-group")
    with hers.expect_download() as table:
        hers.click("text=As CSV")
    assert "is learning" in Path(table.value.path()).read_text("utf-8-sig")
    hers.goto("/partner/")
    look(hers, "partner-groups")


def look_plain(page, name: str) -> None:
    """Keep a picture at both sizes; axe needs scripts, which this phone has not."""
    kept(page, name)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_asking_for_a_place_and_the_coordinators_screens(nigar, people, open_page, look):
    course = CoursePage.objects.get(cohorts__title="Toxuculuq, 2026 payız")
    CoursePage.objects.filter(pk=course.pk).update(enrol_by="approval")
    gunay = open_page(people["murad"], size="phone", language="en")
    gunay.goto(f"/learn/{course.pk}/enrol/")
    gunay.fill("textarea", "Nənəm üçün şərf toxumaq istəyirəm.")
    look(gunay, "wish-ask")
    gunay.click("main form button")
    gunay.wait_for_selector("text=You have asked for a place")
    look(gunay, "wish-asked")
    rena = open_page(people["rena"], size="desk", language="en")
    rena.goto("/admin/school/wishes/")
    rena.click("text=Murad Quliyev")
    kept(rena, "wish-admin")
    rena.click("button[value=yes]")
    rena.wait_for_selector("text=is let in")
    assert Enrolment.objects.filter(person=people["murad"], course=course).exists()
    institution = Institution.objects.get()
    for address, name in [
        ("/admin/school/institutions/", "institutions"),
        (f"/admin/school/institutions/{institution.pk}/", "institution"),
        (f"/admin/school/groups/{institution.cohorts.get().pk}/", "group-admin"),
    ]:
        rena.goto(address)
        kept(rena, name)


def test_reminders_are_switched_off_with_one_tap(people, open_page, look):
    from courses.domain.learning.learning_mail import are_on, stop_address

    page = open_page(size="phone", language="en")
    page.goto(stop_address(people["gunay"]))
    look(page, "reminders-on")
    page.click("main form button")
    page.wait_for_selector("text=You get no reminders of your courses")
    look(page, "reminders-off")
    assert not are_on(people["gunay"])
