"""A coordinator writes down a caller with two numbers, and merges the record with an older one."""

from playwright.sync_api import expect


def test_a_caller_is_written_down_and_merged(open_page, people):
    from elearn.people.models import Person
    from tests import factories

    older = factories.person("Sona Məmmədli", phone="050 600 10 01", with_account=False)
    page = open_page(people["rena"], language="en")
    page.goto("/admin/people/new/")
    page.locator("#id_name").fill("Sona xanım Məmmədli")
    for number, value in enumerate(["050 600 10 01", "012 498 12 34"]):
        page.get_by_role("button", name="Add way to reach them").click()
        page.locator(f"#id_contact_points-{number}-kind").select_option("phone")
        page.locator(f"#id_contact_points-{number}-value").fill(value)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("body")).to_contain_text("Sona xanım Məmmədli")
    newer = Person.objects.get(name="Sona xanım Məmmədli")
    assert newer.contact_points.count() == 2
    page.goto(f"/admin/people/merge/{newer.pk}/")
    page.locator(f"a[href='?with={older.pk}']").click()
    page.get_by_role("button", name="Keep this record: Sona Məmmədli").click()
    expect(page).to_have_url(f"{page.url.split('/admin')[0]}/admin/people/edit/{older.pk}/")
    newer.refresh_from_db()
    assert newer.merged_into == older
