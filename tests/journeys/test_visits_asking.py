"""Home visits, the elder's side: asked for on a small telephone, by a helper, by us on the phone; agreed to by link."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageDraw

from elearn.people.models import Companionship, Role
from elearn.visits.domain import telling
from elearn.visits.models import Unit, UnitText, Visit, VisitRequest
from tests import factories
from tests.factories import last_message
from tests.visits import hunt

HOME = "Səttar Bəhlulzadə küçəsi 41, mənzil 12"
MOBILE = "+994557770011"
RARE = ["Bəhlulzadə"]


def face() -> str:
    """A drawn face, for a trainer's photo; gives its key."""
    from io import BytesIO

    image, file = Image.new("RGB", (320, 320), "#1F3A5F"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.ellipse((90, 60, 230, 220), fill="#E8B98A")
    draw.pieslice((40, 210, 280, 420), 180, 360, fill="#FBF7F0")
    draw.arc((125, 140, 195, 190), 20, 160, fill="#1B1B1B", width=5)
    for left in (130, 175):
        draw.ellipse((left, 118, left + 14, 132), fill="#1B1B1B")
    image.save(file, "JPEG", quality=80)
    return storages["papers"].save("trainers/journey.jpg", ContentFile(file.getvalue()))


@pytest.fixture(scope="module")
def home_visits(people):
    from elearn.people import api

    for number, (code, title) in enumerate((("calls", "Videozəng"), ("photos", "Şəkillər"), ("bills", "Ödənişlər"))):
        unit, is_new = Unit.objects.get_or_create(code=f"journey-{code}", defaults={"position": number})
        if is_new:
            UnitText.objects.create(unit=unit, language="az", title=title, promise="x", steps="x")

    def made(name, **more):
        return api.create_person(name, language="az", **more)

    sona = made("Sona Quliyeva", birth_year=1948, form_of_address="xanim", email="sona@visits.example")
    zohra = made("Zöhrə Məlikova", birth_year=1944, form_of_address="xanim", phone=MOBILE, with_account=False)
    kamran = made("Kamran Quliyev", birth_year=1990, email="kamran@visits.example", roles=[Role.COMPANION])
    until = timezone.localdate() + timedelta(days=90)
    rows = {"state": "active", "ends_on": until, "accepted_at": timezone.now(), "may_book": True}
    Companionship.objects.create(elder=people["leyla"], companion=kamran, **rows)
    trainer = factories.trainer("Elçin Həşimov", photo=face())
    return {
        "sona": sona, "zohra": zohra, "kamran": kamran, "trainer": trainer, "leyla": people["leyla"],
        "nigar": made("Nigar Abbasova", birth_year=1985, email="nigar@visits.example", roles=[Role.OPERATOR]),
    }  # fmt: skip


def answer_steps(page, look=None, name="", *, units=True):
    """Answer the five questions; at each the page is looked at."""

    def looked(step):
        if look:
            look(page, f"{name}-{step}")

    page.wait_for_url("**/ask/learn/")
    if units:
        page.check("label:has-text('Videozəng')", force=True)
    page.fill("[name=wish]", "Nəvəmi ekranda görmək istəyirəm")
    looked("learn")
    page.click("main form button.govuk-button")
    page.check("[name=device][value=android]", force=True)
    looked("device")
    page.click("main form button.govuk-button")
    page.check("[name=days][value='1']", force=True)
    page.check("[name=days][value='3']", force=True)
    page.check("[name=parts][value=morning]", force=True)
    looked("times")
    page.click("main form button.govuk-button")
    page.check("[name=wants_woman]", force=True)
    page.fill("[name=mobility]", "Pis eşidirəm")
    looked("you")
    page.click("main form button.govuk-button")
    looked("place-empty")
    page.select_option("[name=district]", label="Yasamal")
    page.fill("[name=address]", HOME)
    page.click("main form button.govuk-button")
    page.wait_for_url("**/ask/check/")
    looked("check")


def test_an_elder_asks_on_a_small_telephone_without_javascript(home_visits, open_page, look):
    visitor = open_page(None, size="phone", language="en")
    visitor.goto("/home-visits/")
    look(visitor, "visits-front")
    page = open_page(home_visits["sona"], size="phone", language="az", javascript=False)
    page.goto("/desk/")
    page.click("a[href='/home-visits/']")
    page.click("a.govuk-button[href='/home-visits/ask/']")
    answer_steps(page)
    assert HOME in page.inner_text("main")
    hunt.rows(HOME, *RARE)
    page.click("main form button.govuk-button")
    page.wait_for_url("**/home-visits/")
    request = VisitRequest.objects.get(person=home_visits["sona"])
    assert (request.channel, request.wants_woman, request.units.count()) == ("self", True, 1)
    assert not hunt.inside(page.content(), HOME, *RARE)
    hunt.rows(HOME, *RARE)
    shown = open_page(home_visits["sona"], size="phone", language="en")
    shown.goto("/home-visits/")
    look(shown, "visits-mine-waiting")


def test_a_helper_asks_for_the_elder(home_visits, open_page, look):
    page = open_page(home_visits["kamran"], size="phone", language="en")
    page.goto("/desk/")
    look(page, "visits-helper-desk")
    page.click("text=Home visits for them")
    look(page, "visits-helper-none")
    page.click("main a.govuk-button")
    answer_steps(page, look, "visits-helper")
    page.click("main form button.govuk-button")
    page.wait_for_selector("text=On our list")
    look(page, "visits-helper-asked")
    assert not hunt.inside(page.content(), HOME, *RARE)
    assert VisitRequest.objects.get(person=home_visits["leyla"]).channel == "companion"
    leyla = open_page(home_visits["leyla"], language="en")
    leyla.goto("/my-helper/")
    assert "Kamran Quliyev asked for home visits for you" in leyla.inner_text("main")


def test_an_operator_writes_it_down_and_sees_the_twin(home_visits, open_page, look):
    page = open_page(home_visits["nigar"], language="en")
    page.goto(f"/home-visits/for/{home_visits['zohra'].key}/")
    look(page, "visits-office-none")
    page.click("main a.govuk-button")
    page.fill("[name=wish]", "Videozəng")
    page.check("[name=device][value=android]", force=True)
    page.check("[name=days][value='0']", force=True)
    page.check("[name=parts][value=midday]", force=True)
    page.check("main [name=language][value=az]", force=True)
    page.select_option("[name=district]", label="Yasamal")
    page.fill("[name=address]", "Səttar Bəhlulzadə küç. 41/12")
    look(page, "visits-office-ask")
    page.click("text=Save >> nth=-1")
    page.wait_for_selector("text=Has this person asked already?")
    look(page, "visits-office-twins")
    page.click("button:has-text('None of these is the same person')")
    page.wait_for_selector("text=It is written down")
    look(page, "visits-office-mine")
    request = VisitRequest.objects.get(person=home_visits["zohra"])
    assert (request.channel, request.asked_by) == ("operator", home_visits["nigar"].account)


def test_an_elder_without_an_account_says_yes_by_the_link_without_javascript(home_visits, open_page, look):
    request = VisitRequest.objects.get(person=home_visits["zohra"])
    starts = timezone.localtime().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=1)
    visit = Visit.objects.create(
        request=request, person=request.person, trainer=home_visits["trainer"], starts_at=starts,
        ends_at=starts + timedelta(hours=1), code="483920", answer_by=starts - timedelta(hours=3),
    )  # fmt: skip
    telling.tell_elder(visit, "visit_proposed")
    waited = open_page(None, size="phone", language="en")
    body = message_with(MOBILE, waited, "/home-visits/a/")
    assert "483 920" in body and not hunt.inside(body, HOME, *RARE)
    address = re.search(r"/home-visits/a/\S+", body).group()
    waited.goto(address)
    look(waited, "visits-link")
    page = open_page(None, size="phone", language="en", javascript=False)
    page.goto(address)
    page.click("button[value=yes]")
    page.wait_for_selector("text=The visit is agreed")
    visit.refresh_from_db()
    assert (visit.state, visit.agreed_way) == ("confirmed", "link")
    assert visit.word in page.inner_text("main") and visit.presence_code in page.inner_text("main")
    assert not hunt.inside(page.content(), HOME, *RARE)
    waited.goto(address)
    look(waited, "visits-link-agreed")
    office = open_page(home_visits["nigar"], language="en")
    office.goto(f"/home-visits/for/{home_visits['zohra'].key}/")
    office.click("text=Read out the word and the code")
    look(office, "visits-office-word")
    page.click("text=cancel this visit")
    page.click("button[value=cancel]")
    page.wait_for_selector("text=The visit is cancelled")
    assert "You are on our list" in page.inner_text("main")
    waited.goto(address)
    look(waited, "visits-link-over")


