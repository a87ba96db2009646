"""A trainer offline a whole day: the tablet keeps it encrypted, the office changes a visit meanwhile, nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.people.api import Role, create_person
from elearn.visits.domain.answer import cancel
from elearn.visits.domain.trainers import suspend
from elearn.visits.models import Check, Trainer, Unit, UnitText, Visit, VisitEvent
from tests.factories import district
from tests.journeys.conftest import look_once
from tests.visits import hunt
from tests.visits.days import ADDRESS, CODE, agreed

NOTE = "Nəvəsinə zəng etdi"
SECRETS = (ADDRESS, "Sona Kərimova", "Tofiq Həsənov", NOTE, "bulud")
# Everything that lies in the browser's stores, as text: each byte a sign, so that what is plain is found.
STORES = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const all = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
      const keys = await all(rows.getAllKeys());
      const values = await all(database.transaction(store).objectStore(store).getAll());
      for (const [at, key] of keys.entries()) {
        const value = values[at];
        const bytes = value.data ? [...new Uint8Array(value.data)].map((code) => code.toString(16).padStart(2, "0")).join("") : "";
        found.push([name, store, String(key), bytes, value instanceof CryptoKey ? String(value.extractable) : Object.keys(value).join()]);
      }
    }
    database.close();
  }
  return found;
}"""
CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found[request.url] = await (await cache.match(request)).text();
  }
  return found;
}"""


@pytest.fixture(scope="module")
def elcin(site):
    made = create_person("Elçin Bağırov", language="en", email="elcin@day.example", roles=[Role.TRAINER])
    trainer = Trainer.objects.create(
        person=made, district=district(), gender="man", languages=["az"], photo="trainers/x.jpg", transport="car"
    )
    for kind in ("identity", "criminal_record", "conduct"):
        Check.objects.create(
            trainer=trainer, kind=kind, seen_on=timezone.localdate(),
            expires_on=timezone.localdate() + timedelta(days=99),
        )  # fmt: skip
    return trainer


def stop(page, name: str):
    return page.locator("section.k-coming", has_text=name)


def arrive(page, name: str) -> None:
    for box in stop(page, name).locator("[name=rules]").all():
        box.check()
    stop(page, name).get_by_role("button", name="I have arrived").click()
    stop(page, name).get_by_text("There now", exact=True).wait_for()


def plain_in(stores: list) -> str:
    return " ".join(
        f"{key} {bytes.fromhex(data).decode('utf-8', 'replace')} {rest}" for _n, _s, key, data, rest in stores
    )


def unsent(page, count: int) -> None:
    page.locator("[data-part=unsent] strong", has_text=str(count)).wait_for()


def work_without_a_line(page) -> None:
    """Arrive at Sona's, note, confirm, leave; then arrive at Tofiq's."""
    stop(page, "Sona").get_by_role("button", name="I have arrived").click()
    stop(page, "Sona").get_by_role("alert").get_by_text("tick each of them").wait_for()
    arrive(page, "Sona")
    sonas = stop(page, "Sona")
    sonas.get_by_label("A note for the next visit").fill("Kart 4111 1111 1111 1111")
    sonas.get_by_role("button", name="Keep the note").click()
    sonas.get_by_text("This looks like the number of a card").wait_for()
    sonas.get_by_label("A note for the next visit").fill(NOTE)
    sonas.get_by_role("button", name="Keep the note").click()
    unsent(page, 2)
    sonas.get_by_label("The elder’s own code").fill(CODE)
    page.set_viewport_size({"width": 800, "height": 1200})
    look_once(page, "day-tablet-there-800")
    sonas.get_by_role("button", name="Confirm with the code").click()
    unsent(page, 3)
    sonas.get_by_role("button", name="I have left").click()
    unsent(page, 4)
    arrive(page, "Tofiq")
    page.goto("/trainer/day/")  # any page of the day without a line is the tablet's
    unsent(page, 5)


def hunt_in_stores(page) -> None:
    """Nothing of anybody lies plain on the tablet, and the key cannot be taken out of it."""
    kept = page.evaluate(STORES)
    assert len(kept) == 1 + 1 + 5  # the key, the day, five events
    assert [row[4] for row in kept if row[1] == "keys"] == ["false"]
    cached = page.evaluate(CACHED)
    assert any(url.endswith("/trainer/day/tablet/") for url in cached) and any(".css" in url for url in cached)
    for secret in SECRETS:
        assert not hunt.inside(plain_in(kept), secret)
        assert not any(hunt.inside(body, secret) for body in cached.values())
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_whole_day_without_a_line(elcin, people, open_page, proxy, look):
    unit, _new = Unit.objects.get_or_create(code="day-calls")
    text = {"title": "Video calls", "promise": "You see your family.", "steps": "Open\nTap", "careful": ""}
    UnitText.objects.get_or_create(unit=unit, language="en", defaults=text)
    sona = agreed(elcin, "Sona Kərimova", minutes=30)
    tofiq = agreed(elcin, "Tofiq Həsənov", starts_in=25, minutes=30)
    sona.request.units.add(unit)
    page = open_page(elcin.person, base=proxy.url, language="en")
    page.goto("/trainer/day/")
    look(page, "day")
    page.get_by_role("button", name="Take the day along").click()
    page.get_by_text("now opens without a line").wait_for()
    assert ADDRESS in page.content()
    look(page, "day-tablet")

    proxy.cut()
    page.reload()
    page.get_by_text("No line. What you note is kept here").wait_for()
    work_without_a_line(page)
    hunt_in_stores(page)
    assert not VisitEvent.objects.filter(visit__in=[sona, tofiq]).exists()

    cancel(tofiq, by=people["rena"].account, is_elder=False, reason="")
    proxy.mend()
    page.get_by_role("button", name="Send now").click()
    page.get_by_text("was cancelled meanwhile").wait_for()
    look(page, "day-tablet-conflict")
    page.get_by_role("button", name="Send now").click()
    kinds = sorted(VisitEvent.objects.filter(visit=sona).values_list("kind", flat=True))
    assert kinds == ["arrived", "confirmed", "left", "note"]
    assert VisitEvent.objects.get(visit=tofiq).is_conflict
    sona.refresh_from_db()
    assert (sona.state, sona.shown_way) == ("done", "code")
    while page.get_by_role("button", name="I have read it").count():
        page.get_by_role("button", name="I have read it").first.click()
        page.wait_for_timeout(200)
    page.get_by_role("button", name="Send now").click()
    page.get_by_text("Everything has been sent.").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate(STORES) == []


def test_the_office_sees_what_is_to_be_settled(elcin, people, open_page, look):
    visit = agreed(elcin, "Nərgiz Quliyeva", starts_in=-90, minutes=20, state="cancelled")
    VisitEvent.objects.create(
        visit=visit, kind="arrived", at=timezone.now(), by=elcin.person.account, is_conflict=True
    )  # fmt: skip
    page = open_page(people["rena"], language="en")
    page.goto("/admin/visit-day/")
    page.get_by_text("Elçin Bağırov: arrived").first.wait_for()
    look(page, "day-office")


def test_a_suspension_and_signing_out_erase_the_tablet(elcin, people, open_page, look):
    visit = agreed(elcin, "Həcər Əliyeva", starts_in=60, minutes=20)
    page = open_page(elcin.person, language="en")
    page.goto(f"/trainer/day/{visit.key}/")
    look(page, "day-stop")
    page.goto(f"/trainer/day/{visit.key}/sheet/")
    look(page, "day-sheet")
    page.goto("/trainer/day/tablet/")
    stop(page, "Həcər").wait_for()
    page.goto("/sign-in/out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/out/" not in url)
    assert page.evaluate(STORES) == []
    page = open_page(elcin.person, language="en")
    page.goto("/trainer/day/tablet/")
    stop(page, "Həcər").wait_for()
    assert page.evaluate(STORES) != []
    suspend(elcin, why="x", by=people["rena"].account)
    page.get_by_role("button", name="Send now").click()
    page.get_by_text("Everything on this tablet has been erased").wait_for()
    assert page.evaluate(STORES) == []
    assert "Həcər" not in page.content()
    visit.refresh_from_db()
    assert visit.word != "bulud" and Visit.objects.get(pk=visit.pk).version == 3


def test_without_javascript_the_day_is_still_there(elcin, open_page, look):
    Trainer.objects.filter(pk=elcin.pk).update(suspended_at=None)
    agreed(elcin, "Rübabə Quliyeva", starts_in=-25, minutes=10)
    page = open_page(elcin.person, language="en", javascript=False)
    page.goto("/trainer/day/")
    assert "needs JavaScript" in page.content()
    page.get_by_role("link", name="Rübabə Quliyeva").click()
    for box in page.locator("[name=rules]").all():
        box.check()
    page.get_by_role("button", name="I have arrived").click()
    page.get_by_label("The elder’s own code").fill(CODE)
    page.get_by_role("button", name="Confirm with the code").click()
    page.get_by_role("button", name="I have left").click()
    assert "Finished" in page.content()
    page.goto("/trainer/day/tablet/")
    assert "needs JavaScript" in page.content()
