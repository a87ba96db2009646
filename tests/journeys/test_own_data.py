"""My data on an old telephone without JavaScript: read it, take it along, have it deleted, think again."""

import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SHOTS
from tests.site import wait_until

EMAIL = "sevinc@journeys.example"


@pytest.fixture(scope="module")
def leyla(people):
    from elearn.people.domain.private import change
    from elearn.people.models import Role
    from tests import factories

    person = factories.person(
        "Sevinc Qasımzadə", email=EMAIL, birth_year=1954, form_of_address="xanim",
        language="en", roles=[Role.ELDER],
    )  # fmt: skip
    rena = factories.staff("Aynur Kərimova", "operator")
    change(person, by=rena.account, why="visit", address="Nizami küçəsi 14", hearing="Hears badly on the left")
    return person


def prove(page) -> None:
    """Prove oneself with a code, as the page asks before it shows anything."""
    from tests import factories

    page.get_by_role("button", name="Send me a code").click()
    page.locator("#id_code").fill(factories.last_code(EMAIL))
    page.get_by_role("button", name="Go on", exact=True).click()


def test_read_take_along_delete_and_think_again(open_page, leyla):
    from elearn.people.models import DataCopy, Removal

    page = open_page(leyla, size="phone", language="en", javascript=False)
    page.goto("/sign-in/details/")
    page.get_by_role("link", name="My data").click()
    assert "Aynur Kərimova" in page.locator("main").inner_text()
    page.get_by_role("button", name="Read it").click()
    prove(page)
    assert "Nizami küçəsi 14" in page.locator("main").inner_text()

    page.goto("/my-data/")
    page.get_by_role("link", name="Ask for the file").click()
    page.get_by_role("button", name="Make the file").click()
    wait_until(lambda: DataCopy.objects.filter(person=leyla, state="ready").first())
    page.goto("/my-data/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download the file")).first.click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        whole = json.loads(archive.read("my-data.json"))
    assert whole["parts"]["people.person"]["rows"][0]["name"] == "Sevinc Qasımzadə"

    page.get_by_role("link", name="Delete my data").click()
    page.get_by_role("button", name="Yes, delete it").click()
    assert "so that we know that you mean it" in page.locator("main").inner_text()
    page.get_by_label(re.compile("Write the word")).fill("delete")
    page.get_by_role("button", name="Yes, delete it").click()
    removal = wait_until(lambda: Removal.objects.filter(person=leyla, state="planned").first())

    visitor = open_page(size="phone", language="en", javascript=False)
    visitor.goto(f"/my-data/undo/{removal.token}/")
    visitor.get_by_role("button", name="Yes, keep everything").click()
    expect(visitor.locator("h1")).to_have_text("Everything stays")
    removal.refresh_from_db()
    assert removal.state == "undone"


def test_every_page_of_it(open_page, look, leyla):
    from elearn.people.domain.remove import plan_removal
    from elearn.people.models import Removal

    page = open_page(leyla, size="phone", language="en")
    page.goto("/my-data/read/")
    prove(page)
    look(page, "my-data-read")
    for path in ("/my-data/", "/my-data/copy/", "/my-data/remove/"):
        page.goto(path)
        look(page, f"page{path.replace('/', '-')}")
    page.get_by_role("button", name="Yes, delete it").click()
    look(page, "my-data-remove-refused")
    removal = plan_removal(leyla, cause=Removal.Cause.OWN)
    for path in ("/my-data/", "/my-data/remove/", f"/my-data/undo/{removal.token}/"):
        page.goto(path)
        look(page, f"planned{path[:15].replace('/', '-')}")
    page.get_by_role("button", name="Yes, keep everything").click()
    look(page, "my-data-kept")


def test_a_coordinator_looks_for_a_reason(open_page, people, leyla):
    page = open_page(people["rena"], language="en")
    page.goto(f"/admin/people/private/{leyla.pk}/")
    assert "Nizami" not in page.content()
    page.get_by_label("to plan or make a visit").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("[name=address]")).to_have_value("")  # only written here; it is for the trainer of a visit
    assert "Nizami" not in page.content()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/private.png", full_page=True)
    page.goto(f"/admin/people/removal/{leyla.pk}/")
    expect(page.locator("body")).to_contain_text("What stays, and why")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/removal.png", full_page=True)


def test_the_privacy_page_has_the_table(open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/privacy/")
    assert "How long we keep it" in page.locator("main").inner_text()
    look(page, "privacy")
