"""The words of every notice, in every language, with the longest names there are."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.notices.segments import SMS_LONGEST, fitted, sms_length
from elearn.people.adapter import SignInAdapter
from elearn.people.models import Person
from elearn.people.texts import text

FOLDER = Path(settings.BASE_DIR) / "templates" / "notices"
KINDS = sorted(path.name.removesuffix(".sms.txt") for path in FOLDER.glob("*.sms.txt"))
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONG = "Məhəmmədəli Nəcəfquluağa oğlu Şıxəlibəyzadə-Qarabağlı"


class Everything(dict):
    """Facts for any template: every name it asks for is long."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> str:
        return f"{settings.BASE_URL}/learn/1234567/" if "url" in key or "address" in key else LONG


def notice(kind: str) -> Notice:
    person = Person(name=LONG, form_of_address="muellim")
    return Notice(
        person=person,
        kind=kind,
        # Addresses and codes that belong to a row are left out, as staff see the message; "…" stands for them.
        facts={"title": LONG, "course": LONG, "lesson": LONG, "number": 1234567, "for_staff": True},
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_all_three(kind):
    for ending in ("subject.txt", "email.txt", "sms.txt"):
        assert (FOLDER / f"{kind}.{ending}").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_sms_is_two_segments_at_most_and_keeps_its_address(kind, language):
    with translation.override(language):
        words = fitted(sms_of(notice(kind)))
    assert 0 < sms_length(words) <= SMS_LONGEST
    assert "{{" not in words and "&" not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_e_mail_has_one_line_of_subject_and_a_greeting(kind, language):
    with translation.override(language):
        subject, body = email_of(notice(kind), for_staff=True)
    assert subject and "\n" not in subject
    assert LONG in body.splitlines()[0]
    assert "&#" not in body and "{{" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_messages_fit_too(language, rf):
    with translation.override(language):
        code = text("account/sms/code.txt", {"code": "123456"})
        unknown = text("account/sms/unknown.txt", {"url": f"{settings.BASE_URL}/sign-in/new/"})
    assert sms_length(code) <= SMS_LONGEST
    assert sms_length(unknown) <= SMS_LONGEST
    assert "123 456" in code
    assert SignInAdapter(None)


def test_a_text_too_long_is_cut_and_its_address_kept():
    address = "https://korpu.example/learn/12/"
    words = fitted(f"{LONG} {LONG} {LONG} {address}")
    assert words.endswith(f"… {address}")
    assert sms_length(words) <= SMS_LONGEST
    assert fitted("qısa") == "qısa"
    assert fitted("ə" * 200) == "ə" * 133 + "…"


def test_a_picture_sign_counts_twice():
    assert sms_length("ə🙂") == 3
