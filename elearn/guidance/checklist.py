"""What a review goes through: the lines about the whole page, and those about its balance.

A line is known by its name, which is kept with each answer; its words may be improved. A line that may not be left out
has no "does not apply". Two lines stand only where they have an object: other languages, and an original.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One line. `always`: it cannot be answered with "does not apply"."""

    name: str
    words: str | Promise
    always: bool = False


WHOLE_PAGE = (
    Item("read", _("I read the page from its first word to its last, as readers see it."), always=True),
    Item("true_today", _("Every law, amount, deadline and age on it is right today."), always=True),
    Item("offices", _("Every office, telephone number, form and link on it was tried and is right.")),
    Item("claims", _("Everything that could be doubted has a source."), always=True),
    Item("complete", _("Nothing that a family needs to know has been added to the law since, and is missing here.")),
    Item("plain", _("Somebody without training understands every sentence; hard words are explained."), always=True),
    Item("danger", _("Who is in danger finds at once what to do and whom to call.")),
    Item("media", _("Videos have captions, pictures have words, tables can be read on a telephone.")),
    Item("expert", _("The named expert was asked again and still vouches for it."), always=True),
)
BALANCE = (
    Item("interests", _("Author, expert and provider were asked again for their interests."), always=True),
    Item("views", _("Where experts differ, the main views stand side by side, each at its strongest.")),
    Item("both_sides", _("Costs, burdens and risks are said as clearly as what it is good for."), always=True),
    Item("choices", _("All real choices are named, the free ones and those of the state too, and changing nothing.")),
    Item("names", _("No provider or product is named or pictured but by our criteria for listing.")),
    Item("voices", _("It looks from the older person’s side too, not only the family’s or the office’s."), always=True),
    Item("pressure", _("It does not frighten, hurry or shame; the reader decides."), always=True),
)  # fmt: skip
SAME = Item("same", _("The translation says the same as its original says today."), always=True)


def items(*, is_translation: bool) -> tuple[Item, ...]:
    """Give all lines of a review, in their order."""
    return (*WHOLE_PAGE, *((SAME,) if is_translation else ()), *BALANCE)
