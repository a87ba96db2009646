"""Numbers as people write them."""

import pytest

from elearn.people.phones import is_landline, normalise_phone, readable_phone, takes_sms


@pytest.mark.parametrize(
    "written",
    [
        "050 123 45 67",
        "0501234567",
        "050-123-45-67",
        "(050) 123 45 67",
        "50 123 45 67",
        "+994 50 123 45 67",
        "+994501234567",
        "994 50 123 45 67",
        "994501234567",
        "00994 50 123 45 67",
        "  +994 (50) 123-45-67 ",
    ],
)
def test_every_writing_of_a_number_is_one_number(written):
    assert normalise_phone(written) == "+994501234567"


def test_a_foreign_number_keeps_its_country():
    assert normalise_phone("+44 20 7946 0958") == "+442079460958"
    assert readable_phone("+442079460958") == "+44 20 7946 0958"


@pytest.mark.parametrize("written", ["", "12", "abc", "leyla@example.com", "050 123", "000000000000000"])
def test_what_is_no_number_is_refused_in_words(written):
    with pytest.raises(ValueError, match="050 123 45 67"):
        normalise_phone(written)


def test_a_number_is_written_as_it_is_read_aloud():
    assert readable_phone("+994501234567") == "050 123 45 67"


def test_a_landline_takes_no_sms():
    landline = normalise_phone("012 498 12 34")
    assert is_landline(landline)
    assert not takes_sms(landline)
    assert takes_sms("+994501234567")


def test_only_allowed_prefixes_and_a_gateway_take_sms(settings):
    assert not takes_sms("+442079460958")
    settings.SMS_PREFIXES = ["+994", "+44"]
    assert takes_sms("+447911123456")
    settings.SMS_URL = "none"
    assert not takes_sms("+994501234567")
