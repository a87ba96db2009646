"""The words of a notice, from templates/notices/, in the language that is active."""

from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist

from elearn.people.api import addressed
from elearn.people.texts import text

from ..models import Notice

HIDDEN = "…"  # what the templates write in place of what staff do not see


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


def about(notice: Notice) -> str:
    """Say what a notice is about, in one line and in the reader's language."""
    try:
        return " ".join(text(f"notices/{notice.kind}.subject.txt", facts_of(notice)).split())
    except TemplateDoesNotExist:
        return notice.kind


def email_of(notice: Notice, *, for_staff: bool = False) -> tuple[str, str]:
    """Give the subject (one line) and the text of the e-mail; staff do not see what only the person may open."""
    facts = {**facts_of(notice), "for_staff": for_staff}
    subject = " ".join(text(f"notices/{notice.kind}.subject.txt", facts).split())
    facts["body"] = text(f"notices/{notice.kind}.email.txt", facts)
    return subject, text("notices/letter.txt", facts) + "\n"


def sms_of(notice: Notice, *, for_staff: bool = False) -> str:
    """Give the text message in one line. It is shortened where messages leave, in `sms.send_sms`."""
    facts = facts_of(notice) | ({"for_staff": True} if for_staff else {})
    return " ".join(text(f"notices/{notice.kind}.sms.txt", facts).split())
