"""What who asked does afterwards: write more, ask for a call, close, open again, whether it helped, let a helper in."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account, Companionship, Did, Person, Scope

from ..case_enums import CaseDid, CaseState, Helped, Side
from ..errors_cases import CallAsked, ChangedMeanwhile, NotYours
from ..models import Appointment, Case, CaseMessage, DraftFile
from ..policies_cases import CaseWay, way_to
from .case_acting import act_as, locked
from .case_ask import refer_if_needed
from .case_assign import take_up
from .case_calls import call_off
from .case_files import attach
from .case_log import log
from .case_states import move
from .case_telling import code_was_taken


@transaction.atomic
def write_more(
    case: Case,
    *,
    text: str,
    by: Account | None,
    mark: str = "",
    files: Sequence[DraftFile] = (),
    once: UUID | None = None,
    hurt: str = "no",
) -> CaseMessage:
    """Add to a question. After an answer it is with the counsellor again; a closed one is open again.

    With `once`, the key that the message gets: sent again, it is the one that was written. `hurt` as in `Said`.
    Raises NotYours, ChangedMeanwhile, and ValueError without words.
    """
    case = locked(case)
    if once and way_to(case, by=by, mark=mark) and (sent := case.messages.filter(key=once).first()):
        return sent
    way = act_as(case, by=by, mark=mark, did=Did.WROTE_COUNSEL)
    if not text.strip():
        raise ValueError("A message needs words.")
    now = timezone.now()
    message = CaseMessage.objects.create(
        key=once or uuid4(), case=case, side=Side.ASKER, text=text.strip(), by=by, written_at=now, sent_at=now
    )
    attach(message, files)
    log(case, CaseDid.WROTE, by=by)
    if case.state in (CaseState.ANSWERED, CaseState.CLOSED):
        _take_up(case)
    else:
        Case.objects.filter(pk=case.pk).update(moved_at=now)
    if refer_if_needed(case, text, hurt=hurt) and way == CaseWay.OWN and case.helper:
        # It may be the helper who hurts them: what the person writes of it, and after it, is not theirs to read.
        Case.objects.filter(pk=case.pk).update(helper=None)
        log(case, CaseDid.UNSHARED)
    take_up(case)
    _note(Kind.CASE_WRITTEN, case)
    return message


@transaction.atomic
def close(case: Case, *, by: Account | None, mark: str = "") -> Case:
    """End a question: nothing more is needed. Raises NotYours, ChangedMeanwhile."""
    case = locked(case)
    act_as(case, by=by, mark=mark, did=Did.ENDED_COUNSEL)
    return end(case, by=by, who=_who(case, by))


def _who(case: Case, by: Account | None) -> Person | None:
    """Give who acts on the asker's side: somebody signed in, else the record of the contact."""
    return by.person if by else case.reach


def end(case: Case, *, by: Account | None, who: Person | None) -> Case:
    """Close a locked case, whoever decided it (`who`; None, the site); a call that was to come is called off."""
    move(case, CaseState.CLOSED, closed_at=timezone.now())
    call_off(case, but=who)
    log(case, CaseDid.CLOSED, by=by)
    _note(Kind.CASE_CLOSED, case)
    return case


@transaction.atomic
def reopen(case: Case, *, by: Account | None, mark: str = "") -> Case:
    """Open a closed question again. Raises NotYours, ChangedMeanwhile."""
    case = locked(case)
    act_as(case, by=by, mark=mark, did=Did.WROTE_COUNSEL)
    if case.state != CaseState.CLOSED:
        raise ChangedMeanwhile
    _take_up(case)
    take_up(case)
    log(case, CaseDid.REOPENED, by=by)
    return case


def _take_up(case: Case) -> None:
    """Put a case before its counsellor again, or before all when they have left; the clock begins anew."""
    has_counsellor = case.counsellor is not None and case.counsellor.is_active
    if case.state == CaseState.CLOSED:
        Case.objects.filter(pk=case.pk).update(reopened=case.reopened + 1)
        _note(Kind.CASE_REOPENED, case)
    state = CaseState.ASSIGNED if has_counsellor else CaseState.WAITING
    move(case, state, answer_by=None, closed_at=None)


@transaction.atomic
def say_helped(case: Case, *, helped: Helped, words: str = "", by: Account | None, mark: str = "") -> Case:
    """Keep whether an answer helped; said again, the newer counts. Raises NotYours, ChangedMeanwhile."""
    case = locked(case)
    if way_to(case, by=by, mark=mark) is None:
        raise NotYours
    if not case.messages.filter(side=Side.COUNSELLOR, sent_at__isnull=False).exists():
        raise ChangedMeanwhile
    case.helped, case.helped_words, case.helped_at = helped, words.strip(), timezone.now()
    case.save(update_fields=["helped", "helped_words", "helped_at"])
    log(case, CaseDid.HELPED, by=by)
    _note(Kind.CASE_HELPED, case, helped=helped.value)
    return case


# A call back --------------------------------------------------------------------------------------------
@transaction.atomic
def ask_call(case: Case, *, phone: str, wish: str = "", by: Account | None, mark: str = "") -> Appointment:
    """Ask to be called on a number (E.164). Raises NotYours, CallAsked, and ChangedMeanwhile where none is offered."""
    case = locked(case)
    act_as(case, by=by, mark=mark, did=Did.WROTE_COUNSEL)
    if case.is_minor or case.is_closed:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            call = Appointment.objects.create(case=case, phone=phone, wish=wish.strip())
    except IntegrityError:
        raise CallAsked from None
    if case.state == CaseState.ANSWERED:
        _take_up(case)
    take_up(case)
    log(case, CaseDid.CALL_ASKED, by=by)
    _note(Kind.CASE_CALL_ASKED, case)
    return call


@transaction.atomic
def cancel_call(case: Case, *, by: Account | None, mark: str = "") -> None:
    """Call off the call that was to come. Raises NotYours, ChangedMeanwhile when there is none."""
    case = locked(case)
    act_as(case, by=by, mark=mark, did=Did.WROTE_COUNSEL)
    if not call_off(case, but=_who(case, by)):
        raise ChangedMeanwhile
    log(case, CaseDid.CALL_CANCELLED, by=by)


# A helper -----------------------------------------------------------------------------------------------
@transaction.atomic
def share(case: Case, *, helps: Companionship | None, by: Account | None) -> Case:
    """Let one helper read this question, or nobody. The person alone decides. Raises NotYours."""
    case = locked(case)
    if way_to(case, by=by) != CaseWay.OWN:
        raise NotYours
    if helps is not None and (helps.elder_id != case.person_id or not helps.allows(Scope.ASK)):
        raise NotYours
    case.helper = helps
    case.save(update_fields=["helper"])
    log(case, CaseDid.SHARED if helps else CaseDid.UNSHARED, by=by)
    return case


@transaction.atomic
def end_call(case: Case, *, by: Account) -> None:
    """The operator has put the phone down: from now on they read nothing of it.

    The code is forgotten, too, unless the message that brings it has yet to leave.
    """
    if Case.objects.filter(pk=case.pk, asked_by=by).update(call_until=timezone.now()):
        code_was_taken(case)
    log(case, CaseDid.CALL_ENDED, by=by)


def _note(kind: Kind, case: Case, **facts: str) -> None:
    who = case.person.key if case.person else None
    note(kind, who=who, subject=f"case:{case.pk}", is_check=case.is_check, **facts)
