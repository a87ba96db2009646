"""What stands in a text where personal data were, in words of its language, and what each kind is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .redaction import Kind

# In the public text, in place of what was removed.
IN_PLACE: dict[Kind, Promise] = {
    Kind.EMAIL: _("[e-mail address]"),
    Kind.WEB: _("[page]"),
    Kind.IBAN: _("[account number]"),
    Kind.BANK_CARD: _("[card number]"),
    Kind.IDENTITY: _("[number of an identity card]"),
    Kind.PHONE: _("[phone number]"),
    Kind.DOCUMENT: _("[number of a document]"),
    Kind.PLATE: _("[number of a car]"),
    Kind.FIN: _("[personal code]"),
    Kind.BIRTH_DATE: _("[date of birth]"),
    Kind.ADDRESS: _("[address]"),
    Kind.NAME: _("[name]"),
}
# For the counsellor, beside what was found.
CALLED: dict[Kind, Promise] = {
    Kind.EMAIL: _("e-mail address"),
    Kind.WEB: _("page or name on a network"),
    Kind.IBAN: _("account number"),
    Kind.BANK_CARD: _("card number"),
    Kind.IDENTITY: _("number of an identity card"),
    Kind.PHONE: _("phone number"),
    Kind.DOCUMENT: _("number of a document"),
    Kind.PLATE: _("number of a car"),
    Kind.FIN: _("personal code (FIN)"),
    Kind.BIRTH_DATE: _("date of birth"),
    Kind.ADDRESS: _("address"),
    Kind.NAME: _("name"),
}
BY_HAND = _("[…]")  # in place of words that a counsellor removed


def labels_in(language: str) -> dict[Kind, str]:
    """Give what stands in place of each kind, in a language."""
    with override(language):
        return {kind: str(words) for kind, words in IN_PLACE.items()}
