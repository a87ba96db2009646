"""Nobody is forgotten: when a day comes the counsellor is told, when it has passed the coordinators too."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..case_enums import OPEN_STATES, CaseDid, CaseState, CheckState, ReminderKind
from ..models import Case, CaseCheck, CaseReminder
from .case_clock import working_days_after
from .case_log import log
from .case_people import coordinators
from .case_work_telling import CHECK_WAITS, LATE, NOBODY, PAST, SOON, tell_work

BEFORE = timedelta(hours=8)  # the morning of the day itself
MOST = 500


def remind_cases(*, now: datetime | None = None) -> int:
    """Send what is due, each step of each day once; says of how many questions somebody was told."""
    now = now or timezone.now()
    waits = Case.objects.filter(state__in=OPEN_STATES, is_check=False, answer_by__isnull=False)
    rows = waits.filter(answer_by__lte=now + BEFORE) | waits.filter(state=CaseState.WAITING)
    told = 0
    for case in rows.select_related("counsellor__person").order_by("answer_by", "pk")[:MOST]:
        for kind in _steps(case, now):
            told += _remind(case, kind)
    return told + _remind_checkers(now)


def _steps(case: Case, now: datetime) -> list[ReminderKind]:
    """Give what is due for one question. Of steps that were missed, the last is told."""
    due = case.answer_by
    if due is None:
        return []
    if now > due:
        late = working_days_after(due, 1) < now
        return [ReminderKind.LATE if late else ReminderKind.PAST]
    if case.state == CaseState.WAITING:
        return [ReminderKind.NOBODY]  # nobody took it while it was asked, nor in the sweep before this
    return [ReminderKind.SOON] if due - BEFORE <= now else []


@transaction.atomic
def _remind(case: Case, kind: ReminderKind) -> bool:
    if case.answer_by is None:
        return False
    _row, is_new = CaseReminder.objects.get_or_create(case=case, kind=kind, due=case.answer_by)
    if not is_new:
        return False
    mine = [case.counsellor] if case.counsellor else []
    if kind == ReminderKind.SOON:
        _tell(mine, SOON, case)
    elif kind == ReminderKind.PAST:
        _tell(mine, PAST, case)
        _tell([one for one in coordinators() if one not in mine], PAST, case, for_all=True)
    else:
        _tell(list(coordinators()), LATE if kind == ReminderKind.LATE else NOBODY, case)
    log(case, CaseDid.REMINDED)
    if kind != ReminderKind.SOON:
        note(Kind.CASE_LATE, subject=f"case:{case.pk}", step=kind.value)
    return True


def _tell(accounts: list[Account], step: str, case: Case, *, for_all: bool = False) -> None:
    for account in accounts:
        tell_work(account, step, case, due=case.answer_by, for_all=for_all)


def _remind_checkers(now: datetime) -> int:
    """An answer that waits a working day for its second person: they are told once more."""
    waits = CaseCheck.objects.filter(
        state=CheckState.ASKED, checker__isnull=False, asked_at__lt=now - timedelta(days=1)
    )
    rows = waits.select_related("case", "checker__person")[:MOST]
    return sum(_remind_checker(check) for check in rows if working_days_after(check.asked_at, 1) < now)


@transaction.atomic
def _remind_checker(check: CaseCheck) -> bool:
    _row, is_new = CaseReminder.objects.get_or_create(case=check.case, kind=ReminderKind.CHECK, due=check.asked_at)
    if is_new and check.checker is not None:
        tell_work(check.checker, CHECK_WAITS, check.case, due=check.asked_at)
    return is_new
