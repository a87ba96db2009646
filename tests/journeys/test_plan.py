"""A coordinator plans, moves a visit by keyboard alone, releases; the elder is told, and not before."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from elearn.notices.models import Notice
from elearn.people.models import District
from elearn.visits.enums import PlanState, RequestState
from elearn.visits.models import PlanRun, Visit, VisitRequest
from tests import factories
from tests.axe import SOURCE
from tests.journeys.conftest import SHOTS, SIZES
from tests.visits.plans import elder, monday

NAMES = ("Sona Kərimova", "Tofiq Həsənov", "Aygün Əliyeva")


@pytest.fixture(scope="module")
def world(people, office_worker):
    """Two trainers and four elders; what other journeys left waiting on this site waits aside meanwhile."""
    others = VisitRequest.objects.filter(state__in=[RequestState.WAITING, RequestState.UNDER_WAY])
    aside = dict(others.values_list("pk", "state"))
    others.update(state=RequestState.PAUSED)
    yield _four_elders()
    for pk, state in aside.items():
        VisitRequest.objects.filter(pk=pk).update(state=state)


def _four_elders():
    murad = factories.trainer("Murad Quliyev", district=factories.district("Yasamal"))
    nigar = factories.trainer("Nigar Əhmədova", gender="woman", transport="public")
    places = [District.objects.get(name=name) for name in ("Nəsimi", "Xətai", "Yasamal")]
    requests = [elder(name, windows=[(1, 9, 17)], district=place) for name, place in zip(NAMES, places, strict=True)]
    elder("Zəhra Quliyeva", language="en", windows=[(0, 9, 12)], district=factories.district("Yasamal"))
    return {"murad": murad, "nigar": nigar, "requests": requests}


def see(page, name: str) -> None:
    """Our part of the admin: no axe violation, nothing scrolls sideways; with KORPU_SHOTS a picture of each."""
    page.wait_for_load_state()
    page.wait_for_selector(".k-plan")
    for size in (SIZES["phone"], SIZES["desk"]):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if SHOTS:  # the admin scrolls inside itself: only a high window shows a whole page
            page.set_viewport_size({**size, "height": 2200})
            page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px at {size['width']}"
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
        found = page.evaluate("() => axe.run('.k-plan', {resultTypes: ['violations'], preload: false})")["violations"]
        assert not found, [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]


def press(page, control) -> None:
    """Reach a control by the keyboard and press it."""
    control.focus()
    expect(control).to_be_focused()
    page.keyboard.press("Enter")


def test_a_coordinator_plans_moves_by_keyboard_and_releases(world, people, open_page):
    page = open_page(people["rena"], language="en")
    page.goto("/admin/visit-plans/")
    see(page, "plans")
    press(page, page.get_by_role("link", name="Plan the next fortnight"))
    page.get_by_label("First day").fill(monday().isoformat())
    page.get_by_label("How many days").fill("7")
    page.get_by_label("How long to plan").select_option("20")
    see(page, "plan-new")
    press(page, page.get_by_role("button", name="Make a draft"))
    expect(page.locator("progress")).to_be_visible()
    see(page, "plan-progress")
    press(page, page.get_by_role("button", name="Stop and keep the best so far"))
    page.wait_for_selector("text=Release…", timeout=60_000)
    see(page, "plan-board")
    expect(page.get_by_text("No trainer speaks their language.")).to_be_visible()
    run = PlanRun.objects.get()
    assert run.planned.filter(request__in=world["requests"]).exclude(starts_at=None).count() == 3
    told = Notice.objects.filter(kind__startswith="visit_", person__visit_requests__in=world["requests"])
    assert not told.exists()

    row = run.planned.filter(request=world["requests"][0]).get()
    page.goto(f"/admin/visit-plans/{run.key}/?day={row.starts_at.date().isoformat()}")
    visit = page.locator(f"#visit-{row.pk}")
    press(page, visit.get_by_role("button", name="Later"))
    expect(page.locator(f"#visit-{row.pk}")).to_contain_text("It was put here by hand.")
    before = page.url
    press(page, page.locator(f"#visit-{row.pk}").get_by_role("link", name="Other trainer, day or time"))
    page.wait_for_url(lambda url: url != before)
    see(page, "plan-move")
    page.get_by_label("Trainer").select_option(str(world["nigar"].pk))
    page.get_by_label("Day").select_option((monday() + timedelta(days=1)).isoformat())
    page.get_by_label("Time").fill("15:30")
    press(page, page.get_by_role("button", name="Put it there"))
    expect(page.locator(f"#visit-{row.pk}")).to_contain_text("15:30–16:30")
    see(page, "plan-board-moved")
    page.goto(f"/admin/visit-plans/{run.key}/map/?day={(monday() + timedelta(days=1)).isoformat()}")
    see(page, "plan-map")

    page.goto(f"/admin/visit-plans/{run.key}/release/")
    expect(page.get_by_text("3 people are told.")).to_be_visible()
    see(page, "plan-release")
    press(page, page.get_by_role("button", name="Release and tell them"))
    page.wait_for_selector("text=Proposed to the elder: 3", timeout=60_000)
    see(page, "plan-released")
    made = Visit.objects.get(request=world["requests"][0])
    assert (made.trainer, f"{made.starts_at.astimezone():%H:%M}") == (world["nigar"], "15:30")
    names = told.filter(kind="visit_proposed").values_list("person__name", flat=True)
    assert sorted(names) == sorted(NAMES)


def test_a_visit_is_dragged_and_everything_works_without_javascript(world, people, open_page):
    from elearn.visits.domain import plan

    for one in Visit.objects.filter(request__in=world["requests"]):
        one.delete()
    run = plan.begin(monday(), monday() + timedelta(days=6), by=people["rena"].account, seconds=1)
    assert plan.work(run.pk)
    row = run.planned.exclude(starts_at=None).first()
    day = f"/admin/visit-plans/{run.key}/?day={row.starts_at.astimezone().date().isoformat()}"
    page = open_page(people["rena"], language="en")
    page.goto(day)
    block = page.locator(f"[data-visit='{row.pk}'] rect").bounding_box()
    x, y = block["x"] + block["width"] / 2, block["y"] + block["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    expect(page.locator(f"#visit-{row.pk}")).to_contain_text("It was put here by hand.")
    began = row.starts_at
    row.refresh_from_db()
    assert row.starts_at != began

    plain = open_page(people["rena"], size="phone", language="en", javascript=False)
    plain.goto(day)
    plain.get_by_role("button", name="Undo the last change").click()
    row.refresh_from_db()
    assert row.starts_at == began
    plain.locator(f"#visit-{row.pk}").get_by_role("button", name="Pin").first.click()
    expect(plain.locator(f"#visit-{row.pk}").get_by_role("button", name="Unpin")).to_be_visible()
    plain.get_by_role("button", name="Put this draft away").click()
    expect(plain.get_by_text("Nobody was told of it.")).to_be_visible()
    run.refresh_from_db()
    assert run.state == PlanState.DISCARDED
