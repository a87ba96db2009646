"""A daughter on a phone finds three home-care services for her mother, compares and prints them; and without JavaScript."""

import re
from pathlib import Path

import pytest

from elearn.guidance.models import CareReport, CareService
from elearn.operations.demo import care
from tests.journeys.conftest import SHOTS

HOME_CARE = ["evde-nar", "evde-alma", "evde-cirtdan"]


@pytest.fixture(scope="module")
def directory(django_db_setup):
    care.make()


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Give the sizes of the pages of a PDF in millimetres."""
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in found]


def on_paper(page, name: str) -> bytes:
    """Print a page; with KORPU_SHOTS=folder the paper is kept there."""
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    if SHOTS:
        (Path(SHOTS) / f"{name}.pdf").write_bytes(paper)
    return paper


def kept(page, name: str) -> None:
    """Keep a picture of a staff screen, on a desk and on a telephone. Wagtail's own admin is not ours to measure."""
    if SHOTS:
        own = page.viewport_size
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        page.set_viewport_size(own)


def choose_three(page):
    """From the list to the comparison, as she does it."""
    page.goto("/care/")
    page.select_option("[name=kind]", "home")
    page.select_option("[name=district]", label="Yasamal")
    page.click(".k-care-filter button")
    page.wait_for_selector("h2#found:has-text('3')")
    for code in HOME_CARE:
        page.locator(f"#{code} .k-care-card__deed a").first.click()
        page.wait_for_selector(f"#{code} .k-tag--fine")
    page.locator("#evde-cirtdan .k-care-card__deed a").first.click()
    page.wait_for_selector("table.k-care-compare")


def test_a_daughter_on_a_phone_finds_compares_and_prints_three(directory, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/care/")
    look(page, "care-list")
    choose_three(page)
    assert page.locator("table.k-care-compare thead th").count() == 4
    text = page.inner_text("table.k-care-compare")
    assert "In this district" in text and "Comes to this district" in text and "8 to 10 manat, an hour" in text
    assert "That was long ago. Please call before you go." in text
    # On a phone each row is a card that names the service before each answer, and still a table to who hears it.
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    assert page.locator(".k-care-compare__of").first.is_visible()
    assert page.get_by_role("rowheader", name="Price").count() == 1
    assert page.get_by_role("columnheader").count() >= 3
    look(page, "care-compare")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.click("[data-print]")
    assert page.evaluate("document.body.dataset.printed") == "yes"
    sizes = pages_of(on_paper(page, "care-compare"))
    assert sizes and set(sizes) == {(297, 210)} and len(sizes) <= 3
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 800})  # what is left of A4 on its side, in CSS pixels
    assert page.evaluate("document.documentElement.scrollWidth") <= 1032
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.k-care-compare td p')].map(p => parseFloat(getComputedStyle(p).fontSize)))"
    )
    assert smallest >= 21  # 16 pt
    assert page.locator(".k-care-code svg").is_visible() and not page.locator(".k-actions").is_visible()


def test_the_whole_way_without_javascript_and_sent_to_a_brother(directory, open_page):
    page = open_page(size="phone", language="az", javascript=False)
    choose_three(page)
    assert not page.locator("[data-print]").is_visible()
    address = page.url
    brother = open_page(language="ru")
    brother.goto(address)
    assert brother.locator("thead th a[lang=az]").count() == 3
    brother.locator("thead a.k-care-compare__out").first.click()
    brother.wait_for_url(lambda url: url.count("c=") == 2)
    assert brother.locator("thead th a[lang=az]").count() == 2


def test_one_service_its_mistake_and_its_paper(directory, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/care/services/ev-xari/?district=1")
    assert "Did not pass the inspection" in page.inner_text("main")
    look(page, "care-service")
    sizes = pages_of(on_paper(page, "care-service"))
    assert sizes and all(size == (210, 297) for size in sizes) and len(sizes) <= 3
    page.click("text=Something in this entry is wrong")
    look(page, "care-wrong")
    page.check("[name=kind][value=places]", force=True)
    page.fill("[name=words]", "Boş yer yoxdur.")
    page.click("main form button")
    page.wait_for_selector("text=Our staff will look at it")
    report = CareReport.objects.get(service=CareService.objects.get(code="ev-xari"))
    assert report.words == "Boş yer yoxdur."


def test_a_counsellor_brings_in_a_file_looks_applies_and_takes_back(directory, people, open_page):
    from elearn.people.api import create_person
    from elearn.people.models import Role

    sevinc = create_person(
        "Sevinc Qasımova", language="az", birth_year=1980, email="sevinc@care.example", roles=[Role.COUNSELLOR]
    )
    page = open_page(sevinc, language="en")
    page.goto("/admin/care/files/new/")
    kept(page, "care-staff-new")
    faulty = "code;name;kind;price_from\nevde-nar;Evdə gündəlik köməklik;home;səkkiz\nevde-alma;Evdə qulluq;ev;12\n"
    mended = "code;name;price_from\nevde-nar;Evdə gündəlik köməklik;9\n"
    for text, expected in ((faulty, "Nothing can be applied"), (mended, "Nothing has been changed yet")):
        page.goto("/admin/care/files/new/")
        page.set_input_files("[name=file]", {"name": "siyahı.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.click("text=Look at the file")
        page.wait_for_selector(f"text={expected}")
        kept(page, f"care-staff-{expected.split()[1]}")
    page.click("text=Apply all of it")
    page.wait_for_selector("text=Readers see it now")
    assert CareService.objects.get(code="evde-nar").price_from == 9
    page.click("button:has-text('Undo this import')")
    page.wait_for_selector("text=Undone:")
    assert CareService.objects.get(code="evde-nar").price_from == 8
    service = CareService.objects.get(code="evde-cirtdan")
    for name, path in (
        ("list", "services/"), ("edit", f"services/edit/{service.pk}/"), ("keep", f"services/keep/{service.pk}/"),
        ("due", "services/due/"), ("providers", "providers/"), ("mistakes", "mistakes/"), ("files", "files/"),
    ):  # fmt: skip
        page.goto(f"/admin/care/{path}")
        assert page.locator("h1").count() >= 1
        kept(page, f"care-staff-{name}")


@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_page_of_the_directory(directory, open_page, look, language):
    page = open_page(language=language)
    four = "&".join(f"c={code}" for code in [*HOME_CARE, "berpa-simurq"])
    for name, path in (
        ("criteria", "/care/criteria/"), ("filtered", "/care/?kind=day&language=en&places=on"),
        ("chosen", f"/care/?{four}"), ("four", f"/care/compare/?{four}"), ("none", "/care/compare/"),
        ("faults", "/care/?most=5&only=on"),
    ):  # fmt: skip
        page.goto(path)
        look(page, f"care-{name}-{language}")
