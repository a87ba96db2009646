"""Where a visit takes place: for its trainer alone, from the day before until the day after, each look written down."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from elearn.people import api as people
from elearn.people.models import Account, Role

from ..enums import PairKind, VisitState
from ..errors import AddressMissing
from ..models import Pair, Visit
from ..policies import is_bookable

A_DAY = timedelta(days=1)
OPEN_STATES = (VisitState.CONFIRMED, VisitState.DONE)


def may_read_address(visit: Visit, *, by: Account) -> bool:
    """Say whether somebody may read the address of a visit now. Reads nothing of it, writes nothing down.

    The row is read anew: a visit that was cancelled or given to another trainer a moment ago opens nothing.
    """
    rows = Visit.objects.select_related("trainer__person__account", "person")
    now = rows.filter(pk=visit.pk, trainer__person=by.person_id, state__in=OPEN_STATES).first()
    if now is None or now.person.removed_at or not people.has_role(by, Role.TRAINER):
        return False
    if Pair.objects.filter(person=now.person_id, trainer=now.trainer_id, kind=PairKind.INCOMPATIBLE).exists():
        return False  # they must not meet: somebody else has to go
    day, today = timezone.localtime(now.starts_at).date(), timezone.localdate()
    return day - A_DAY <= today <= day + A_DAY and is_bookable(now.trainer)


def address_for(visit: Visit, *, by: Account) -> str:
    """Give where a visit takes place to its trainer, and write down that they looked.

    Raises PermissionDenied for everybody else and on every other day, AddressMissing when none is kept.
    """
    if not may_read_address(visit, by=by):
        raise PermissionDenied
    words = people.read_home(visit.person, by=by, why="visit")
    if not words:
        raise AddressMissing
    return words
