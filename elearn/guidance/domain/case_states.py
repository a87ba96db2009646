"""The steps a case may take, each written with compare-and-set: of two who press at once, one has done it.

Nothing else changes `Case.state`.
"""

from typing import Any

from django.utils import timezone

from ..case_enums import CaseState
from ..errors_cases import ChangedMeanwhile
from ..models import Case

_S = CaseState
# From which states a case may come to each.
_BEFORE: dict[CaseState, frozenset[CaseState]] = {
    # Handed back by a counsellor, written to again after an answer whose counsellor has left, or opened again.
    _S.WAITING: frozenset({_S.ASSIGNED, _S.CHECKING, _S.ANSWERED, _S.CLOSED}),
    # Given to a counsellor or handed over; written to again; an answer taken back or to be changed.
    _S.ASSIGNED: frozenset({_S.WAITING, _S.ASSIGNED, _S.CHECKING, _S.ANSWERED, _S.CLOSED}),
    _S.CHECKING: frozenset({_S.ASSIGNED}),
    _S.ANSWERED: frozenset({_S.ASSIGNED, _S.CHECKING}),
    _S.CLOSED: frozenset({_S.WAITING, _S.ASSIGNED, _S.CHECKING, _S.ANSWERED}),
}


def may_become(old: str, new: CaseState) -> bool:
    """Say whether a case may go from one state to another."""
    return CaseState(old) in _BEFORE[new]


def move(case: Case, new: CaseState, **values: Any) -> Case:
    """Take a case from the state it was read in to another, with whatever else changes with it; give it as it is now.

    Raises ChangedMeanwhile when it is in another state by now, or the step does not exist.
    """
    if not may_become(case.state, new):
        raise ChangedMeanwhile
    values = {"state": new, "moved_at": timezone.now(), **values}
    if Case.objects.filter(pk=case.pk, state=case.state).update(**values) != 1:
        raise ChangedMeanwhile
    for name, value in values.items():
        setattr(case, name, value)
    return case
