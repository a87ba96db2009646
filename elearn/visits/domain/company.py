"""When it is decided that two must go after all, or that one is enough: what an elder was told before is put right.

Call it in the transaction that changed the request, with the request locked and saved.
"""

from django.db.models import F
from django.utils import timezone

from elearn.people.models import Account

from ..enums import COMING, VisitState
from ..models import Visit, VisitRequest
from ..policies import is_bookable
from . import telling
from .beside import ask_elder, is_complete, let_go, second_of
from .reassign import with_new_words


def settle(request: VisitRequest, *, by: Account | None) -> None:
    """Bring what is to come of a request in line with how many must go now."""
    coming = request.visits.filter(state__in=COMING, along_with=None, starts_at__gt=timezone.now())
    rows = coming.select_related("person", "trainer__person", "request__person", "request__district")
    for visit in rows.order_by("starts_at", "pk"):
        if request.is_two_person:
            _wait_for_second(visit)
        else:
            _let_one_go(visit, by=by)


def _wait_for_second(visit: Visit) -> None:
    """Take back what was told of one: asked anew, or told who comes, when there are two."""
    if is_complete(visit):
        return
    was_asked = visit.answer_by is not None
    if visit.state == VisitState.CONFIRMED:
        _somebody_else(visit)
        return
    _changed(visit, answer_by=None)
    if was_asked:
        telling.tell_elder(visit, "visit_cancelled", why="us")


def _let_one_go(visit: Visit, *, by: Account | None) -> None:
    """Free who was to go along. Who waited for a second is asked now; who had agreed hears that it is not both."""
    had_second = second_of(visit) is not None
    let_go(visit, by=by)
    if visit.state == VisitState.CONFIRMED and had_second:
        _somebody_else(visit)
    is_unasked = visit.state == VisitState.PROPOSED and (had_second or visit.answer_by is None)
    if is_unasked and is_bookable(visit.trainer):
        ask_elder(visit)


def _somebody_else(visit: Visit) -> None:
    with_new_words(visit)
    _changed(visit)
    telling.tell_elder(visit, "visit_somebody_else")


def _changed(visit: Visit, **changes: None) -> None:
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1, **changes)
    visit.refresh_from_db()
