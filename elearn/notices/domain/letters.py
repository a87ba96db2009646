"""Messages on paper, for people whom nothing else reaches: a notice, without codes and secret addresses."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearn.people.api import addressed, present
from elearn.people.models import Account, Person
from elearn.people.texts import text

from ..documents.letter import Letter, draw
from ..models import Notice, NoticeState
from .calls import may_be_said, what_to_say
from .compose import HIDDEN, facts_of

ISSUER = "Körpü"
MOST_LOOKED_AT = 30
LATELY = timedelta(days=60)
MAY_BE_WRITTEN = (NoticeState.TO_CALL, NoticeState.UNREACHABLE)


@transaction.atomic
def write_letter(person: Person, kind: str, *, key: str, by: Account, facts: dict[str, Any] | None = None) -> Notice:
    """Tell somebody something by letter, at their wish or because nothing else reaches them: a row as for a message.

    Printing the same letter again gives the row there is.
    """
    now = timezone.now()
    known = {
        "person": present(person), "kind": kind, "facts": facts or {}, "language": person.language,
        "channel": "letter", "state": NoticeState.SENT, "sent_at": now, "called_at": now, "called_by": by,
    }  # fmt: skip
    return Notice.objects.get_or_create(key=key, defaults=known)[0]


def note_letter(notice: Notice, *, by: Account) -> bool:
    """Note that what nobody could be told is sent by letter; False when it was told meanwhile."""
    if not may_be_printed(notice):
        return False
    now = timezone.now()
    rows = Notice.objects.filter(pk=notice.pk, state__in=MAY_BE_WRITTEN)
    return bool(
        rows.update(
            state=NoticeState.SENT, channel="letter", to="", fault="", next_try_at=None,
            language=notice.language or notice.person.language, sent_at=now, called_at=now, called_by=by,
        )
    )  # fmt: skip


def printable(person: Person) -> list[Notice]:
    """Give what somebody was told or should have been told lately, the newest first: what may stand in a letter."""
    rows = Notice.objects.filter(person=person).select_related("person")[:MOST_LOOKED_AT]
    return [notice for notice in rows if may_be_printed(notice)]


def may_be_printed(notice: Notice) -> bool:
    """Say whether a message may be printed: nothing secret, nothing old, and to who can still be written to."""
    is_new = notice.created_at > timezone.now() - LATELY
    return is_new and notice.person.speaks_for_themself and may_be_said(notice.kind)


def letter_of(notice: Notice) -> bytes:
    """Give the words of a notice as a letter in the language of its person."""
    with translation.override(notice.language or notice.person.language):
        return draw(_letter(notice))


def _letter(notice: Notice) -> Letter:
    facts = {**facts_of(notice), "for_staff": True}
    name = addressed(notice.person)
    return Letter(
        language=translation.get_language() or settings.LANGUAGE_CODE,
        issuer=ISSUER,
        to=name,
        day=date_format(timezone.localdate(), "DATE_FORMAT"),
        subject=" ".join(text(f"notices/{notice.kind}.subject.txt", facts).split()),
        greeting=_("Good day, %(name)s,") % {"name": name},
        paragraphs=_paragraphs(notice, facts),
        closing=_("Kind regards, Körpü"),
        phone_words=_("Do you need help? Call us:"),
        phone=settings.HELP_PHONE,
        address=f"{settings.BASE_URL}/call-me/",
        scan_words=_("Or scan the square with a phone: we call you back."),
        code_words=_("QR code: leads to the page on which you ask us to call you"),
    )


def _paragraphs(notice: Notice, facts: dict[str, Any]) -> tuple[str, ...]:
    """Give the words in paragraphs; one that leads to an address or holds a code is left out."""
    words = text(f"notices/{notice.kind}.email.txt", facts).strip()
    found = (" ".join(part.split()) for part in words.split("\n\n"))
    kept = tuple(part for part in found if part and HIDDEN not in part and "://" not in part)
    return kept or (what_to_say(notice),)
