"""Calling back: a counsellor offers times, who asked chooses one; then they have spoken, or nobody answered.

A call answers no question by itself: what was said is written down as the answer, and goes the way of every answer, so
that a telephone is no way round the second counsellor.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from elearn.history.api import Kind, note
from elearn.people import api as people
from elearn.people.models import Account, ContactPoint, Did, Person

from ..case_enums import OPEN_APPOINTMENTS, AppointmentState, CaseDid
from ..errors_cases import CallAsked, ChangedMeanwhile, NoNumber, NotYours
from ..models import Appointment, Case
from ..policies_counsel import may_counsel
from .case_acting import act_as, locked
from .case_log import log
from .case_telling import tell_call_off, tell_news
from .case_work_telling import WROTE, tell_call_off_work, tell_work

MOST_OFFERED = 3


def call_to_come(case: Case) -> Appointment | None:
    return case.appointments.filter(state__in=OPEN_APPOINTMENTS).first()


def offered_times(call: Appointment, now: datetime | None = None) -> list[datetime]:
    """Give the times that can still be chosen."""
    times = [parse_datetime(written) for written in call.offered]
    return [time for time in times if time is not None and time > (now or timezone.now())]


def number_of(case: Case) -> str:
    """Give the number at which who asked is called; "" when we have none."""
    call = call_to_come(case)
    if call is not None:
        return call.phone
    who = case.person or case.reach
    if who is None:
        return ""
    found = people.number_to_call(who)
    return found.value if found and found.kind == ContactPoint.Kind.PHONE else ""


@transaction.atomic
def offer(case: Case, *, times: Sequence[datetime], by: Account) -> Appointment:
    """Offer times for a call; a single one is set at once. Raises NotYours, NoNumber, ChangedMeanwhile, ValueError."""
    case = locked(case)
    if not may_counsel(case, by):
        raise NotYours
    if case.is_minor or case.is_closed:
        raise ChangedMeanwhile
    times = sorted({time for time in times if time > timezone.now()})[:MOST_OFFERED]
    if not times:
        raise ValueError("A call needs a time to come.")
    call = call_to_come(case) or _made(case)
    is_set = len(times) == 1
    call.state = AppointmentState.SET if is_set else AppointmentState.ASKED
    call.starts_at = times[0] if is_set else None
    call.offered, call.set_by = [] if is_set else [time.isoformat() for time in times], by
    call.save()
    log(case, CaseDid.CALL_SET if is_set else CaseDid.CALL_OFFERED, by=by)
    tell_news(case)
    return call


def _made(case: Case) -> Appointment:
    number = number_of(case)
    if not number:
        raise NoNumber
    try:
        with transaction.atomic():
            return Appointment.objects.create(case=case, phone=number)
    except IntegrityError:
        raise CallAsked from None


@transaction.atomic
def choose(case: Case, *, time: datetime, by: Account | None, mark: str = "") -> Appointment:
    """Choose one of the times that were offered, as who asked. Raises NotYours, ChangedMeanwhile."""
    case = locked(case)
    act_as(case, by=by, mark=mark, did=Did.WROTE_COUNSEL)
    call = call_to_come(case)
    if call is None or time not in offered_times(call):
        raise ChangedMeanwhile
    call.state, call.starts_at, call.offered = AppointmentState.SET, time, []
    call.save(update_fields=["state", "starts_at", "offered"])
    log(case, CaseDid.CALL_CHOSEN, by=by)
    if case.counsellor is not None:
        tell_work(case.counsellor, WROTE, case)
    return call


def call_off(case: Case, *, but: Person | None = None, is_kept: bool = True) -> bool:
    """Call off the call that was to come in a locked case, and tell who counts on it; says whether there was one.

    `but`: who called it off. Unless `is_kept`, the case goes with its person's data, and the counsellor alone is told.
    """
    call = call_to_come(case)
    if call is None:
        return False
    call.state, call.ended_at, call.offered = AppointmentState.CANCELLED, timezone.now(), []
    call.save(update_fields=["state", "ended_at", "offered"])
    if call.starts_at is not None and call.starts_at < call.ended_at:
        return True  # its time is over: nobody waits for it
    if is_kept:
        tell_call_off(case, starts_at=call.starts_at, but=but)
    counsellor = case.counsellor or call.set_by
    if call.set_by is not None and counsellor is not None and counsellor.person != but:
        tell_call_off_work(counsellor, case, starts_at=call.starts_at, is_kept=is_kept)
    return True


@transaction.atomic
def called(case: Case, *, reached: bool, by: Account) -> Appointment:
    """Say that they have spoken, or that nobody answered. Raises NotYours, ChangedMeanwhile without a call."""
    case = locked(case)
    if not may_counsel(case, by):
        raise NotYours
    call = call_to_come(case)
    if call is None:
        raise ChangedMeanwhile
    call.state = AppointmentState.DONE if reached else AppointmentState.MISSED
    call.ended_at, call.offered = timezone.now(), []
    call.save(update_fields=["state", "ended_at", "offered"])
    log(case, CaseDid.CALLED if reached else CaseDid.MISSED, by=by)
    note(Kind.CASE_CALLED, subject=f"case:{case.pk}", is_check=case.is_check, reached=reached)
    if not reached:
        tell_news(case)
    return call
