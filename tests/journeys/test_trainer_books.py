"""A trainer books a waiting elder in three taps on a telephone; a coordinator has written the trainer down before."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from elearn.people.api import Role, create_person
from elearn.visits.models import Absence, Trainer, Unit, Visit
from tests.factories import district, last_message
from tests.journeys.conftest import SIZES
from tests.visits.made import waiting

PHONE = "+994557770441"
SKILL = "video-calls"  # one that every installation has


@pytest.fixture(scope="module")
def elcin(people):
    made = create_person("Elmar Rzayev", language="az", email="elcin@trainer.example", roles=[Role.TRAINER])
    unit = Unit.objects.get(code=SKILL)
    sona = waiting(
        create_person("Sona Kərimova", language="az", phone=PHONE, with_account=False, birth_year=1948),
        windows=tuple((weekday, 9, 17) for weekday in range(7)), district=district("Nəsimi"),
    )  # fmt: skip
    sona.units.add(unit)
    return made


def face() -> dict:
    data = BytesIO()
    Image.new("RGB", (900, 1200), "#1F3A5F").save(data, "JPEG")
    return {"name": "face.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def test_a_coordinator_writes_down_a_trainer(elcin, people, open_page):
    page = open_page(people["rena"], language="en")
    page.goto("/admin/trainers/new/")
    page.select_option("[name=person]", label="Elmar Rzayev")
    page.set_input_files("[name=new_photo]", face())
    page.select_option("[name=gender]", "man")
    page.check("[name=languages][value=az]")
    page.check(f"[name=units][value='{Unit.objects.get(code=SKILL).pk}']")
    page.select_option("[name=district]", label="Yasamal")
    page.select_option("[name=transport]", "car")
    shot(page, "trainer-form")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_selector("text=missing: identity")
    shot(page, "trainers")
    page.click("text=missing: identity")
    for kind in ("identity", "criminal_record", "conduct"):
        page.select_option("[name=kind]", kind)
        page.fill("[name=expires_on]", (date.today() + timedelta(days=300)).strftime("%Y-%m-%d"))
        page.keyboard.press("Escape")
        page.click("button[value=check]")
        page.wait_for_selector("text=It is written down")
    assert "Can be sent" in page.inner_text("main")
    shot(page, "trainer-standing")
    assert Trainer.objects.get(person=elcin).photo.startswith("trainers/")


def test_the_trainer_says_when_and_books_in_three_taps(elcin, open_page, look):
    page = open_page(elcin, size="phone", language="en")
    page.goto("/trainer/near/")
    page.click("text=My usual week")
    for number in range(7):
        page.select_option(f"[name=starts_{number}]", "09:00")
        page.select_option(f"[name=ends_{number}]", "17:00")
    look(page, "hours-week")
    page.click("button:has-text('Save')")
    page.wait_for_selector("text=It is saved")
    look(page, "hours")
    tomorrow = date.today() + timedelta(days=9)
    page.goto(f"/trainer/hours/{tomorrow}/")
    page.check("[name=how][value=away]", force=True)
    look(page, "hours-day")
    page.click("button:has-text('Save')")
    page.wait_for_selector("text=It is saved")
    assert Absence.objects.filter(trainer__person=elcin, first_day=tomorrow).exists()

    page.goto("/desk/")
    look(page, "trainer-desk")
    page.click("main a:has-text('Elders near your route')")  # one
    look(page, "near")
    assert "Nəsimi" in page.inner_text("main") and "Sona" not in page.content()
    page.click(".k-slot >> nth=0")  # two
    look(page, "near-offer")
    page.click("button:has-text('Yes, offer this time')")  # three
    page.wait_for_selector("text=The time is held")
    look(page, "trainer-visit")
    visit = Visit.objects.get(trainer__person=elcin)
    assert visit.state == "proposed"

    body = message_with(PHONE, page)
    code = re.search(r"\d{3} \d{3}", body).group()
    page.click("text=The elder is on the phone and says yes")
    page.fill("[name=code]", code)
    page.click("button:has-text('They said yes')")
    page.wait_for_selector("text=The visit is agreed")
    visit.refresh_from_db()
    assert (visit.state, visit.agreed_way) == ("confirmed", "code")
    page.goto("/trainer/")
    look(page, "trainer")


def test_all_times_and_the_calendar_on_a_tablet_without_javascript(elcin, open_page, look):
    waiting(
        create_person("Tofiq Həsənov", language="az", with_account=False, birth_year=1946),
        windows=((0, 9, 17), (1, 9, 17), (2, 9, 17), (3, 9, 17)), district=district("Yasamal"),
    )  # fmt: skip
    page = open_page(elcin, language="en", javascript=False)
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto("/trainer/near/")
    page.click("text=All times")
    assert page.locator(".k-slot").count() > 3
    shot(page, "near-times")
    page.goto("/trainer/hours/")
    shot(page, "hours-tablet")
    page.set_viewport_size(SIZES["desk"])
    page.goto("/trainer/calendar/")
    address = page.inner_text(".k-calendar-address")
    page.click("button:has-text('Take a new address')")
    assert page.inner_text(".k-calendar-address") != address
    shot(page, "calendar-address")


def message_with(to: str, page) -> str:
    for _turn in range(120):
        found = last_message(to)
        if found:
            return found.body
        page.wait_for_timeout(250)
    raise AssertionError(f"no message to {to}")


def shot(page, name: str) -> None:
    from tests.journeys.conftest import SHOTS

    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
