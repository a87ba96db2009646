"""The words of a notice, from templates/notices/, in the language that is active."""

from typing import Any

from django.conf import settings

from elearn.people.api import addressed
from elearn.people.texts import text

from ..models import Notice

# Two segments of a long text message in UCS-2, which ə and Cyrillic need (GSM 03.40: 67 characters each).
SMS_LONGEST = 134


def facts_of(notice: Notice) -> dict[str, Any]:
    """Give what the templates may speak of."""
    return {
        **notice.facts,
        "person": notice.person,
        "addressed": addressed(notice.person),
        "base_url": settings.BASE_URL,
        "help_phone": settings.HELP_PHONE,
        "kind": notice.kind,
    }


def email_of(notice: Notice) -> tuple[str, str]:
    """Give the subject (one line) and the text of the e-mail."""
    facts = facts_of(notice)
    subject = " ".join(text(f"notices/{notice.kind}.subject.txt", facts).split())
    facts["body"] = text(f"notices/{notice.kind}.email.txt", facts)
    return subject, text("notices/letter.txt", facts) + "\n"


def sms_of(notice: Notice) -> str:
    """Give the text message, shortened at a word when a long name makes it too long."""
    words = " ".join(text(f"notices/{notice.kind}.sms.txt", facts_of(notice)).split())
    return fitted(words)


def fitted(words: str) -> str:
    """Shorten a text to two segments; an address at its end is kept whole."""
    if sms_length(words) <= SMS_LONGEST:
        return words
    start, _space, last = words.rpartition(" ")
    ending = f"… {last}" if last.startswith(("http://", "https://")) else "…"
    if ending == "…":
        start = words
    while start and sms_length(start + ending) > SMS_LONGEST:
        start = start[:-1].rstrip()
    return start + ending


def sms_length(words: str) -> int:
    """Count 16-bit units, as the network does: a character outside the basic plane counts twice."""
    return len(words.encode("utf-16-le")) // 2
