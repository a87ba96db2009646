"""Answering in writing. An answer goes from here alone, and where a second counsellor has to agree, after they have.

What was typed is kept as a draft first; then it is sent, or put before the second person. While that person reads it,
it does not change.
"""

from django.db import transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..case_enums import CaseDid, CaseState, CheckReason, CheckState, Side
from ..errors_cases import ChangedMeanwhile, NeedsCheck, NobodyThere, NotYours, WroteMore
from ..models import AnswerHand, Case, CaseCheck, CaseMessage
from ..policies_counsel import check_for, may_counsel
from .case_acting import locked
from .case_assign import end_check
from .case_log import log
from .case_people import checkers_for
from .case_states import move
from .case_telling import tell_answered
from .case_work_telling import AGREED, CHANGES, TO_CHECK, tell_work


def draft_of(case: Case) -> CaseMessage | None:
    """Give the answer that has not gone yet."""
    return case.messages.filter(side=Side.COUNSELLOR, sent_at=None).first()


def last_word(case: Case) -> int:
    """Give what stands for all that who asked has written so far: a page that shows it hands it back."""
    last = case.messages.filter(side=Side.ASKER).order_by("pk").values_list("pk", flat=True).last()
    return last or 0


def _mine(case: Case, by: Account, *states: CaseState) -> Case:
    case = locked(case)
    if not may_counsel(case, by):
        raise NotYours
    if case.state not in states:
        raise ChangedMeanwhile
    return case


@transaction.atomic
def keep_draft(case: Case, *, text: str, by: Account) -> CaseMessage:
    """Keep what is written of an answer. Raises NotYours, ChangedMeanwhile; ValueError without words."""
    case = _mine(case, by, CaseState.ASSIGNED)
    if not text.strip():
        raise ValueError("An answer needs words.")
    draft = draft_of(case) or CaseMessage(case=case, side=Side.COUNSELLOR)
    draft.text, draft.by, draft.written_at = text.strip(), by, timezone.now()
    draft.save()
    AnswerHand.objects.get_or_create(message=draft, account=by)
    return draft


@transaction.atomic
def send(case: Case, *, by: Account, seen: int) -> CaseMessage:
    """Send the draft. Raises NeedsCheck where a second one has to agree, WroteMore, NotYours, ChangedMeanwhile."""
    case = _mine(case, by, CaseState.ASSIGNED)
    if case.check_reason:
        raise NeedsCheck
    return _go(case, _unsent(case, seen), by=by)


def _unsent(case: Case, seen: int) -> CaseMessage:
    draft = draft_of(case)
    if draft is None:
        raise ChangedMeanwhile
    if last_word(case) != seen:
        raise WroteMore
    return draft


def _go(case: Case, message: CaseMessage, *, by: Account) -> CaseMessage:
    """The one place where an answer goes; the callers have asked whether it may."""
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    in_time = case.answer_by is None or message.sent_at <= case.answer_by
    move(case, CaseState.ANSWERED, answered_at=message.sent_at)
    log(case, CaseDid.ANSWERED, by=by)
    note(Kind.CASE_ANSWERED, subject=f"case:{case.pk}", is_check=case.is_check, topic=case.topic,
         language=case.language, in_time=in_time, checked=bool(case.check_reason))  # fmt: skip
    tell_answered(case)
    return message


# The second counsellor ----------------------------------------------------------------------------------
@transaction.atomic
def ask_check(case: Case, *, by: Account, seen: int, wanted: Account | None = None) -> CaseCheck:
    """Put the draft before a second counsellor, who has to agree before it goes; once asked, that stays so.

    `wanted`: whom, if they can. Raises NobodyThere, WroteMore, NotYours, ChangedMeanwhile.
    """
    case = _mine(case, by, CaseState.ASSIGNED)
    draft = _unsent(case, seen)
    able = checkers_for(case, draft)
    checker = next((one for one in able if wanted is None or one.pk == wanted.pk), None)
    if checker is None:
        raise NobodyThere
    reason = case.check_reason or CheckReason.COUNSELLOR
    check = CaseCheck.objects.create(case=case, message=draft, reason=reason, asked_by=by, checker=checker)
    move(case, CaseState.CHECKING, check_reason=reason)
    log(case, CaseDid.CHECK_ASKED, by=by)
    tell_work(checker, TO_CHECK, case)
    return check


@transaction.atomic
def take_back(case: Case, *, by: Account) -> Case:
    """Take an answer back before the second counsellor has said anything. Raises NotYours, ChangedMeanwhile."""
    case = _mine(case, by, CaseState.CHECKING)
    end_check(case)
    move(case, CaseState.ASSIGNED)
    log(case, CaseDid.TAKEN_BACK, by=by)
    return case


@transaction.atomic
def say(check: CaseCheck, *, agreed: bool, by: Account, seen: int, words: str = "") -> CaseCheck:
    """The second counsellor agrees, and the answer goes; or says what to change, and it does not.

    Raises NotYours for everybody but the one who was asked and wrote nothing of it, WroteMore, ChangedMeanwhile.
    """
    case = locked(check.case)
    mine = check_for(case, by)
    if mine is None:
        raise NotYours if case.state == CaseState.CHECKING else ChangedMeanwhile
    if mine.pk != check.pk:
        raise ChangedMeanwhile
    if agreed and last_word(case) != seen:
        raise WroteMore
    said = CheckState.AGREED if agreed else CheckState.CHANGES
    values = {"state": said, "said_at": timezone.now(), "words": words.strip()}
    if CaseCheck.objects.filter(pk=mine.pk, state=CheckState.ASKED, checker=by).update(**values) != 1:
        raise ChangedMeanwhile
    log(case, CaseDid.CHECKED, by=by)
    note(Kind.CASE_CHECKED, subject=f"case:{case.pk}", is_check=case.is_check, agreed=agreed)
    if agreed:
        _go(case, mine.message, by=by)
    else:
        move(case, CaseState.ASSIGNED)
    if case.counsellor is not None:
        tell_work(case.counsellor, AGREED if agreed else CHANGES, case)
    mine.refresh_from_db()
    return mine


def find_checkers() -> int:
    """Give what waits for a counsellor who can no longer read it to another; says how many."""
    waits = CaseCheck.objects.filter(state=CheckState.ASKED, case__state=CaseState.CHECKING)
    return sum(_find_checker(check) for check in waits.select_related("checker__person")[:200])


@transaction.atomic
def _find_checker(check: CaseCheck) -> bool:
    case = locked(check.case)
    check = CaseCheck.objects.select_related("checker", "message").get(pk=check.pk)
    if check.state != CheckState.ASKED or (check.checker is not None and check_for(case, check.checker)):
        return False
    other = next(iter(checkers_for(case, check.message)), None)
    if other is None:
        return False
    # Asked now: the day after which they are reminded is counted from here, not from when another was asked.
    CaseCheck.objects.filter(pk=check.pk, state=CheckState.ASKED).update(checker=other, asked_at=timezone.now())
    tell_work(other, TO_CHECK, case)
    return True
