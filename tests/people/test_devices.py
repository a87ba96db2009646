"""Where somebody is signed in, and signing out elsewhere."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from elearn.people.agents import device_of
from elearn.people.models import Device
from elearn.people.retention_rules import unused_devices
from tests import factories

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955)


def elsewhere(person, agent=IPAD) -> Client:
    browser = Client(HTTP_USER_AGENT=agent)
    browser.cookies["language"] = "en"
    browser.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session["device_seen_at"] = 0  # the test client signs in without a browser's request
    session.save()
    browser.get("/help/")
    return browser


@pytest.mark.parametrize(
    ("agent", "kind", "browser"),
    [
        (IPAD, "iPad", "Safari"),
        (PHONE, "Android phone", "Chrome"),
        (PHONE.replace(" Mobile", ""), "Android tablet", "Chrome"),
        (PHONE.replace("Chrome/129", "SamsungBrowser/25.0 Chrome/121"), "Android phone", "Samsung Internet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0 Safari/537.36 Edg/129.0", "Windows computer", "Edge"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 YaBrowser/24.10 Safari/537.36", "Windows computer", "Yandex"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:131.0) Gecko/20100101 Firefox/131.0", "Mac", "Firefox"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/129.0 Safari/537.36", "Chromebook", "Chrome"),
        ("<script>alert(1)</script>", "Device", ""),
        ("", "Device", ""),
    ],
)
def test_a_device_in_plain_words(agent, kind, browser):
    found, name = device_of(agent)
    with override("en"):
        assert (str(found.label), name) == (kind, browser)


def test_the_list_shows_this_device_and_the_others_in_words(signed_in, leyla):
    elsewhere(leyla)
    page = signed_in(leyla).get(reverse("account_devices")).content.decode()
    assert page.count("This device") == 1
    assert "iPad, Safari" in page
    assert "Last used" in page


def test_no_address_of_the_network_and_no_agent_line_is_kept(leyla):
    elsewhere(leyla)
    fields = {field.name for field in Device._meta.get_fields()}
    assert fields == {"id", "account", "session_key", "kind", "browser", "signed_in_at", "last_seen_at"}
    assert "Mozilla" not in str(Device.objects.values().get())


def test_one_other_device_is_signed_out(signed_in, leyla):
    tablet, phone = elsewhere(leyla), elsewhere(leyla, PHONE)
    browser = signed_in(leyla)
    row = Device.objects.get(session_key=tablet.session.session_key)
    browser.post(reverse("account_devices"), {"device": row.pk})
    assert [get_user(each).is_authenticated for each in (browser, tablet, phone)] == [True, False, True]
    assert not Session.objects.filter(session_key=row.session_key).exists()


def test_all_others_are_signed_out(signed_in, leyla):
    tablet, phone = elsewhere(leyla), elsewhere(leyla, PHONE)
    browser = signed_in(leyla)
    page = browser.post(reverse("account_devices"), {"device": "others"}, follow=True).content.decode()
    assert "2 devices are signed out" in page
    assert "You are signed in nowhere else" in page
    assert [get_user(each).is_authenticated for each in (browser, tablet, phone)] == [True, False, False]


def test_nobody_signs_out_somebody_else(signed_in, leyla):
    tablet = elsewhere(leyla)
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    browser = signed_in(murad)
    row = Device.objects.get(session_key=tablet.session.session_key)
    assert browser.post(reverse("account_devices"), {"device": row.pk}).status_code == 404
    browser.post(reverse("account_devices"), {"device": "others"})
    assert get_user(tablet).is_authenticated
    assert "iPad" not in browser.get(reverse("account_devices")).content.decode()


def test_this_device_is_not_signed_out_from_the_list(signed_in, leyla):
    browser = signed_in(leyla)
    row = Device.objects.get()
    assert browser.post(reverse("account_devices"), {"device": row.pk}).status_code == 404
    assert get_user(browser).is_authenticated


def test_signing_out_takes_the_row_along(signed_in, leyla):
    browser = signed_in(leyla)
    browser.post(reverse("account_logout"))
    assert not Device.objects.exists()


@pytest.mark.database
def test_a_session_that_ended_is_forgotten(signed_in, leyla):
    tablet = elsewhere(leyla)
    Session.objects.filter(session_key=tablet.session.session_key).delete()
    page = signed_in(leyla).get(reverse("account_devices")).content.decode()
    assert "iPad" not in page
    assert Device.objects.count() == 1


@pytest.mark.database
def test_last_used_is_written_once_in_ten_minutes(signed_in, leyla):
    browser = signed_in(leyla)
    Device.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    browser.get("/help/")
    assert Device.objects.get().last_seen_at < timezone.now() - timedelta(hours=1)
    session = browser.session
    session["device_seen_at"] -= 601
    session.save()
    browser.get("/help/")
    assert Device.objects.get().last_seen_at > timezone.now() - timedelta(minutes=1)


def test_a_session_from_before_is_noted_when_it_is_used(signed_in, leyla):
    browser = signed_in(leyla)
    Device.objects.all().delete()
    session = browser.session
    del session["device_seen_at"]
    session.save()
    browser.get("/help/")
    assert Device.objects.get().session_key == browser.session.session_key


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_takes_as_many_questions_for_one_as_for_three(signed_in, leyla, others, django_assert_num_queries):
    for _number in range(others):
        elsewhere(leyla)
    browser = signed_in(leyla)
    with django_assert_num_queries(4):
        browser.get(reverse("account_devices"))


def test_rows_outlive_no_session(leyla):
    elsewhere(leyla)
    before = timezone.now() - timedelta(days=60)
    assert not unused_devices(before, 10)
    Device.objects.update(last_seen_at=timezone.now() - timedelta(days=61))
    assert len(unused_devices(before, 10)) == 1


def test_a_visitor_is_sent_to_sign_in(visitor):
    for ask in (visitor.get, visitor.post):
        name = reverse("account_devices")
        assert ask(name).url == f"{reverse('account_login')}?next={name}"
