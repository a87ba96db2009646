"""The door of history: note what happened, inside the transaction of the deed itself."""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from .figures import Figures, figures
from .models import Entry, Kind

__all__ = ["Figures", "Kind", "deeds_of", "figures", "note", "noted_among", "pseudonym"]


def pseudonym(person_key: UUID | None) -> str:
    """Give 32 hex digits that are the same for one person always, and say nothing of who they are."""
    if person_key is None:
        return ""
    return hmac.new(settings.HISTORY_KEY.encode(), person_key.bytes, hashlib.sha256).hexdigest()[:32]


def deeds_of(person_key: UUID) -> QuerySet[Entry]:
    """Give what is noted of a person, for themself alone, oldest first."""
    return Entry.objects.filter(who=pseudonym(person_key)).order_by("at", "pk")


def noted_among(kind: Kind, subjects: Iterable[str]) -> set[str]:
    """Give those of the subjects to which such a thing has happened, checks of the system included."""
    noted = Entry.objects.filter(kind=kind, subject__in=list(subjects))
    return set(noted.values_list("subject", flat=True))


def note(
    kind: Kind,
    *,
    who: UUID | None = None,
    subject: str = "",
    is_check: bool = False,
    **facts: str | int | float | bool | None,
) -> Entry:
    """Add one entry. Call it in the transaction of the deed: both happen or neither.

    `who` is a person's key, kept only as a pseudonym; `subject` names what it was done to, as
    "course:12"; `facts` are small plain values (language, seconds), never names or contacts.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("History is written in the transaction of the deed.")
    return Entry.objects.create(kind=kind, who=pseudonym(who), subject=subject, facts=facts, is_check=is_check)
