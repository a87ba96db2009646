"""Text messages leave at one place: short enough, not too many, in the gateway's own words."""

import json
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone, translation

from elearn.notices.domain.compose import sms_of
from elearn.notices.errors import NotHandedOver, PerhapsHandedOver, Refused, TooManySms
from elearn.notices.models import MailboxMessage, Notice, SmsCount
from elearn.notices.segments import SMS_LONGEST, sms_length
from elearn.notices.sms import send_sms
from elearn.people.models import Person
from elearn.people.network import network_of
from elearn.people.texts import text
from tests import factories

PHONE, OTHER = "+994501234567", "+994557654321"
LONG = "Məhəmmədəli Nəcəfquluağa oğlu Şıxəlibəyzadə-Qarabağlı"
ADDRESS = "https://korpu.example/answer/1234567:1uV3xY:0123456789abcdefghijklmnop/"
TEMPLATES = Path(project.BASE_DIR) / "templates"
NOTICES = sorted(path.name.removesuffix(".sms.txt") for path in (TEMPLATES / "notices").glob("*.sms.txt"))
OTHERS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/sms/*.txt"))
LANGUAGES = [code for code, _name in project.LANGUAGES]
pytestmark = pytest.mark.django_db


class Answers(dict):
    """Facts for any template: an address where one is named, a code where one is, else a very long name."""

    def __contains__(self, key: object) -> bool:
        return key not in ("True", "False", "None")

    def __getitem__(self, key: str) -> object:
        if key in ("True", "False", "None"):
            raise KeyError(key)
        if "url" in key or "address" in key:
            return f"{project.BASE_URL}/learn/1234567/"
        return "123456" if "code" in key else LONG


# Length --------------------------------------------------------------------------------------------
def left(words: str) -> str:
    send_sms(PHONE, words)
    return MailboxMessage.objects.first().body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_with_long_names_leaves_in_two_segments(kind, language):
    facts = {"title": LONG, "course": LONG, "lesson": LONG, "name": LONG, "number": 1234567, "for_staff": True}
    person = Person(name=LONG, form_of_address="muellim", language=language)
    with translation.override(language):
        written = sms_of(Notice(person=person, kind=kind, facts=facts))
    written = written.replace("…", ADDRESS)  # staff see "…" where an address or a code stands
    words = left(written)
    assert 0 < sms_length(words) <= SMS_LONGEST
    assert "{{" not in words and "\n" not in words
    assert words.endswith(ADDRESS) == written.endswith(ADDRESS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", OTHERS)
def test_every_other_message_leaves_in_two_segments_and_keeps_its_code_and_address(template, language):
    with translation.override(language):
        written = text(template, dict(Answers(), code="123456", url=f"{project.BASE_URL}/sign-in/new/", name=LONG))
        words = left(written)
    assert 0 < sms_length(words) <= SMS_LONGEST
    assert ("123 456" in words) == ("123 456" in written)
    assert (project.BASE_URL in words) == (project.BASE_URL in written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_with_a_code_is_never_cut(language):
    with translation.override(language):
        written = text("account/sms/code.txt", {"code": "123456"})
    assert left(written) == written


@pytest.mark.parametrize(
    "words",
    ["ə" * 500, "🙂" * 200, f"{LONG} " * 9 + "https://korpu.example/learn/7/", "https://korpu.example/" + "x" * 300],
)
def test_nothing_longer_leaves_whatever_is_asked(words):
    assert sms_length(left(words)) <= SMS_LONGEST


def test_the_address_at_the_end_is_kept():
    assert left(f"{LONG} " * 9 + "https://korpu.example/learn/7/").endswith("… https://korpu.example/learn/7/")


# How many ------------------------------------------------------------------------------------------
@pytest.mark.database
def test_so_many_a_day_to_one_number(settings):
    settings.SMS_PER_NUMBER_A_DAY = 3
    for _time in range(3):
        send_sms(PHONE, "x")
    with pytest.raises(TooManySms, match="one number"):
        send_sms(PHONE, "x")
    send_sms(OTHER, "x")
    assert MailboxMessage.objects.count() == 4


def test_so_many_a_day_from_one_network(settings):
    settings.SMS_PER_NETWORK_A_DAY = 2
    for number in (PHONE, OTHER):
        send_sms(number, "x", network="203.0.113.0/24")
    with pytest.raises(TooManySms, match="one network"):
        send_sms("+994551112233", "x", network="203.0.113.0/24")
    send_sms("+994551112233", "x", network="198.51.100.0/24")
    send_sms("+994551112233", "x")


@pytest.mark.database
def test_so_many_an_hour_in_all(settings):
    settings.SMS_PER_HOUR = 2
    for number in (PHONE, OTHER):
        send_sms(number, "x")
    with pytest.raises(TooManySms, match="this hour"):
        send_sms("+994551112233", "x")
    SmsCount.objects.update(begins_at=timezone.now() - timedelta(hours=1))
    send_sms("+994551112233", "x")


def test_a_message_that_is_not_sent_is_not_counted(settings):
    settings.SMS_PER_NUMBER_A_DAY = 1
    send_sms(PHONE, "x")
    counts = list(SmsCount.objects.order_by("pk").values_list("subject", "sent"))
    for _time in range(3):
        with pytest.raises(TooManySms):
            send_sms(PHONE, "x", network="203.0.113.0/24")
    assert list(SmsCount.objects.filter(sent__gt=0).order_by("pk").values_list("subject", "sent")) == counts


@pytest.mark.database
def test_counts_name_nobody_and_go_after_two_days():
    send_sms(PHONE, "x", network="203.0.113.0/24")
    assert PHONE[1:] not in str(list(SmsCount.objects.values()))
    assert "203.0" not in str(list(SmsCount.objects.values()))
    SmsCount.objects.update(begins_at=timezone.now() - timedelta(days=3))
    send_sms(PHONE, "x")
    assert SmsCount.objects.count() == 2


@pytest.mark.parametrize("number", ["+447911123456", "+994124981234", "+15005550006", ""])
def test_other_prefixes_and_landlines_get_nothing(number):
    with pytest.raises(Refused):
        send_sms(number, "x")
    assert not SmsCount.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:7:1::5", "2001:db8:7::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
    ],
)
def test_a_visitor_is_counted_by_their_network(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_a_code_counts_for_the_network_that_asked(client, settings):
    settings.SMS_PER_NETWORK_A_DAY = 1
    client.cookies["language"] = "en"
    client.post(reverse("account_login"), {"login": PHONE}, REMOTE_ADDR="203.0.113.1")
    page = client.post(reverse("account_login"), {"login": OTHER}, REMOTE_ADDR="203.0.113.200", follow=True)
    assert "We could not send the code just now" in page.content.decode()
    assert MailboxMessage.objects.count() == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_cap_says_nothing_of_who_is_known(client, settings, known):
    settings.SMS_PER_HOUR = 1
    send_sms(OTHER, "x")
    client.cookies["language"] = "en"
    if known:
        factories.person("Leyla", phone=PHONE)
    page = client.post(reverse("account_login"), {"login": PHONE})
    assert (page.status_code, page.url) == (302, reverse("account_login"))


def test_signing_up_says_it_too(client, settings):
    settings.SMS_PER_HOUR = 1
    send_sms(OTHER, "x")
    client.cookies["language"] = "en"
    page = client.post(reverse("account_signup"), {"name": "Leyla", "phone": PHONE}, follow=True)
    assert "We could not send the code just now" in page.content.decode()


# The gateway ---------------------------------------------------------------------------------------
@contextmanager
def gateway(status=200, answer="", *, silent=False):
    """A gateway that keeps what it was asked, whole."""

    class Handler(BaseHTTPRequestHandler):
        def take(self):
            length = int(self.headers.get("Content-Length") or 0)
            server.taken.append((self.command, self.path, dict(self.headers), self.rfile.read(length).decode()))
            if silent:
                server.hold.wait(5)
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        do_POST = do_PUT = do_GET = take

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.taken, server.hold = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/send?account=1"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.hold.set()
        server.shutdown()
        server.server_close()


def test_json_with_our_names_by_default(settings):
    with gateway() as server:
        settings.SMS_URL, settings.SMS_TOKEN = server.url, "secret"
        send_sms(PHONE, "Salam, Günay", reference="r1")
    command, path, headers, body = server.taken[0]
    assert (command, path, headers["Authorization"]) == ("POST", "/send?account=1", "Bearer secret")
    assert json.loads(body) == {"to": PHONE, "text": "Salam, Günay", "reference": "r1"}


def test_a_form_with_the_gateways_names(settings):
    settings.SMS_BODY, settings.SMS_PLUS = "form", False
    settings.SMS_FIELDS, settings.SMS_EXTRA = {"to": "msisdn", "text": "body"}, {"sender": "Korpu"}
    settings.SMS_AUTHORIZATION, settings.SMS_TOKEN = "X-Api-Key: {token}", "secret"
    with gateway() as server:
        settings.SMS_URL = server.url
        send_sms(PHONE, "Salam & görüşənədək")
    _command, _path, headers, body = server.taken[0]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["X-Api-Key"] == "secret" and "Authorization" not in headers
    assert parse_qs(body) == {"msisdn": [PHONE[1:]], "body": ["Salam & görüşənədək"], "sender": ["Korpu"]}


def test_get_with_everything_in_the_address(settings):
    settings.SMS_METHOD, settings.SMS_BODY, settings.SMS_AUTHORIZATION = "GET", "query", ""
    with gateway() as server:
        settings.SMS_URL = server.url
        send_sms(PHONE, "bir iki", reference="r2")
    command, path, headers, body = server.taken[0]
    assert (command, body) == ("GET", "")
    assert parse_qs(urlsplit(path).query) == {"account": ["1"], "to": [PHONE], "text": ["bir iki"], "reference": ["r2"]}
    assert "Authorization" not in headers


def test_a_gateway_that_says_200_to_everything(settings):
    settings.SMS_TAKEN = '"status":"ok"'
    with gateway(200, '{"status":"ok"}') as server:
        settings.SMS_URL = server.url
        send_sms(PHONE, "x")
    with gateway(200, '{"status":"no credit"}') as server:
        settings.SMS_URL = server.url
        with pytest.raises(Refused, match="without the words"):
            send_sms(PHONE, "x")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, NotHandedOver),
        (503, NotHandedOver),
        (302, Refused),
        (400, Refused),
        (401, Refused),
        (500, PerhapsHandedOver),
    ],
)
def test_each_answer_means_one_thing(settings, status, error):
    with gateway(status) as server:
        settings.SMS_URL = server.url
        with pytest.raises(error, match=str(status)):
            send_sms(PHONE, "x")


def test_nobody_there_and_nobody_answering(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.SMS_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    with pytest.raises(NotHandedOver, match="ConnectionRefused"):
        send_sms(PHONE, "x")
    settings.SMS_TIMEOUT_SECONDS = 1
    with gateway(silent=True) as server:
        settings.SMS_URL = server.url
        with pytest.raises(PerhapsHandedOver, match="Timeout"):
            send_sms(PHONE, "x")


def test_a_fault_of_the_gateway_is_said_in_words_and_logged_without_the_number(client, settings, caplog):
    client.cookies["language"] = "en"
    with gateway(503) as server:
        settings.SMS_URL = server.url
        page = client.post(reverse("account_login"), {"login": PHONE}, follow=True)
    assert "We could not send the code just now" in page.content.decode()
    assert "gateway 503" in caplog.text
    assert PHONE[4:] not in caplog.text
