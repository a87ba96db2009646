"""What the directory holds of a person: of staff, what they did; of readers, words about a mistake for a while."""

from django.utils.translation import gettext_lazy as _

from elearn.people.api import keep, not_given, stays

from .domain.care_keep import remove, settled_before

MISTAKE_DAYS = 90

_OFFICE = (
    "guidance.CareRequest.by", "guidance.CareReport.settled_by", "guidance.CareImport.by",
    "guidance.CareImport.undone_by",
)  # fmt: skip
not_given("What somebody did at work is a record of the office, kept with the entry it was done to.", *_OFFICE)
stays("Stays with the entry, while the account that did it is no longer named.", *_OFFICE)

keep(
    "guidance.care_mistakes", what=_("What you wrote about a mistake in the directory of care services"),
    days=MISTAKE_DAYS, why=_("After it is settled, in case you call about it. Your number goes at once."),
    find=settled_before, clear=remove,
)  # fmt: skip
