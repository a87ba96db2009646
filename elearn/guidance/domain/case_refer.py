"""Tell the safeguarding officer of a question that speaks of violence, neglect or self-harm.

The concern itself holds none of the words: they stay encrypted with the case. The officer reads, on a page of their
own, what had been written by then, and every look is noted.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.history.api import Kind, note
from elearn.people.models import Account, Person
from elearn.safety.api import report

from ..case_enums import CaseDid, CheckReason, ReferralReason
from ..models import Case, CaseReferral
from .case_log import log


@transaction.atomic
def refer(
    case: Case, *, reason: ReferralReason, by: Account | None = None, words: str = "", in_danger: bool = False
) -> CaseReferral:
    """Pass on what was written in a case so far; the answer then needs a second counsellor. Gives what was passed on.

    `in_danger`: somebody is in danger now. `words` are a counsellor's. Who may, the caller has asked.
    """
    referral = CaseReferral.objects.create(case=case, reason=reason, by=by, words=words.strip(), at=timezone.now())
    referral.concern = report(
        _("A question to a counsellor speaks of violence, neglect or self-harm. Please read it at the address below."),
        about=str(case),
        person=_reporter(case, by),
        subject=f"case:{referral.key}",
        in_danger=in_danger,
        states_risk=True,
        may_hide=False,
    )
    referral.save(update_fields=["concern"])
    Case.objects.filter(pk=case.pk).update(check_reason=CheckReason.REFERRED)
    case.check_reason = CheckReason.REFERRED
    log(case, CaseDid.REFERRED, by=by)
    note(Kind.CASE_REFERRED, subject=f"case:{case.pk}", is_check=case.is_check, reason=reason.value)
    return referral


def _reporter(case: Case, by: Account | None) -> Person | None:
    """Who reports: the counsellor who passes it on, else who asked, if they are known."""
    return by.person if by else case.person
