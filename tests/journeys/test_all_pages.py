"""Every address that opens a page by itself is looked at on a telephone, a new one as well: nobody has to name it here.

The pages of the admin are Wagtail's; pages of one thing or one person are looked at in the journeys that make it.
"""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore

from elearn.people.models import Person
from tests.access import table
from tests.access.visits import world
from tests.journeys.conftest import look_once
from tests.visitors import prove

# What opens and is not looked at here, and why.
LEFT_OUT = {
    **dict.fromkeys(("home-visits/listen/", "my-helper/listen.wav", "my-people/listen.wav"), "sound"),
    **dict.fromkeys(("badges/issuer/", "health/", "sitemap.xml", "webinars/calendar.ics"), "read by programmes"),
    **dict.fromkeys(
        (
            "counsel/similar/", "record/takes/", "search/suggest/", "sign-in/device/status/", "sign-in/passkey/options/",
            "trainer/day/sync/", "trainer/day/worker.js", "upload/begin/",
        ),
        "asked by scripts",
    ),
    "trainer/face/": "a photograph",
    "trainer/day/tablet/": "it waits for the tablet, see test_trainer_day",
    "sign-in/out/": "looking at it signs out whom the next page needs",
}  # fmt: skip


def viewers(address: str) -> list[str]:
    """Name who finds something there: everybody, or the first and the last of the visitors."""
    answers = dict(zip(table.VISITORS, table.read()[address], strict=True))
    found = [name for name in table.VISITORS if answers[name] == "yes"]
    return found if len(found) < 2 else found[:1] if found[0] == "anonymous" else [found[0], found[-1]]


OPENS = {
    address: who
    for address in table.read()
    if not address.startswith("admin/") and "<" not in address and "(" not in address and (who := viewers(address))
}


@pytest.fixture(scope="module")
def visitors(own_world) -> dict[str, Person | None]:
    with ThreadPoolExecutor(1) as aside:  # Django's own browser does not run beside Playwright's loop
        return {"anonymous": None, **aside.submit(world).result()["visitors"]}


@pytest.fixture
def browser_of(open_page):
    """Give a visitor's page, as after a code just now: what asks for one shows itself."""

    def opened(person: Person | None):
        page = open_page(person, size="phone", language="en")
        for cookie in page.context.cookies():
            if cookie["name"] == "sessionid":
                prove(SimpleNamespace(session=SessionStore(cookie["value"])), "code")
        return page

    return opened


def is_page(answer) -> bool:
    """Say whether it is a page that opened: no file, no data, and nothing that only takes words."""
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def test_every_page_is_looked_at(visitors, browser_of):
    looked, faults = set(), []
    for name, person in visitors.items():
        page = browser_of(person)
        for address in (one for one, who in OPENS.items() if name in who and one not in LEFT_OUT):
            path = f"/{address.lstrip('/')}"
            if not is_page(page.request.get(path, max_redirects=0)):
                continue
            page.goto(path)
            looked.add(address)
            try:
                look_once(page, f"all{path.replace('/', '-')}{name}")
            except AssertionError as fault:
                faults.append(str(fault))
        page.close()
    assert not faults, "\n".join(faults)
    unseen = sorted(set(OPENS) - looked)
    assert unseen == sorted(LEFT_OUT), f"neither looked at nor left out, or no longer: {set(unseen) ^ set(LEFT_OUT)}"
