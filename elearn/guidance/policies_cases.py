"""Who may see a case. Whatever is not said here is denied, to staff as to anybody.

- who asked: signed in as the person it is about, or with the code (a mark of it in the session);
- a helper, for the one question they asked or were let into, as long as the person's consent to help with it lasts;
- the operator who wrote it down, while the call lasts; afterwards how it stands, without a word of it;
- the counsellor who has it, and the one who checks the answer: their half is in `policies_counsel`.
"""

from enum import StrEnum

from elearn.people import api as people
from elearn.people.models import Account, Role, Scope

from .case_enums import CaseChannel
from .domain.case_code import is_mark
from .models import Case


class CaseWay(StrEnum):
    """In what part somebody opens a case on the asker's side."""

    OWN = "own"
    CODE = "code"
    HELPER = "helper"


def way_to(case: Case, *, by: Account | None, mark: str = "") -> CaseWay | None:
    """Say in what part somebody may read and write a case as who asked; None for everybody else.

    A helper is never taken for the owner of what they were told the code of: as a helper of the person they come by
    their consent or not at all.
    """
    if by is not None and by.is_active and case.person_id is not None and by.person_id == case.person_id:
        return CaseWay.OWN
    if by is not None and case.person_id and people.is_helper_of(by.person_id, case.person_id):
        return CaseWay.HELPER if is_helper(case, by) else None
    return CaseWay.CODE if mark and is_mark(case, mark) else None


def is_helper(case: Case, account: Account) -> bool:
    """Say whether somebody may help with this question today: let into it, and the person's consent still there."""
    if case.helper is None or case.person is None or case.helper.companion_id != account.person_id:
        return False
    return people.may_act(account, case.person, Scope.ASK)


def takes_calls(account: Account | None) -> bool:
    """Say whether somebody writes questions down for callers."""
    return account is not None and (
        people.has_role(account, Role.OPERATOR) or people.has_role(account, Role.COORDINATOR)
    )


def may_see_call(case: Case, account: Account | None) -> bool:
    """Say whether an operator sees how a question stands: the one who wrote it down."""
    wrote = account is not None and case.asked_by_id == account.pk and case.channel == CaseChannel.PHONE
    return wrote and takes_calls(account)


def may_read_call(case: Case, account: Account | None) -> bool:
    """Say whether an operator still reads what they wrote down: while they have the caller on the phone."""
    return may_see_call(case, account) and case.call_lasts()
