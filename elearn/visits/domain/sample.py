"""Calls after visits: a sample drawn by lot, every visit that nothing shows, and every door that nobody opened.

Whether rules were kept is asked of the elder and never of the trainer, who does not learn who is called.
"""

from secrets import randbelow

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.history.api import Kind, note
from elearn.people.models import Account
from elearn.safety.api import report

from ..errors import ChangedMeanwhile, NotYours
from ..models import SampleCall, Visit
from ..policies import is_office
from .answer import is_going

HUNDRED = 100
MOST_TRIES = 5


def draw(visit: Visit, *, is_sure: bool = False) -> bool:
    """Put a visit on the list of calls, by lot or surely; says whether it is on it."""
    if visit.along_with_id or not (is_sure or randbelow(HUNDRED) < settings.VISIT_SAMPLE_PERCENT):
        return False
    SampleCall.objects.get_or_create(visit=visit)
    return True


def calls() -> QuerySet[SampleCall]:
    """Give the calls that are still to be made, the longest waiting first."""
    waiting = SampleCall.objects.filter(called_at=None, tries__lt=MOST_TRIES, visit__request__is_check=False)
    return waiting.select_related("visit__person", "visit__trainer__person").order_by("drawn_at", "pk")


@transaction.atomic
def note_not_reached(call: SampleCall, *, by: Account) -> None:
    """Count a call that nobody answered; after five of them the list lets it go. Raises NotYours, ChangedMeanwhile."""
    _may_call(call, by)
    if not SampleCall.objects.filter(pk=call.pk, called_at=None).update(tries=F("tries") + 1, called_by=by):
        raise ChangedMeanwhile


@transaction.atomic
def note_call(call: SampleCall, *, took_place: bool, rules_kept: bool | None, said: str, by: Account) -> None:
    """Write down what an elder said. A rule that was broken becomes a concern at once.

    Raises NotYours for who made the visit, and ChangedMeanwhile when a colleague has already called.
    """
    _may_call(call, by)
    done = SampleCall.objects.filter(pk=call.pk, called_at=None)
    if not done.update(
        called_at=timezone.now(), called_by=by, tries=F("tries") + 1, took_place=took_place, rules_kept=rules_kept,
        said=said.strip(),
    ):  # fmt: skip
        raise ChangedMeanwhile
    visit = call.visit
    note(
        Kind.VISIT_CALLED, who=visit.person.key, subject=f"visit:{visit.key}", took_place=took_place,
        rules_kept=rules_kept,
    )  # fmt: skip
    if rules_kept is False:
        about = _("Home visit: on the phone the elder says that a rule was not kept")
        report(said.strip() or about, about=about, subject=f"visit:{visit.key}", person=by.person)


def _may_call(call: SampleCall, by: Account) -> None:
    if not is_office(by) or is_going(call.visit, by):
        raise NotYours
