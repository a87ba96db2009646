"""What counsellors and coordinators are told of questions: the number and what to do, never a word of one."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from elearn.notices.api import tell
from elearn.people.models import Account

from ..models import Case

GIVEN, WROTE, TO_CHECK, AGREED, CHANGES = "given", "wrote", "to_check", "agreed", "changes"
CALL_OFF = "call_off"
SOON, PAST, LATE, NOBODY, CHECK_WAITS, SAID_NO = "soon", "past", "late", "nobody", "check_waits", "said_no"
# What leads to the list of all questions, because who is told reads none of them.
_TO_ALL = (LATE, NOBODY)


def tell_work(account: Account, step: str, case: Case, *, due: datetime | None = None, for_all: bool = False) -> None:
    """Tell somebody who works here what there is to do. A reminder is told once for each day it is about."""
    if case.is_check:
        return
    if for_all or step in _TO_ALL:
        address = reverse("guidance:work_all")
    else:
        address = reverse("guidance:work_case", args=[case.key])
    once = due or timezone.now()
    _tell(account, step, case, once=once, due=due, address=address)


def tell_call_off_work(account: Account, case: Case, *, starts_at: datetime | None, is_kept: bool) -> None:
    """Tell a counsellor that a call does not take place; `is_kept`: the question is still there to be looked at."""
    if case.is_check:
        return
    address = reverse("guidance:work_case", args=[case.key]) if is_kept else reverse("guidance:work")
    _tell(account, CALL_OFF, case, once=timezone.now(), due=starts_at, address=address)


def _tell(account: Account, step: str, case: Case, *, once: datetime, due: datetime | None, address: str) -> None:
    tell(
        account.person,
        "case_work",
        key=f"case_work:{case.pk}:{step}:{account.pk}:{once:%Y%m%d%H%M%S%f}",
        facts={"step": step, "number": case.pk, "address": address, "due": due.isoformat() if due else ""},
    )
