"""Telephone numbers as people write them, and as we keep them (E.164)."""

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType


def normalise_phone(text: str) -> str:
    """Give a number in E.164, such as "+994501234567".

    Understands "050 123 45 67", "0501234567", "+994 50 …", "00994 50 …" and "994 50 …"; numbers without a
    country are read in settings.PHONE_REGION. Raises ValueError with a sentence for the person who wrote it.
    """
    cleaned = text.strip()
    readings = [cleaned]
    country = phonenumbers.country_code_for_region(settings.PHONE_REGION)
    digits = "".join(character for character in cleaned if character.isdigit())
    if not cleaned.startswith("+") and digits.startswith(str(country)):
        readings.insert(0, f"+{digits}")
    if digits.startswith("00"):
        readings.insert(0, f"+{digits[2:]}")
    for reading in readings:
        try:
            number = phonenumbers.parse(reading, settings.PHONE_REGION)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise ValueError(_("Enter a telephone number such as 050 123 45 67."))


def is_landline(number: str) -> bool:
    """Tell whether a number in E.164 is certainly a landline, which takes no text messages."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return bool(kind == PhoneNumberType.FIXED_LINE)


def takes_sms(number: str) -> bool:
    """Say whether we can send an SMS to a number in E.164: there is a gateway, the prefix is allowed, no landline."""
    allowed = number.startswith(tuple(settings.SMS_PREFIXES))
    return settings.SMS_URL != "none" and allowed and not is_landline(number)


def readable_phone(number: str) -> str:
    """Write a number in E.164 with spaces, the way it is read aloud: "050 123 45 67" at home, "+44 …" abroad."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    home = phonenumbers.country_code_for_region(settings.PHONE_REGION)
    style = PhoneNumberFormat.NATIONAL if parsed.country_code == home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
