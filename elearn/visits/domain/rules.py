"""The rules of the house for everybody who is let into somebody's home, and what is looked through at a visit.

They are ticked before each visit. The third line of defence is here as well: the number of a card that was written
into a note after all is not kept.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

# In the order in which they are shown.
RULES = {
    "codes": _("I never see, type or keep a PIN, a card, or a code of a bank or of a government portal."),
    "gifts": _("I take no gifts and sell nothing."),
    "word": _("At the door I say the word first."),
    "leave": _("When the elder says no, I leave."),
}

CHECKLIST = {
    "today": _("We have said what we learn today"),
    "hands": _("The elder did it with their own hands"),
    "sheet": _("The sheet stays with the elder"),
    "next": _("We have said what to practise"),
}

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_SAID = re.compile(
    r"(?i)\b((?:pin|пин)(?:[ -]?(?:kod|код|code)\w*)?|cvv2?|cvc|parol\w*|şifrə\w*|парол\w*|password)(\W{1,3})"
    r"(\d{3,8})\b"
)
HIDDEN = "…"


def all_ticked(said: Iterable[object]) -> bool:
    """Say whether every rule was ticked."""
    return set(RULES) <= {str(rule) for rule in said}


def without_codes(words: str) -> tuple[str, bool]:
    """Give a text without numbers of cards and without what is called a PIN or password in it, and say if one was."""
    kept = _CARD.sub(lambda found: HIDDEN if _is_card(found.group()) else found.group(), words)
    kept = _SAID.sub(lambda found: f"{found.group(1)}{found.group(2)}{HIDDEN}", kept)
    return kept, kept != words


def _is_card(said: str) -> bool:
    """Whether digits end in the check digit of payment cards (ISO/IEC 7812, Luhn)."""
    digits = [int(sign) for sign in reversed(said) if sign.isdigit()]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0
