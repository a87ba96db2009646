"""A question gets its counsellor and its day: at once when it is asked, and again whenever nobody has it."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.api import Role
from elearn.people.models import Account

from ..case_enums import OPEN_STATES, CaseDid, CaseState, CheckState
from ..errors_cases import ChangedMeanwhile, NobodyThere, NotYours
from ..models import Case, CaseCheck, CaseNote
from ..policies_counsel import hands_on, is_counsellor, is_near, may_counsel
from .case_acting import locked
from .case_clock import due_by
from .case_log import log
from .case_people import AT_WORK, best_for
from .case_states import move
from .case_work_telling import GIVEN, WROTE, tell_work

MOST_A_SWEEP = 200


def take_up(case: Case) -> None:
    """Somebody has asked, or written again: set the day, find a counsellor or tell the one there is.

    Call it at the end of the deed, in its transaction, with the case as it is.
    """
    if case.state not in OPEN_STATES:
        return
    _set_clock(case)
    if case.state == CaseState.WAITING:
        assign(case)
    elif case.counsellor is not None:
        tell_work(case.counsellor, WROTE, case)


def _set_clock(case: Case) -> None:
    if case.answer_by is None:
        case.answer_by = due_by(case.urgency)
        Case.objects.filter(pk=case.pk).update(answer_by=case.answer_by)


def assign(case: Case) -> Account | None:
    """Give a question that waits to whoever can take it; None when nobody can, and it goes on waiting."""
    found = None if case.is_check else best_for(case)
    if found is not None:
        _give(case, found)
    return found


def _give(case: Case, account: Account) -> None:
    move(case, CaseState.ASSIGNED, counsellor=account, assigned_at=timezone.now())
    log(case, CaseDid.ASSIGNED, by=account)
    note(Kind.CASE_GIVEN, subject=f"case:{case.pk}", is_check=case.is_check, topic=case.topic)
    tell_work(account, GIVEN, case)


@transaction.atomic
def hand_over(case: Case, *, to: Account | None, by: Account, words: str = "") -> Account:
    """Give an open question to another counsellor, or to whoever can take it. A check that waits ends; the day stays.

    Raises NotYours, ChangedMeanwhile when it is not open, and NobodyThere.
    """
    case = locked(case)
    if not (may_counsel(case, by) or (hands_on(by) and not is_near(case, by))):
        raise NotYours
    if case.state not in OPEN_STATES:
        raise ChangedMeanwhile
    to = to or best_for(case, but={case.counsellor_id} if case.counsellor_id else set())
    if to is None or to.pk == case.counsellor_id or not is_counsellor(to) or is_near(case, to):
        raise NobodyThere
    if words.strip():
        CaseNote.objects.create(case=case, text=words.strip(), by=by)
    end_check(case)
    log(case, CaseDid.HANDED_OVER, by=by)
    _give(case, to)
    return to


def end_check(case: Case) -> int:
    """End a check that waits for an answer: the answer does not go like this."""
    waits = CaseCheck.objects.filter(case=case, state=CheckState.ASKED)
    return waits.update(state=CheckState.WITHDRAWN, said_at=timezone.now())


# By the clock -------------------------------------------------------------------------------------------
def assign_waiting() -> int:
    """Set the days that are missing and give what waits to whoever can take it by now; says how many were given."""
    for case in Case.objects.filter(state__in=OPEN_STATES, answer_by=None)[:MOST_A_SWEEP]:
        _set_clock(case)
    _take_from_who_left()
    _give_on_from_who_is_away()
    waiting = Case.objects.filter(state=CaseState.WAITING, is_check=False).order_by("answer_by", "pk")
    return sum(_assign(case) for case in waiting[:MOST_A_SWEEP])


@transaction.atomic
def _assign(case: Case) -> bool:
    case = locked(case)
    return case.state == CaseState.WAITING and assign(case) is not None


def _take_from_who_left() -> None:
    """What a counsellor has who no longer counsels waits for another."""
    counsels = Q(counsellor__is_active=True, counsellor__groups__name=Role.COUNSELLOR.value)
    left = Case.objects.filter(state__in=AT_WORK).exclude(
        pk__in=Case.objects.filter(counsels, state__in=AT_WORK).values("pk")
    )
    for case in left[:MOST_A_SWEEP]:
        _release(case)


def _give_on_from_who_is_away() -> None:
    """What is due before a counsellor is back goes to another who can take it; when nobody can, it stays.

    A second person is reading the others, whose answer is written.
    """
    today = timezone.localdate()
    theirs = Case.objects.filter(state=CaseState.ASSIGNED, counsellor__readiness__away_from__lte=today, is_check=False)
    not_back = Q(counsellor__readiness__away_until=None) | Q(
        counsellor__readiness__away_until__gte=today, answer_by__date__lte=F("counsellor__readiness__away_until")
    )
    for case in theirs.filter(not_back).order_by("answer_by", "pk")[:MOST_A_SWEEP]:
        _give_on(case)


@transaction.atomic
def _give_on(case: Case) -> None:
    away = case.counsellor_id
    case = locked(case)
    if away is None or case.state != CaseState.ASSIGNED or case.counsellor_id != away:
        return
    if (to := best_for(case, but={away})) is not None:
        log(case, CaseDid.HANDED_OVER, by=to)
        _give(case, to)


@transaction.atomic
def _release(case: Case) -> None:
    case = locked(case)
    if case.state not in AT_WORK or is_counsellor(case.counsellor):
        return
    end_check(case)
    move(case, CaseState.WAITING, counsellor=None)
