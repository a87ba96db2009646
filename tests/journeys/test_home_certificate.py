"""An elder taught at home: the trainer offers the certificate at the table, the elder has it, anybody can check it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.models import Certificate
from elearn.people.api import create_person
from elearn.visits.models import Unit, Visit, VisitEvent
from tests.courses.papers import paper_bytes, with_another_name
from tests.factories import district, staff, trainer, visit_request
from tests.site import wait_until


@pytest.fixture(scope="module")
def visit(people):
    """The second and last visit of a course; both took place, and two skills were worked on."""
    zohra = create_person("Zöhrə Həmidova", language="en", email="zohra@paper.example", birth_year=1947)
    asked = visit_request(
        zohra, state="done", visits_wanted=2, language="en", district=district("Nəsimi"), ended_at=timezone.now()
    )
    asked.units.add(*Unit.objects.filter(code__in=["video-calls", "fraud"]))
    who = trainer("Ramin Əsədov")
    for days in (8, 1):
        starts = timezone.now() - timedelta(days=days)
        made = Visit.objects.create(
            request=asked, person=zohra, trainer=who, starts_at=starts, ends_at=starts + timedelta(minutes=90),
            state="done", shown_way="code",
        )  # fmt: skip
    for code in ("video-calls", "fraud"):
        VisitEvent.objects.create(
            key=uuid4(), visit=made, kind="unit", facts=f'{{"unit": "{code}"}}', at=timezone.now()
        )  # fmt: skip
    return made


def test_the_elder_says_yes_prints_it_and_it_is_checked(visit, open_page, look, tmp_path):
    at_table = open_page(visit.trainer.person, language="en")
    at_table.goto(f"/skills/cards/{visit.request.key}/")
    look(at_table, "home-certificate-table")
    page = open_page(visit.person, size="phone", language="en", javascript=False)
    page.goto("/home-visits/")
    page.get_by_role("button", name="See what it would say").click()
    assert "3 hours" in page.content() and "Ramin Əsədov" in page.content()
    page.get_by_role("button", name="Yes, I would like it").click()
    made = wait_until(lambda: Certificate.objects.filter(taught__person=visit.person).first())
    assert made.number in page.content()
    seeing = open_page(visit.person, size="phone", language="en")
    for name, address in (
        ("mine", "/home-visits/"), ("public", made.get_absolute_url()), ("desk", "/desk/"),
    ):  # fmt: skip
        seeing.goto(address)
        look(seeing, f"home-certificate-{name}")
    visitor = open_page(language="en")
    for name, data in (("genuine", paper_bytes(made)), ("altered", with_another_name(paper_bytes(made)))):
        visitor.goto("/check/")
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(data)
        visitor.set_input_files("input[type=file]", str(file))
        visitor.click(".k-drop button")
        visitor.wait_for_selector(f"[data-verdict={name}]:focus")
        look(visitor, f"home-certificate-{name}")


def test_the_operator_prints_it_for_who_has_no_printer(visit, open_page, look):
    made = Certificate.objects.get(taught__person=visit.person)
    page = open_page(staff("Aysel Nəbiyeva", "operator"), language="en")
    page.goto(f"/desk/callers/{visit.person.key}/letter/")
    look(page, "home-certificate-letter")
    link = page.get_by_role("link", name="The certificate (PDF)").get_attribute("href")
    paper = page.request.get(link)
    assert paper.headers["content-type"] == "application/pdf" and paper.body() == paper_bytes(made)


def test_the_question_is_good_to_look_at(visit, open_page, look):
    asked = visit.request
    again = visit_request(visit.person, state="done", language="en", district=asked.district, ended_at=timezone.now())
    starts = timezone.now() - timedelta(days=3)
    more = Visit.objects.create(
        request=again, person=visit.person, trainer=visit.trainer, starts_at=starts,
        ends_at=starts + timedelta(hours=1), state="done", shown_way="code",
    )  # fmt: skip
    VisitEvent.objects.create(key=uuid4(), visit=more, kind="unit", facts='{"unit": "fraud"}', at=timezone.now())
    page = open_page(visit.person, size="phone", language="en")
    page.goto("/home-visits/")
    look(page, "home-certificate-offer")
    page.goto("/home-visits/certificate/")
    look(page, "home-certificate-question")
