"""A changed sign-in is told where it may still be noticed: the old address too, by SMS where no e-mail was known."""

import pytest
from django.urls import reverse
from django.utils import translation

from elearn.notices.models import MailboxMessage
from elearn.people.models import Account
from elearn.people.news import SMS_LONGEST, sms_words, tell_of_change
from tests import factories
from tests.people.test_passkeys import make

PHONE, NEW, EMAIL = "+994501234567", "+994557654321", "leyla@example.com"


def told() -> set[str]:
    return set(MailboxMessage.objects.filter(body__contains="*0000").values_list("to", flat=True))


def change(browser, address: str) -> None:
    browser.post(reverse("account_address"), {"address": address})
    browser.post(reverse("account_address_code"), {"code": factories.last_code(address)})


def leyla(**more):
    return factories.person("Leyla Əliyeva", birth_year=1955, language="en", **more)


def test_another_number_is_told_to_the_old_and_the_new(db, signed_in):
    person = leyla(phone=PHONE)
    change(signed_in(person), NEW)
    assert Account.objects.get(person=person).phone == NEW
    assert told() == {PHONE, NEW}


def test_a_new_e_mail_address_spares_nobody_the_text_message(db, signed_in):
    change(signed_in(leyla(phone=PHONE)), "murad@example.com")
    assert told() == {PHONE, "murad@example.com"}


def test_where_an_e_mail_address_was_known_no_text_message_is_paid(db, signed_in):
    change(signed_in(leyla(phone=PHONE, email=EMAIL)), NEW)
    assert told() == {EMAIL}


def test_another_e_mail_address_is_told_to_the_old_one(db, signed_in):
    change(signed_in(leyla(email=EMAIL)), "new@example.com")
    assert told() == {EMAIL, "new@example.com"}


def test_a_passkey_is_told_by_text_message_to_who_has_only_a_number(db, signed_in):
    make(signed_in(leyla(phone=PHONE)))
    assert told() == {PHONE}


def test_a_landline_and_a_foreign_number_cost_nothing(db):
    for number in ("+994124981234", "+4915112345678"):
        account = Account.objects.create_user(person=leyla(), phone=number)
        tell_of_change(account, "A passkey was added.")
    assert told() == set()


def test_a_cap_that_is_reached_undoes_no_change(db, settings):
    settings.SMS_PER_NUMBER_A_DAY = 0
    tell_of_change(leyla(phone=PHONE).account, "A passkey was added.")
    assert told() == set()


@pytest.mark.parametrize("language", ["az", "ru", "en"])
@pytest.mark.parametrize("what", ["Qısa.", "Şıxəlibəyzadə " * 12])
def test_it_is_two_segments_at_most_and_names_the_number_to_call(settings, language, what):
    with translation.override(language):
        words = sms_words(what)
    assert len(words.encode("utf-16-le")) // 2 <= SMS_LONGEST
    assert settings.HELP_PHONE in words
