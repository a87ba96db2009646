"""The list, the month, registering in two taps also without an account, one's own page, and calendars."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from courses.domain.webinars import calendar
from courses.models import Registration, WebinarSeries
from courses.views.webinars import register as register_views
from elearn.safety.domain.hide import hide
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def pages(db):
    factories.first_pages()


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955)


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999)


def listed(answer) -> list[str]:
    return [webinar.title for webinar in answer.context["slice"]]


# The list ---------------------------------------------------------------------------------------------
def test_the_list_shows_what_is_public_and_to_come(visitor, leyla):
    def made(title, **facts):
        return factories.webinar(title, speaker=leyla, **facts)

    made("Sabah", starts_in=DAY)
    made("Canlı", state="on_air", starts_in=-DAY / 48)
    hidden = made("Gizli")
    hide(f"webinar:{hidden.pk}")
    made("Heç kim başlamadı", starts_in=-DAY)
    for state in ("offered", "draft", "asked", "cancelled"):
        made(state, state=state)
    made("Keçmiş", state="ended", starts_in=-DAY)
    assert listed(visitor.get("/webinars/")) == ["Canlı", "Sabah"]
    assert listed(visitor.get("/webinars/?when=past")) == ["Keçmiş"]


def test_the_filters_take_only_what_there_is(visitor, leyla):
    factories.webinar("Az", speaker=leyla)
    factories.webinar("Ru", speaker=leyla, language="ru", live_captions="typed", starts_in=3 * DAY)
    assert listed(visitor.get("/webinars/?language=ru")) == ["Ru"]
    assert listed(visitor.get("/webinars/?captions=on")) == ["Ru"]
    for strange in ("language=xx", "topic=999999999999999999", "topic=%27", "when=never", "page=-3"):
        assert visitor.get(f"/webinars/?{strange}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(visitor, count):
    for number in range(count):
        factories.webinar(f"{number}", seats=5, speaker=factories.person(f"Ustad {number}"))
    visitor.get("/webinars/")
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/webinars/")
    assert len(queries) == 3


def test_a_month_shows_its_webinars_and_nothing_far_away(visitor, leyla):
    webinar = factories.webinar(speaker=leyla)
    month = timezone.localtime(webinar.starts_at).strftime("%Y-%m")
    answer = visitor.get(f"/webinars/?month={month}")
    days = [day for week in answer.context["weeks"] for day in week if day.webinars]
    assert [day.date for day in days] == [timezone.localdate(webinar.starts_at)]
    for strange in ("2026", "1900-01", "9999-12", "2026-13", "%00"):
        assert visitor.get(f"/webinars/?month={strange}").status_code == 404


@pytest.mark.parametrize("where", ["list", "month", "register", "captions", "typing"])
def test_wherever_a_time_stands_the_visitors_own_is_added(signed_in, gunay, leyla, where):
    webinar = factories.webinar(speaker=leyla, live_captions="typed", captioners=[gunay])
    month = timezone.localtime(webinar.starts_at).strftime("%Y-%m")
    page = signed_in(gunay).get({
        "list": "/webinars/", "month": f"/webinars/?month={month}",
        "register": reverse("courses:webinar_register", args=[webinar.pk]),
        "captions": reverse("courses:webinar_captions_join", args=[webinar.pk, webinar.captions_key]),
        "typing": reverse("courses:webinar_captions", args=[webinar.pk]),
    }[where]).text  # fmt: skip
    local = timezone.localtime(webinar.starts_at)
    assert f'datetime="{local.isoformat()}" data-local-time' in page
    assert "local-time." in page.partition("</main>")[2]


@pytest.mark.parametrize("month", ["", f"?month={timezone.localdate():%Y-%m}"])
def test_a_calendar_can_follow_all_webinars(visitor, settings, month):
    settings.BASE_URL = "https://korpu.example.az"
    assert 'href="webcal://korpu.example.az/webinars/calendar.ics"' in visitor.get(f"/webinars/{month}").text


# Registering ------------------------------------------------------------------------------------------
def test_registering_takes_one_press_of_who_is_signed_in(signed_in, gunay, leyla):
    webinar = factories.webinar(speaker=leyla)
    browser = signed_in(gunay)
    answer = browser.post(f"/webinars/{webinar.pk}/register/", {"record": "yes"}, follow=True)
    assert answer.redirect_chain == [(f"/webinars/{webinar.pk}/", 302)]
    row = Registration.objects.get()
    assert (row.person, row.state, row.record_agreed_at is not None) == (gunay, "registered", True)


def test_who_opens_the_address_is_asked_and_a_get_registers_nobody(signed_in, gunay, leyla):
    webinar = factories.webinar(speaker=leyla)
    answer = signed_in(gunay).get(f"/webinars/{webinar.pk}/register/")
    assert (answer.status_code, Registration.objects.count()) == (200, 0)


def test_who_has_no_account_presses_once_signs_up_and_has_the_seat(visitor, leyla):
    webinar = factories.webinar(speaker=leyla)
    address = f"/webinars/{webinar.pk}/register/"
    answer = visitor.post(address, {"record": "yes"}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/sign-in/new/?next=")
    answer = visitor.post("/sign-in/new/", {"name": "Murad Quliyev", "email": "murad@example.com", "next": address})
    answer = visitor.post("/sign-in/new/code/", {"code": factories.last_code("murad@example.com")}, follow=True)
    if not Registration.objects.exists():  # the year of birth is asked first, once
        answer = visitor.post("/sign-in/welcome/", {"birth_year": "1998", "next": address}, follow=True)
        if not Registration.objects.exists():
            answer = visitor.post(f"/sign-in/age/?next={address}", {"birth_year": "1998"}, follow=True)
    row = Registration.objects.get()
    assert (row.person.name, row.state, row.record_agreed_at is not None) == ("Murad Quliyev", "registered", True)
    assert answer.redirect_chain[-1][0] == f"/webinars/{webinar.pk}/"


def test_what_one_visitor_pressed_registers_nobody_else(visitor, signed_in, gunay, leyla):
    webinar, other = factories.webinar(speaker=leyla), factories.webinar("Başqa", speaker=leyla)
    visitor.post(f"/webinars/{webinar.pk}/register/")
    browser = signed_in(gunay)
    browser.get(f"/webinars/{other.pk}/register/")
    assert Registration.objects.count() == 0


def test_what_was_pressed_long_ago_on_a_shared_device_registers_nobody(visitor, gunay, leyla, monkeypatch):
    address = f"/webinars/{factories.webinar(speaker=leyla).pk}/register/"
    visitor.post(address)
    visitor.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    real = register_views.time()
    monkeypatch.setattr(register_views, "time", lambda: real + 3601)
    assert (visitor.get(address).status_code, Registration.objects.count()) == (200, 0)
    monkeypatch.setattr(register_views, "time", lambda: real)
    assert (visitor.get(address).status_code, Registration.objects.count()) == (302, 1)


@pytest.mark.parametrize("state", ["offered", "draft", "asked"])
def test_what_is_not_announced_is_there_for_nobody(signed_in, gunay, leyla, state):
    webinar = factories.webinar(speaker=leyla, state=state)
    browser = signed_in(gunay)
    for path in ("", "register/", "leave/", "calendar.ics", "answer/"):
        assert browser.get(f"/webinars/{webinar.pk}/{path}").status_code == 404, path
    assert browser.post(f"/webinars/{webinar.pk}/register/").status_code == 404


def test_what_a_concern_hides_says_so_and_takes_nobody(signed_in, gunay, leyla):
    webinar = factories.webinar(speaker=leyla)
    hide(f"webinar:{webinar.pk}")
    browser = signed_in(gunay)
    assert browser.post(f"/webinars/{webinar.pk}/register/").status_code == 404
    assert Registration.objects.count() == 0


def test_leaving_asks_once_more(signed_in, gunay, leyla):
    webinar = factories.webinar(speaker=leyla, registered=[gunay])
    browser = signed_in(gunay)
    assert browser.get(f"/webinars/{webinar.pk}/leave/").status_code == 200
    assert Registration.objects.get().state == "registered"
    browser.post(f"/webinars/{webinar.pk}/leave/")
    assert Registration.objects.get().state == "left"


def test_a_series_is_registered_for_with_one_press(signed_in, gunay, leyla):
    series = WebinarSeries.objects.create(title="Axşamlar", language="az")
    for number in (1, 2):
        factories.webinar(f"{number}", speaker=leyla, series=series, starts_in=number * DAY)
    browser = signed_in(gunay)
    assert browser.get(f"/webinars/series/{series.pk}/").status_code == 200
    browser.post(f"/webinars/series/{series.pk}/register/")
    assert Registration.objects.filter(person=gunay, state="registered").count() == 2


def test_a_series_of_drafts_is_not_there(visitor, leyla):
    series = WebinarSeries.objects.create(title="Gizli", language="az")
    factories.webinar(speaker=leyla, series=series, state="draft")
    assert visitor.get(f"/webinars/series/{series.pk}/").status_code == 404
    assert visitor.post(f"/webinars/series/{series.pk}/register/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_my_webinars_cost_the_same_however_many(signed_in, gunay, count):
    for number in range(count):
        factories.webinar(f"{number}", speaker=factories.person(f"Ustad {number}"), registered=[gunay])
    browser = signed_in(gunay)
    browser.get("/webinars/mine/")
    with CaptureQueriesContext(connection) as queries:
        text = browser.get("/webinars/mine/").text
    assert (len(queries), "I cannot come" in text) == (7, True)


def test_my_webinars_are_for_who_is_signed_in(visitor):
    assert visitor.get("/webinars/mine/").status_code == 302


# Calendars --------------------------------------------------------------------------------------------
def events(answer) -> list:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_one_webinar_as_a_file_keeps_its_name_and_says_which_is_newer(visitor, leyla):
    webinar = factories.webinar(speaker=leyla, sequence=3)
    answer = visitor.get(f"/webinars/{webinar.pk}/calendar.ics")
    event = events(answer)[0]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"].startswith(f"webinar-{webinar.pk}@")
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (3, "CONFIRMED", webinar.title)
    assert event.decoded("dtstart") == webinar.starts_at.replace(microsecond=0)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert "Leyla Əliyeva" in event["DESCRIPTION"]


def test_the_public_calendar_has_what_is_public_and_says_what_was_cancelled(visitor, leyla):
    factories.webinar("Sabah", speaker=leyla)
    factories.webinar("Ləğv", speaker=leyla, state="cancelled", starts_in=3 * DAY, cancel_reason="Xəstədir")
    factories.webinar("Heç vaxt elan edilməyib", speaker=leyla, state="cancelled", announced_at=None)
    for state in ("offered", "draft", "asked"):
        factories.webinar(state, speaker=leyla, state=state)
    hidden = factories.webinar("Gizli", speaker=leyla)
    hide(f"webinar:{hidden.pk}")
    found = {event["SUMMARY"]: event["STATUS"] for event in events(visitor.get("/webinars/calendar.ics"))}
    assert found == {"Sabah": "CONFIRMED", "Ləğv": "CANCELLED"}


def test_ones_own_calendar_is_at_an_address_that_only_they_have(gunay, leyla):
    mine = factories.webinar("Mənim", speaker=leyla, registered=[gunay])
    factories.webinar("Başqasının", speaker=leyla)
    waits = factories.webinar("Gözləyirəm", speaker=leyla, starts_in=3 * DAY)
    Registration.objects.create(webinar=waits, person=gunay, state="waiting", registered_at=timezone.now())
    address = calendar.feed_address(gunay.account)
    answer = Client().get(address)
    found = {event["SUMMARY"]: event["STATUS"] for event in events(answer)}
    assert found == {mine.title: "CONFIRMED", "Gözləyirəm": "TENTATIVE"}
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_new_address_ends_the_old_one(signed_in, gunay, leyla):
    """Only one's own, and only with the button: a link to it changes nothing."""
    old, hers = calendar.feed_address(gunay.account), calendar.feed_address(leyla.account)
    client = signed_in(gunay)
    renew = reverse("courses:webinars_feed_renew")
    assert (Client().post(renew).status_code, client.get(renew).status_code) == (302, 405)
    assert Client().get(old).status_code == 200
    page = client.post(renew, follow=True).text
    new = calendar.feed_address(gunay.account)
    assert new != old and new in page and old not in page
    assert [Client().get(address).status_code for address in (old, new, hers)] == [404, 200, 200]
    client.post(renew)
    assert [Client().get(address).status_code for address in (old, new)] == [404, 404]


def test_an_address_that_is_made_up_or_out_of_date_opens_nothing(gunay, leyla):
    address = calendar.feed_address(gunay.account)
    stranger = calendar.feed_address(leyla.account)
    number, sign = address.rsplit("/", 1)[1].removesuffix(".ics").split("-")
    foreign = stranger.rsplit("/", 1)[1].removesuffix(".ics").split("-")[1]
    for token in (number, f"{number}-", f"{number}-{sign[:-1]}0x", f"{number}-{foreign}", f"٣-{sign}", "0-"):
        assert Client().get(f"/webinars/calendar/{token}.ics").status_code == 404, token
    account = gunay.account
    account.email = "other@example.com"
    account.save()
    assert Client().get(address).status_code == 404
    address = calendar.feed_address(account)
    account.is_active = False
    account.save()
    assert Client().get(address).status_code == 404
