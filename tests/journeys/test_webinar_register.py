"""From an elder's offer to a full webinar: the yes of the speaker, two taps to a seat, the waiting list, a new day."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import expect

from courses.models import Registration, Webinar
from tests import factories
from tests.journeys.test_sign_in import code_from_mailbox, enter

TITLE = "Qış üçün papaq"


@pytest.fixture(scope="module")
def series(people):
    """A series of two by Leyla, one of them with one seat, which Günay has."""
    from courses.models import WebinarSeries

    found = WebinarSeries.objects.create(title="Toxuculuq axşamları", summary="İki axşam, iki iş.", language="az")
    facts = {"speaker": people["leyla"], "series": found}
    factories.webinar("Corab toxuyuruq", seats=1, registered=[people["gunay"]], live_captions="typed", **facts)
    factories.webinar("Əlcək toxuyuruq", starts_in=timedelta(days=4), about="Beş barmaq, bir ip.", **facts)
    return found


def test_an_elder_offers_says_yes_and_somebody_without_an_account_comes(people, open_page, look):
    elder = open_page(people["leyla"], size="phone", language="en")
    elder.goto("/desk/")
    elder.get_by_role("link", name=re.compile("^Offer a webinar")).click()
    look(elder, "webinar-offer")
    elder.get_by_role("button", name="Send the offer").click()
    expect(elder.locator(".govuk-error-summary")).to_be_focused()
    elder.get_by_label("What would you like to show or tell?").fill(TITLE)
    elder.get_by_label("When does it suit you?").fill("Axşamlar, saat beşdən sonra")
    elder.get_by_role("button", name="Send the offer").click()
    expect(elder.get_by_role("heading", level=1)).to_contain_text("thank you")
    look(elder, "webinar-offered")
    webinar = Webinar.objects.get(title=TITLE)

    staff = open_page(people["rena"], language="en")
    staff.goto("/desk/")
    staff.get_by_role("link", name=re.compile("Webinars that teachers offer")).click()
    staff.get_by_role("link", name=TITLE).click()
    staff.get_by_role("link", name="Change", exact=True).click()
    when = timezone.localtime(timezone.now() + timedelta(days=6)).replace(hour=18, minute=0)
    staff.get_by_label("Begins").fill(when.strftime("%Y-%m-%dT%H:%M"))
    staff.get_by_role("button", name="Keep", exact=True).click()
    staff.get_by_role("button", name="Ask the speaker").click()
    expect(staff.get_by_text("is asked. Without their yes nothing is announced.")).to_be_visible()

    elder.goto("/desk/")
    look(elder, "webinar-desk-asked")
    elder.get_by_role("link", name=re.compile("Say yes or no")).click()
    look(elder, "webinar-answer")
    elder.get_by_role("button", name="Yes, that suits me").click()
    expect(elder.get_by_text("You have said yes. Thank you!")).to_be_visible()
    look(elder, "webinar-answered")

    visitor = open_page(size="phone", language="en")
    away = {"timezoneId": "Europe/Berlin"}
    visitor.context.new_cdp_session(visitor).send("Emulation.setTimezoneOverride", away)
    visitor.goto("/webinars/")
    expect(visitor.locator(".k-own-time").first).to_contain_text("your time")
    look(visitor, "webinar-list")
    visitor.get_by_role("link", name=TITLE).click()
    look(visitor, "webinar-page")
    visitor.get_by_role("button", name="Register").click()
    visitor.get_by_label("Your name").fill("Orxan Əliyev")
    visitor.get_by_label("E-mail").fill("orxan@journeys.example")
    visitor.get_by_role("button", name="Send me a code").click()
    enter(visitor, code_from_mailbox(visitor, "orxan@journeys.example"))
    visitor.get_by_label("Year of birth").fill("2001")
    visitor.get_by_role("button", name="Go on").click()
    expect(visitor.get_by_role("heading", name="You are registered")).to_be_visible()
    assert list(Registration.objects.filter(webinar=webinar).values_list("person__name", "state")) == [
        ("Orxan Əliyev", "registered")
    ]
    look(visitor, "webinar-registered")
    visitor.goto("/webinars/mine/")
    look(visitor, "webinar-mine")


def test_a_full_one_has_a_waiting_list_and_a_series_one_button(people, series, open_page, look):
    page = open_page(people["murad"], size="phone", language="en")
    page.goto(f"/webinars/series/{series.pk}/")
    look(page, "webinar-series")
    page.get_by_role("button", name="Register for all of them").click()
    expect(page.get_by_text("You are registered for 2 webinars.")).to_be_visible()
    expect(page.get_by_text("On the waiting list")).to_be_visible()
    look(page, "webinar-mine-waiting")
    own = open_page(people["gunay"], language="en")
    own.goto("/webinars/mine/")
    own.get_by_role("link", name=re.compile("I cannot come")).click()
    look(own, "webinar-leave")
    own.get_by_role("button", name="I am not coming").click()
    expect(own.get_by_text("You are no longer registered.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("On the waiting list")).to_have_count(0)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_who_is_elsewhere_reads_their_own_time_in_their_language(series, open_page, language):
    """Browsers have no names of days and months in Azerbaijani: ours are written."""
    page = open_page(language=language)
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "America/New_York"})
    page.goto(f"/webinars/series/{series.pk}/")
    begins = timezone.localtime(series.webinars.order_by("starts_at")[0].starts_at, ZoneInfo("America/New_York"))
    with translation.override(language):
        written = date_format(begins, "l, j E, H:i")
    expect(page.locator(".k-own-time").first).to_contain_text(written.lower() if language == "ru" else written)


def test_who_is_elsewhere_reads_their_own_time_in_the_month_too(series, open_page, look):
    page = open_page(language="en", size="phone")
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "America/New_York"})
    first = series.webinars.order_by("starts_at")[0].starts_at
    page.goto(f"/webinars/?month={timezone.localtime(first):%Y-%m}")
    begins = timezone.localtime(first, ZoneInfo("America/New_York"))
    with translation.override("en"):
        expect(page.locator(".k-month .k-own-time").first).to_contain_text(date_format(begins, "l, j E, H:i"))
    look(page, "webinar-month-elsewhere")


def test_the_month_and_the_list_are_whole_without_javascript(people, series, open_page, look):
    page = open_page(size="phone", language="en", javascript=False)
    page.goto("/webinars/")
    page.get_by_role("link", name="See the month as a calendar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Webinars")
    page = open_page(language="en")
    page.goto(f"/webinars/?month={timezone.localdate():%Y-%m}")
    look(page, "webinar-month")
    page.goto("/")
    look(page, "webinar-home")


def test_staff_see_the_list_one_webinar_and_its_form(people, series, open_page):
    from tests.journeys.conftest import SHOTS

    page = open_page(people["rena"], language="en")
    webinar = Webinar.objects.get(title="Corab toxuyuruq")
    for name, address in (
        ("list", "/admin/webinars/"), ("one", f"/admin/webinars/{webinar.pk}/"),
        ("form", f"/admin/webinars/{webinar.pk}/change/"), ("series", "/admin/webinar-series/"),
    ):  # fmt: skip
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/webinar-admin-{name}.png", full_page=True)
    page.goto(f"/admin/webinars/{webinar.pk}/")
    page.get_by_label("Reason").fill("Leyla xanım xəstələnib.")
    page.get_by_role("button", name="Cancel it and tell everybody").click()
    expect(page.get_by_text("everybody who has to know is told")).to_be_visible()
    visitor = open_page(language="en")
    visitor.goto(f"/webinars/{webinar.pk}/")
    expect(visitor.get_by_text("Leyla xanım xəstələnib.").first).to_be_visible()
