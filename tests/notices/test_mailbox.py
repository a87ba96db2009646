"""The development mailbox."""

import os
import subprocess
import sys

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearn.notices.models import MailboxMessage
from elearn.notices.sms import send_sms


@pytest.fixture
def messages(db):
    send_sms("+994501234567", "Körpü: 123 456. Good for 15 minutes.")
    EmailMessage("Subject", "Your digits: 654 321", to=["leyla@example.com", "rauf@example.com"]).send()


def test_newest_first_with_the_codes_large(visitor, messages):
    page = visitor.get(reverse("notices:mailbox")).content.decode()
    assert "For demonstration only" in page
    assert page.index("rauf@example.com") < page.index("leyla@example.com") < page.index("050 123 45 67")
    assert page.count('<p class="k-mail__code">654 321</p>') == 2
    assert '<p class="k-mail__code">123 456</p>' in page


def test_only_one_address(visitor, messages):
    page = visitor.get(reverse("notices:mailbox"), {"to": "leyla@"}).content.decode()
    assert "E-mail to leyla@example.com" in page
    assert "E-mail to rauf@example.com" not in page


def test_it_says_when_there_is_nothing(visitor):
    assert "There are no messages yet" in visitor.get(reverse("notices:mailbox")).content.decode()


def test_addresses_in_a_message_can_be_followed(visitor, db):
    send_sms("+994501234567", "Körpü: http://localhost:8000/learn/1/ <script>")
    page = visitor.get(reverse("notices:mailbox")).content.decode()
    assert 'href="http://localhost:8000/learn/1/"' in page
    assert "<script>" not in page.split("k-mail__body")[1]


def test_it_is_absent_where_messages_are_really_sent(visitor, settings):
    settings.MAILBOX = False
    assert visitor.get("/mailbox/").status_code == 404
    settings.MAILBOX, settings.PRODUCTION = True, True
    assert visitor.get("/mailbox/").status_code == 404


def test_without_a_mailbox_the_address_does_not_exist():
    script = (
        "import django; django.setup()\n"
        "from django.urls import resolve, Resolver404\n"
        "try:\n    resolve('/mailbox/')\nexcept Resolver404:\n    print('absent')\n"
    )
    environment = {
        **os.environ,
        "KORPU_MAIL_URL": "smtp://localhost:25",
        "KORPU_SMS_URL": "none",
        "DJANGO_SETTINGS_MODULE": "elearn.settings",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "absent", done.stderr


def test_the_page_costs_the_same_for_one_and_for_three(visitor, db):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            visitor.get(reverse("notices:mailbox"))
        return len(queries)

    send_sms("+994501234567", "1")
    one = cost()
    send_sms("+994501234567", "2")
    send_sms("+994501234567", "3")
    assert cost() == one == 1
    assert MailboxMessage.objects.count() == 3
