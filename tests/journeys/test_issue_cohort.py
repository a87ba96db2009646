"""Two coordinators: one draws up a certificate's design, the other approves it; then it is issued for a whole group."""

import pytest
from playwright.sync_api import expect

from courses.models import Certificate, CertificateDesign, Cohort, EnrolmentState, Institution
from courses.models.papers import IssueRun, IssueRunState
from elearn.history.models import Entry, Kind
from tests import factories
from tests.courses.issuing.scene import picture
from tests.courses.papers import completed_in, paper_bytes
from tests.journeys.conftest import SHOTS
from tests.site import wait_until

LEARNERS = ("Günay Məmmədova", "Rəşad Quliyev", "Aysel Rzayeva")


@pytest.fixture(scope="module")
def unswept(site, own_world):
    """The sweep, which gives papers to whom a crash has left without, does not come before the coordinator."""
    site.tick.stop()
    yield
    site.tick.start()


@pytest.fixture(scope="module")
def cohort(people, unswept):
    """A group of three who have completed the course, and one who has not."""
    course, _lessons = factories.course_with({}, {}, teacher=people["leyla"])
    institution = Institution.objects.create(name="Bakı Dövlət Universiteti")
    cohort = Cohort.objects.create(institution=institution, course=course, title="2026-A", seats=30)
    for name in (*LEARNERS, "Murad Quliyev"):
        row = completed_in(course, factories.person(name, birth_year=2000))
        row.cohort = cohort
        row.state = EnrolmentState.ACTIVE if name == "Murad Quliyev" else EnrolmentState.COMPLETED
        row.save()
    return cohort


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_design_is_drawn_up_by_one_and_approved_by_another(people, open_page):
    page = open_page(people["rena"], language="en")
    page.goto("/admin/certificate-designs/new/")
    page.fill("[name=name]", "Standard")
    page.check("[name=is_default]")
    for language in ("az", "en", "ru"):
        page.fill(f"[name=organisation_{language}]", "Körpü · Sənət Evi")
        page.fill(f"[name=statement_{language}]", "Əldən-ələ, nəsildən-nəslə.")
    page.get_by_role("button", name="Add person").click()
    page.fill("#id_signatories-0-name", "Rəna Həsənova")
    for language, role in (("az", "Əlaqələndirici"), ("en", "Coordinator"), ("ru", "Координатор")):
        page.fill(f"#id_signatories-0-role_{language}", role)
    page.set_input_files(
        "#id_signatories-0-picture", {"name": "hand.png", "mimeType": "image/png", "buffer": picture()}
    )
    shot(page, "design-form")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url("**/look/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("img.k-sample")).to_have_count(3)
    assert page.evaluate("[...document.querySelectorAll('img.k-sample')].every(one => one.naturalWidth > 1000)")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    shot(page, "design-waits")
    address = page.url

    other = open_page(people["tural"], language="en")
    other.goto(address)
    other.get_by_role("button", name="Approve", exact=True).click()
    expect(other.locator("body")).to_contain_text("The design is approved")
    shot(other, "design-approved")
    design = CertificateDesign.objects.get()
    assert design.approved_by == people["tural"].account and design.made_by == people["rena"].account


def test_a_group_gets_its_certificates_while_the_coordinator_looks_on(people, open_page, look, cohort, office_worker):
    page = open_page(people["rena"], language="en")
    page.goto("/admin/")
    page.get_by_role("link", name="Issue certificates").click()
    page.select_option("[name=cohort]", str(cohort.pk))
    page.fill("[name=reason]", "Graduation")
    shot(page, "issue")
    page.get_by_role("button", name="Issue certificates").click()
    page.wait_for_url("**/school/issue/*/")
    shot(page, "issue-begun")
    expect(page.locator(".k-run__state")).to_contain_text("3 of 4 issued", timeout=60_000)
    wait_until(lambda: IssueRun.objects.get().state == IssueRunState.DONE)
    page.reload()
    expect(page.locator("body")).to_contain_text("Murad Quliyev: has not completed the course yet")
    shot(page, "issue-done")

    made = list(Certificate.objects.order_by("number"))
    assert {one.claims["holder"] for one in made} == set(LEARNERS)
    assert all(one.paper and one.credential and one.issued_by == people["rena"].account for one in made)
    assert Entry.objects.filter(kind=Kind.ISSUE_ENDED).count() == 1
    if SHOTS:
        from pathlib import Path

        Path(f"{SHOTS}/issued.pdf").write_bytes(paper_bytes(made[0]))
    public = open_page(size="phone", language="az")
    public.goto(made[0].get_absolute_url())
    expect(public.locator("h1").first).to_be_visible()
    look(public, "issued-certificate")
