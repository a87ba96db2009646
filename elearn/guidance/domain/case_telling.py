"""What who asked is told, by SMS or e-mail: that there is something new, never what it says.

A message may be read by others. So it names no topic and no words, and the code stands in the one message that was
asked for; the template reads it from the row while the message leaves, and nobody finds it in the list of messages.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from elearn.notices.api import tell
from elearn.notices.models import Notice, NoticeState
from elearn.people.api import create_person
from elearn.people.models import ContactPoint, Person, Scope

from ..case_enums import CaseChannel
from ..models import Case
from .case_code import forget_code

# The name of a record that exists only so that messages reach somebody without an account.
NAMELESS = "–"


def make_reach(kind: ContactPoint.Kind, value: str, *, language: str, is_check: bool) -> Person:
    """Make the record that messages of a case without an account go to."""
    email, phone = (value, "") if kind == ContactPoint.Kind.EMAIL else ("", value)
    return create_person(NAMELESS, language=language, email=email, phone=phone, with_account=False, is_check=is_check)


def tell_code(case: Case) -> None:
    """Send the code to the number or address that was given for it."""
    if case.reach:
        tell(case.reach, "case_code", key=f"case_code:{case.pk}", facts={"case": case.key.hex})


def tell_answered(case: Case) -> None:
    """Say that there is an answer. Call it in the transaction of the deed, once for each answer."""
    _tell(case, "case_answered")


def tell_news(case: Case) -> None:
    """Say that there is something new to read: a time for a call, a question back, that the officer was told."""
    _tell(case, "case_news")


def tell_call_off(case: Case, *, starts_at: datetime | None, but: Person | None) -> None:
    """Say that a call does not take place, and when it was to be; not to who called it off."""
    facts = {"starts_at": starts_at.isoformat() if starts_at else ""}
    _tell(case, "case_call_off", facts=facts, but=but)


def tell_noted(case: Case) -> None:
    """Tell somebody that their helper, or we on the phone, have asked a counsellor in their name."""
    if case.person and case.channel in (CaseChannel.COMPANION, CaseChannel.PHONE):
        facts = {"is_helper": case.channel == CaseChannel.COMPANION}
        tell(case.person, "case_noted", key=f"case_noted:{case.pk}", facts=facts)


def _tell(case: Case, kind: str, *, facts: dict[str, Any] | None = None, but: Person | None = None) -> None:
    at = f"{timezone.now():%Y%m%d%H%M%S%f}"
    for who in _to_tell(case):
        if who == but:
            continue
        theirs = {"by_code": who.pk == case.reach_id, "address": f"/counsel/q/{case.key}/"} | (facts or {})
        tell(who, kind, key=f"{kind}:{case.pk}:{who.pk}:{at}", facts=theirs)


def _to_tell(case: Case) -> list[Person]:
    """Give who is told: the person or the record of the contact, and the helper who may read it today."""
    found = [who for who in (case.person, case.reach) if who is not None]
    helps = case.helper
    if helps and helps.companion and helps.elder_id == case.person_id and helps.allows(Scope.ASK):
        found.append(helps.companion)
    return found


def code_was_taken(case: Case) -> None:
    """Who asked has the code: forget the digits, unless the message with them has yet to leave."""
    waits = Notice.objects.filter(key=f"case_code:{case.pk}").exclude(state=NoticeState.SENT).exists()
    if not waits:
        forget_code(case)
