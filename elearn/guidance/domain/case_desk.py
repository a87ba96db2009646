"""How many questions there are for somebody who works here, for their desk: numbers, never a word of one."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from elearn.people.models import Account

from ..case_enums import OPEN_APPOINTMENTS, OPEN_STATES, CaseState, CheckState
from ..models import Appointment, Case, CaseCheck
from ..policies_counsel import hands_on, is_counsellor


@dataclass(frozen=True)
class Questions:
    """For a counsellor: to answer, of these late, to read before they go, to call. For a coordinator: of all."""

    mine: int = 0
    past: int = 0
    to_check: int = 0
    calls: int = 0
    waiting: int = 0  # nobody has them
    all_past: int = 0


def questions_for(account: Account) -> Questions:
    """Count what waits for somebody; nothing for who neither counsels nor coordinates."""
    now = timezone.now()
    mine = past = to_check = calls = waiting = all_past = 0
    if is_counsellor(account):
        found = Case.objects.filter(counsellor=account, state__in=OPEN_STATES).aggregate(
            mine=Count("pk"), past=Count("pk", filter=Q(answer_by__lt=now))
        )
        mine, past = found["mine"], found["past"]
        waits = CaseCheck.objects.filter(checker=account, state=CheckState.ASKED, case__state=CaseState.CHECKING)
        to_check = waits.count()
        calls = Appointment.objects.filter(case__counsellor=account, state__in=OPEN_APPOINTMENTS).count()
    if hands_on(account):
        of_all = Case.objects.filter(state__in=OPEN_STATES, is_check=False).aggregate(
            waiting=Count("pk", filter=Q(state=CaseState.WAITING)), past=Count("pk", filter=Q(answer_by__lt=now))
        )
        waiting, all_past = of_all["waiting"], of_all["past"]
    return Questions(mine, past, to_check, calls, waiting, all_past)
