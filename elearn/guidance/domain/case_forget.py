"""Cases are deleted whole, in time or when a person's data are removed; files and the record of the contact with them.

One that the safeguarding officer is looking after stays until they have closed it, without a name.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account, Companionship, Person
from elearn.safety.models import ConcernState

from ..case_enums import CaseState
from ..errors_cases import ChangedMeanwhile
from ..models import Case
from .case_acting import locked
from .case_calls import call_off
from .case_files import forget_files
from .case_telling import NAMELESS
from .case_write import end


def old_cases(before: datetime, most: int) -> list[Case]:
    """Give the closed cases in which nothing has happened since, but those an officer still needs."""
    rows = Case.objects.filter(state=CaseState.CLOSED, moved_at__lt=before).exclude(_is_looked_after())
    return list(rows.order_by("moved_at", "pk").distinct()[:most])


def _is_looked_after() -> Q:
    return Q(referrals__concern__state__in=[ConcernState.NEW, ConcernState.IN_HAND])


@transaction.atomic
def forget_case(case: Case) -> None:
    """Delete a case with everything in it."""
    forget_files(case.attachments.values_list("path", flat=True))
    note(Kind.CASE_FORGOTTEN, subject=f"case:{case.pk}", is_check=case.is_check)
    reach = case.reach
    case.delete()
    if reach is not None:
        _forget_reach(reach)


def _forget_reach(reach: Person) -> None:
    """Delete the record of a contact, unless it has become somebody's: joined with a person, or signed in."""
    if reach.name != NAMELESS or reach.merged_into_id or Account.objects.filter(person=reach).exists():
        return
    try:
        with transaction.atomic():
            reach.delete()
    except (ProtectedError, RestrictedError):
        return


@transaction.atomic
def forget_cases_of(person: Person) -> None:
    """A person's data are removed: their questions go. One that an officer looks after stays, without their name."""
    for case in Case.objects.filter(Q(person=person) | Q(reach=person)):
        if Case.objects.filter(_is_looked_after(), pk=case.pk).exists():
            Case.objects.filter(pk=case.pk).update(person=None, reach=None, helper=None, name="", code_mark="")
            if case.is_open:
                end(locked(case), by=None, who=None)
        else:
            call_off(case, is_kept=False)
            forget_case(case)


def close_answered(now: datetime | None = None) -> int:
    """Close what was answered some time ago and nobody wrote to again; says how many."""
    before = (now or timezone.now()) - timedelta(days=settings.CASE_CLOSES_DAYS)
    quiet = Case.objects.filter(state=CaseState.ANSWERED, moved_at__lt=before).order_by("pk")
    return sum(_close(case, before) for case in quiet[:500])


@transaction.atomic
def _close(case: Case, before: datetime) -> bool:
    case = locked(case)
    if case.state != CaseState.ANSWERED or case.moved_at >= before:
        return False
    try:
        end(case, by=None, who=None)
    except ChangedMeanwhile:
        return False
    return True


def settle_merge(keep: Person, absorb: Person) -> None:
    """Two records become one: a helper who would help themself reads nothing more."""
    both = [keep.pk, absorb.pk]
    rows = Companionship.objects.filter(elder__in=both, companion__in=both)
    Case.objects.filter(helper__in=rows).update(helper=None)
