"""A daughter without an account asks a counsellor on a small telephone, keeps the code, and finds the answer with it."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from elearn.guidance.models import Attachment, Case
from elearn.people.models import Role
from tests import factories

QUESTION = "Anam 78 yaşındadır, yıxılıb və tək qalır. Gündüzlər evdə kim baxa bilər, nə qədər tutur?"


def letter() -> bytes:
    """A photo of a letter."""
    image, kept = Image.new("RGB", (900, 1200), "#F3EEE2"), BytesIO()
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.rectangle((90, 140 + line * 70, 700 - (line % 3) * 90, 152 + line * 70), fill="#44413B")
    image.save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def office(people):
    from elearn.people import api

    return {
        "sevinc": factories.counsellor("Sevinc Quliyeva", email="sevinc@counsel.example"),
        "nigar": api.create_person(
            "Nigar Abbasova", language="az", birth_year=1985, email="nigar@counsel.example", roles=[Role.OPERATOR]
        ),
    }


def go_on(page) -> None:
    page.click("main form button.govuk-button:not(.govuk-button--secondary)")


def ask(page, look=None) -> str:
    """Answer each step; gives the code."""

    def looked(name):
        if look:
            look(page, f"counsel-{name}")

    page.goto("/counsel/")
    looked("front")
    page.click("main .k-actions .govuk-button")
    page.wait_for_url("**/ask/first/")
    looked("first")
    go_on(page)  # nothing is chosen yet
    assert page.locator(".govuk-error-summary").is_visible()
    page.check("[name=hurt][value=no]", force=True)
    go_on(page)
    page.wait_for_url("**/ask/topic/")
    page.check("[name=topic][value=home_care]", force=True)
    looked("topic")
    go_on(page)
    page.wait_for_url("**/ask/words/")
    page.fill("[name=text]", QUESTION)
    looked("words")
    go_on(page)
    page.wait_for_url(re.compile("/ask/(files|perhaps)/"))
    if "perhaps" in page.url:
        page.click("main .k-actions .govuk-button")
    page.set_input_files("[name=files]", {"name": "Məktub.jpg", "mimeType": "image/jpeg", "buffer": letter()})
    page.click("button[name=add]")
    page.wait_for_selector(".k-files")
    looked("files")
    go_on(page)
    page.wait_for_url("**/ask/soon/")
    page.check("[name=urgency][value=week]", force=True)
    looked("soon")
    go_on(page)
    page.wait_for_url("**/ask/you/")
    page.check("[name=age][value=adult]", force=True)
    looked("you")
    go_on(page)
    page.wait_for_url("**/ask/reach/")
    page.check("[name=way][value=paper]", force=True)
    looked("reach")
    go_on(page)
    page.wait_for_url("**/ask/check/")
    assert QUESTION in page.inner_text("main")
    looked("check")
    go_on(page)
    page.wait_for_url("**/code/")
    looked("kept")
    code = page.inner_text(".k-case-code").strip()
    go_on(page)
    page.wait_for_url(re.compile(r"/counsel/q/[0-9a-f-]+/$"))
    return code


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_daughter_asks_on_her_phone_and_finds_the_answer_with_her_code(open_page, look, office, javascript):
    page = open_page(size="phone", javascript=javascript)
    code = ask(page, look if javascript else None)
    case = Case.objects.latest("pk")
    assert re.fullmatch(r"(\d{4} ){3}\d{4}", code)
    assert Attachment.objects.filter(case=case).count() == 1
    if javascript:
        look(page, "counsel-waiting")

    factories.case_answer(
        case,
        "Salam. Gündüz qulluğu üçün rayon mərkəzinə müraciət edə bilərsiniz.\n\nMüraciət pulsuzdur.",
        by=office["sevinc"].account,
    )
    later = open_page(size="phone", javascript=javascript)
    later.goto("/counsel/code/")
    if javascript:
        look(later, "counsel-code")
    later.fill("[name=code]", "1234 5678 9012 3456")
    go_on(later)
    assert later.locator(".govuk-error-summary").is_visible()
    later.fill("[name=code]", code)
    go_on(later)
    later.wait_for_url(re.compile(r"/counsel/q/[0-9a-f-]+/$"))
    assert "Gündüz qulluğu üçün" in later.inner_text("main")
    if javascript:
        look(later, "counsel-answered")
    later.click("main .k-actions .govuk-button:has-text('')")
    later.wait_for_url("**/helped/")
    later.check("[name=helped][value=yes]", force=True)
    later.fill("[name=words]", "Sağ olun, çox kömək etdi")
    if javascript:
        look(later, "counsel-helped")
    go_on(later)
    later.wait_for_url(re.compile(r"/counsel/q/[0-9a-f-]+/$"))
    case.refresh_from_db()
    assert (case.helped, case.helped_words) == ("yes", "Sağ olun, çox kömək etdi")
    if javascript:
        look(later, "counsel-done")
    later.click("form[action$='/leave/'] button")
    later.goto(f"/counsel/q/{case.key}/")
    assert "/counsel/code/" in later.url


def test_an_operator_writes_a_question_down_and_reads_the_code_out(open_page, look, office):
    page = open_page(office["nigar"])
    page.goto("/counsel/call/")
    look(page, "counsel-caller")
    page.check("[name=hurt][value=no]", force=True)
    page.check("[name=topic][value=benefits]", force=True)
    page.fill("[name=text]", QUESTION)
    page.check("[name=way][value=paper]", force=True)
    go_on(page)
    page.wait_for_url(re.compile(r"/counsel/call/[0-9a-f-]+/$"))
    look(page, "counsel-caller-reads")
    assert QUESTION in page.inner_text("main")
    go_on(page)
    page.wait_for_selector("h1")
    assert QUESTION not in page.inner_text("main")
    look(page, "counsel-caller-after")


def test_the_other_pages_of_a_question(open_page, look, people):
    case = factories.case(QUESTION, by=people["leyla"].account)
    factories.helps(people["leyla"], factories.person("Kamran Quliyev", birth_year=1990), may_ask=True)
    page = open_page(people["leyla"], size="phone")
    for name in ("", "more/", "call-back/", "close/", "helped/", "helper/"):
        page.goto(f"/counsel/q/{case.key}/{name}")
        look(page, f"counsel-own-{name.strip('/') or 'case'}")
