"""Searching with the keyboard and suggestions, on a telephone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from elearn.search.api import rebuild
from tests import factories
from tests.journeys.conftest import SHOTS


@pytest.fixture(scope="module")
def basket(people):
    """A course on baskets with a lesson, and a guide; in the index as after a night."""
    course, [lesson] = factories.course_with(
        {"title": "Söyüd çubuqlarını yumşaltmaq", "text": "<p>Çubuqları isti suda bir gecə saxlayın.</p>"},
        teacher=people["leyla"],
        title="Zənbil hörmək sənəti",
    )
    rebuild()
    return course


def test_suggestions_by_keyboard_lead_straight_to_the_course(basket, open_page, look):
    page = open_page(language="en")
    page.goto("/help/")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    page.keyboard.type("zenbil hor", delay=20)
    option = page.get_by_role("option", name="Zənbil hörmək sənəti")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".k-search [role=status]")).to_have_text("1 suggestion")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(field).to_be_focused()
    look(page, "search-suggestions")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("zenbil hor")
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{basket.url}")
    expect(page.get_by_role("heading", name=basket.title)).to_be_visible()


def test_enter_without_choosing_searches_for_what_was_typed(basket, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/search/")
    look(page, "search-empty")
    page.get_by_role("combobox", name="Search").fill("zanbil hormek")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found for “zanbil hormek”")).to_be_visible()
    expect(page.get_by_text("We took it to mean")).to_be_visible()
    expect(page.get_by_text("written in Azerbaijani").first).to_be_visible()
    look(page, "search-found")


def test_without_javascript_from_a_slip_to_the_lesson_and_to_a_person(basket, open_page):
    page = open_page(size="phone", language="az", javascript=False)
    page.goto("/help/")
    page.get_by_role("searchbox").fill("cubuqlari saxlayin")
    page.locator("form[role=search] button").click()
    link = page.get_by_role("link", name="Söyüd çubuqlarını yumşaltmaq")
    expect(link).to_be_visible()
    page.locator(".k-kinds__link").last.click()
    expect(link).to_be_visible()
    page.get_by_role("searchbox").fill("qwrtzxcv kosmonavt")
    page.keyboard.press("Enter")
    expect(page.locator("main a[href^='tel:']")).to_be_visible()
    expect(page.locator("main a[href='/counsel/']")).to_be_visible()


def test_a_search_that_finds_nothing_is_kind_and_counsellors_see_its_words(basket, people, open_page, look):
    page = open_page(size="phone")
    page.goto("/search/?q=kosmonavt+qwrtz")
    look(page, "search-nothing")
    staff = open_page(people["rena"], language="en")
    staff.goto("/admin/search-misses/")
    staff.get_by_role("link", name="kosmonavt qwrtz").click()
    expect(staff.get_by_role("heading", name="What it finds now")).to_be_visible()
    if SHOTS:
        staff.screenshot(path=f"{SHOTS}/admin-miss.png")
    staff.get_by_role("link", name="Write a word that means the same").click()
    expect(staff.get_by_role("textbox", name="Words that mean the same")).to_have_value("kosmonavt qwrtz")
    staff.get_by_role("textbox", name="Words that mean the same").fill("kosmonavt qwrtz\nzənbil")
    if SHOTS:
        staff.screenshot(path=f"{SHOTS}/admin-synonym.png")
    staff.locator("form [type=submit]", has_text="Create").first.click()
    expect(staff.get_by_role("link", name="kosmonavt qwrtz = zənbil")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name=basket.title)).to_be_visible()
