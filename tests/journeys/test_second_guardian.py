"""A mother who cannot be reached, a father who says yes, her no that holds: the child's pages, theirs, and ours."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from elearn.people.domain.guardians import agree, ask_guardian, refuse
from elearn.people.domain.guardianship import needs_guardian
from elearn.people.models import ContactPoint, Guardianship, Person, Relation, Way
from tests import factories

MOTHERS, FATHERS = "+994557650001", "+994557650002"


@pytest.fixture(scope="module")
def gunay(django_db_setup, people) -> Person:
    year = timezone.localdate().year - 15
    return factories.person("Günay Zərqələmova", email="gunay-second@journey.example", birth_year=year)


def test_the_no_of_one_holds_until_a_coordinator_decides(open_page, look, people, gunay):
    mother = ask_guardian(
        gunay, name="Sevinc", relation=Relation.MOTHER, kind=ContactPoint.Kind.PHONE, value=MOTHERS, language="az"
    )  # fmt: skip
    page = open_page(gunay, size="phone")
    page.goto("/sign-in/guardian/")
    look(page, "second-guardian-asked")
    page.locator('a[href^="?another=1"]').click()
    look(page, "second-guardian-name")
    page.get_by_role("textbox").nth(0).fill("Elçin")
    page.locator('input[name="relation"][value="father"]').check()
    page.locator('input[name="address"]').fill("055 765 00 02")
    page.locator('main form button[type="submit"]').last.click()
    expect(page.locator("h1")).to_be_visible()
    father = Guardianship.objects.get(contact=FATHERS)
    refuse(mother)
    agree(father, way=Way.CODE, language="az")
    page.goto("/sign-in/guardian/")
    look(page, "second-guardian-no-holds")
    assert needs_guardian(gunay)

    guest = open_page(size="phone")
    guest.goto(f"/guardian/{mother.token}/")
    look(guest, "second-guardian-her-page")

    staff = open_page(people["rena"])
    staff.goto("/admin/guardians/")
    look(staff, "second-guardian-list")
    staff.goto(f"/admin/people/guardian/{gunay.pk}/")
    look(staff, "second-guardian-decide")
    staff.locator('textarea[name="why"]').fill("Hər ikisi ilə danışdım.")
    staff.locator('button[value="set_aside"]').click()
    expect(staff.locator(".messages")).to_be_visible()
    assert not needs_guardian(gunay)
    staff.locator('input[name="how"][value="call"]').check()
    staff.locator('button[value="confirm"]').click()
    expect(staff.locator('button[value="confirm"]')).to_have_count(0)
    page.goto("/sign-in/guardian/")
    look(page, "second-guardian-agreed")
