"""What a counsellor does with a question beside answering: note, pass on, close, look, and say what they take."""

from datetime import date

from django.db import transaction

from elearn.people.models import Account

from ..case_enums import CaseDid, CaseState, ReferralReason
from ..errors_cases import ChangedMeanwhile, NotYours
from ..models import Case, CaseNote, CaseReferral, Readiness
from ..policies_counsel import hands_on, is_counsellor, may_counsel, may_read
from .case_acting import locked
from .case_log import log
from .case_refer import refer
from .case_telling import tell_news
from .case_write import end


@transaction.atomic
def look(case: Case, *, by: Account, did: CaseDid = CaseDid.LOOKED) -> None:
    """Write down that somebody read a question, or opened a file of it. Raises NotYours."""
    if not may_read(case, by):
        raise NotYours
    log(case, did, by=by)


@transaction.atomic
def note_down(case: Case, *, text: str, by: Account) -> CaseNote:
    """Write something down for other counsellors. Raises NotYours; ValueError without words."""
    case = locked(case)
    if not may_read(case, by):
        raise NotYours
    if not text.strip():
        raise ValueError("A note needs words.")
    made = CaseNote.objects.create(case=case, text=text.strip(), by=by)
    log(case, CaseDid.NOTED, by=by)
    return made


@transaction.atomic
def pass_on(case: Case, *, words: str, by: Account, in_danger: bool = False) -> CaseReferral:
    """Tell the safeguarding officer; who asked is told that there is news, and reads it there. Raises NotYours."""
    case = locked(case)
    if not may_read(case, by):
        raise NotYours
    made = refer(case, reason=ReferralReason.COUNSELLOR, by=by, words=words, in_danger=in_danger)
    tell_news(case)
    return made


@transaction.atomic
def close(case: Case, *, by: Account) -> Case:
    """End what has been answered. Nobody ends a question without an answer. Raises NotYours, ChangedMeanwhile."""
    case = locked(case)
    if not may_counsel(case, by):
        raise NotYours
    if case.state != CaseState.ANSWERED:
        raise ChangedMeanwhile
    return end(case, by=by, who=by.person)


@transaction.atomic
def be_ready(
    account: Account,
    *,
    topics: list[str],
    languages: list[str],
    most: int,
    away: tuple[date | None, date | None],
    by: Account,
) -> Readiness:
    """Say what a counsellor takes: they themself, or a coordinator. Raises NotYours."""
    if not is_counsellor(account) or not (by.pk == account.pk or hands_on(by)):
        raise NotYours
    facts = {"topics": topics, "languages": languages, "most": most, "away_from": away[0], "away_until": away[1]}
    return Readiness.objects.update_or_create(account=account, defaults=facts)[0]