def test_an_elder_says_yes_on_her_page_then_waits_a_while(home_visits, open_page, look):
    request = VisitRequest.objects.get(person=home_visits["sona"])
    starts = timezone.localtime().replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days=1)
    visit = Visit.objects.create(
        request=request, person=request.person, trainer=home_visits["trainer"], starts_at=starts,
        ends_at=starts + timedelta(hours=1), code="111222", answer_by=starts - timedelta(hours=3),
    )  # fmt: skip
    page = open_page(home_visits["sona"], size="phone", language="en")
    page.goto("/home-visits/")
    look(page, "visits-mine-asked")
    page.click("button[value=yes]")
    page.wait_for_selector("text=The visit is agreed")
    visit.refresh_from_db()
    assert visit.word in page.inner_text("main")
    look(page, "visits-mine-agreed")
    page.goto("/home-visits/stop/")
    look(page, "visits-stop")
    page.goto(f"/home-visits/visit/{visit.key}/cancel/")
    look(page, "visits-cancel")
    page.click("button:has-text('Yes, cancel it')")
    page.wait_for_selector("text=Nobody comes then")
    look(page, "visits-mine-past")


def message_with(to: str, page, words: str) -> str:
    """Wait for a message to a number; give its text."""
    for _turn in range(120):
        found = last_message(to)
        if found and words in found.body:
            return found.body
        page.wait_for_timeout(250)
    raise AssertionError(f"no message to {to}")
