"""What questions to a counsellor hold of a person, what goes when their data are removed, and how long one is kept."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from .domain.case_files import DRAFTS_KEPT
from .domain.case_forget import forget_case, forget_cases_of, old_cases
from .models import Appointment, Case, CaseMessage

BEFORE_ITS_PERSON = -5  # while the record of the contact can still be told from a person


@holds("guidance.cases", words=_("Questions you asked a counsellor"), of=["guidance.Case.person"])
def cases(person: Person) -> Iterator[dict[str, Any]]:
    for case in Case.objects.filter(person=person).select_related("district"):
        facts = plain(case, "state", "topic", "urgency", "language", "channel", "asked_at", "closed_at", "helped")
        district = case.district.name if case.district else ""
        yield facts | {"name": case.name, "district": district, "words": case.helped_words}


@holds("guidance.messages", words=_("What you and the counsellor wrote"))
def messages(person: Person) -> Iterator[dict[str, Any]]:
    rows = CaseMessage.objects.filter(case__person=person, sent_at__isnull=False).prefetch_related("attachments")
    for row in rows.order_by("case_id", "sent_at", "pk"):
        yield {"at": row.sent_at, "kind": str(row.get_side_display()), "words": row.text,
               "files": [one.name for one in row.attachments.all()]}  # fmt: skip


@holds("guidance.calls", words=_("Calls back that you asked a counsellor for"))
def calls(person: Person) -> Iterator[dict[str, Any]]:
    for row in Appointment.objects.filter(case__person=person):
        yield plain(row, "state", "phone", "wish", "starts_at", "asked_at")


@forgets("guidance.cases", of=["guidance.Case.person", "guidance.Case.reach"], order=BEFORE_ITS_PERSON)
def forget(person: Person) -> None:
    forget_cases_of(person)


not_given(
    "A record that holds a contact and nothing else; the contact is given with the person.", "guidance.Case.reach"
)
_OFFICE = (
    "guidance.Case.asked_by", "guidance.Case.counsellor", "guidance.CaseMessage.by", "guidance.CaseNote.by",
    "guidance.Appointment.set_by", "guidance.CaseCheck.asked_by", "guidance.CaseCheck.checker",
    "guidance.CaseReferral.by", "guidance.CaseEntry.by",
)  # fmt: skip
not_given("Who typed, answered or looked is a record of the question, and is kept and deleted with it.", *_OFFICE)
stays("Stays with the question, while the account that did it is no longer named.", *_OFFICE)


def clear(found: Sequence[Case]) -> None:
    for case in found:
        forget_case(case)


keep(
    "guidance.cases", what=_("Your question to a counsellor, its answers and files, after it is closed"),
    days=settings.CASE_DAYS, why=_("So that you can look it up, or open it again."), find=old_cases, clear=clear,
)  # fmt: skip
keep(
    "guidance.drafts", what=_("Files for a question that you did not send"), days=DRAFTS_KEPT.days,
    why=_("So that nothing is lost while you write."),
)  # fmt: skip
