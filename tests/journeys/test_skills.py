"""A skill is read and printed by anybody; cards are chosen at the table; the elder reads what was learnt; figures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.people.api import create_person
from elearn.visits.models import CanDoChoice, Unit, Visit
from tests.factories import district, trainer, visit_request


@pytest.fixture(scope="module")
def visit(people):
    sona = create_person("Sona Quliyeva", language="en", email="sona@skills.example", birth_year=1948)
    asked = visit_request(sona, state="under_way", language="en", district=district("Nəsimi"))
    asked.units.add(*Unit.objects.filter(code__in=["video-calls", "fraud"]))
    starts = timezone.now() - timedelta(minutes=30)
    return Visit.objects.create(
        request=asked, person=sona, trainer=trainer("Elnur Səfərov"), starts_at=starts, agreed_at=starts,
        ends_at=starts + timedelta(hours=1), state="confirmed",
    )  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_anybody_reads_a_skill(open_page, look, javascript):
    page = open_page(size="phone", language="en", javascript=javascript)
    page.goto("/skills/")
    if javascript:
        look(page, "skills")
    page.click("text=Safe from fraud")
    page.wait_for_selector("text=Stop. Whoever hurries you is probably not honest.")
    if javascript:
        look(page, "skill")
    paper = page.request.get(page.get_by_role("link", name="Sheet in English (PDF)").get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"


def test_two_people_choose_cards_without_scripts_and_the_elder_reads_it(visit, open_page, look):
    page = open_page(visit.trainer.person, language="en")
    page.goto("/trainer/")
    page.click("text=Cards to choose together")
    look(page, "cards")
    page.click(f"a[href='/skills/cards/{visit.request.key}/']")
    look(page, "cards-of")
    page.goto(f"/skills/cards/{visit.request.key}/video-calls/before/")
    look(page, "cards-choose")
    plain = open_page(visit.trainer.person, language="en", javascript=False)
    for when, label in (("before", "I would like to learn this"), ("after", "I do this by myself")):
        plain.goto(f"/skills/cards/{visit.request.key}/video-calls/{when}/")
        plain.get_by_role("group", name="I can call my family with a picture.").get_by_label(label).check()
        plain.get_by_role("button", name="Keep these cards").click()
        plain.wait_for_selector("text=Thank you. It is written down.")
    assert CanDoChoice.objects.filter(request=visit.request, visit=visit).count() == 2
    page.goto(f"/skills/cards/{visit.request.key}/")
    look(page, "cards-progress")
    sona = open_page(visit.person, size="phone", language="en")
    sona.goto("/home-visits/")
    sona.click("text=What you have learnt, and your sheets")
    sona.wait_for_selector("text=You do this by yourself")
    look(sona, "learnt")


def test_a_coordinator_reads_figures_and_skills(visit, people, open_page):
    page = open_page(people["rena"], language="en")
    page.goto("/admin/visit-figures/")
    page.wait_for_selector("text=Visits kept")
    shot(page, "figures")
    page.goto("/admin/skills/")
    page.wait_for_selector("text=Safe from fraud")
    shot(page, "skills-staff")
    page.click("text=Safe from fraud")
    page.wait_for_selector("text=I can …")
    shot(page, "skill-staff")


def shot(page, name: str) -> None:
    from tests.journeys.conftest import SHOTS

    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
