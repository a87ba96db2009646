"""With the elder on the phone: a time at which somebody can really come, agreed at once and kept as said to us."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elearn.people import api as people

from ..domain.ask import open_request
from ..domain.book import move, propose
from ..domain.free_times import free_times, times_to_move
from ..enums import COMING, Way
from ..errors import ChangedMeanwhile, VisitError
from ..models import Trainer, Visit, VisitRequest
from .mine import version_of, visit_of
from .near import read_moment
from .seat import Seat


@require_http_methods(["GET", "POST"])
def times(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Times to choose from; the one that is pressed is agreed."""
    found = open_request(seat.person)
    if found is None or found.visits.filter(state__in=COMING).exists():
        return redirect(seat.url("mine"))
    if request.method == "POST":
        return _agreed(request, seat, found)
    has_home = people.has_home(seat.person)
    context = {"seat": seat, "times": free_times(found) if has_home else [], "has_home": has_home}
    return render(request, "visits/office_times.html", context)


def _agreed(request: HttpRequest, seat: Seat, found: VisitRequest) -> HttpResponse:
    trainer, at = _chosen(request.POST.get("time", ""))
    try:
        made: Visit = propose(found, trainer, starts_at=read_moment(at), by=seat.by, agreed_way=Way.OPERATOR)
    except VisitError as error:
        messages.error(request, str(error.words))
        return redirect(seat.url("times"))
    messages.success(request, _("Thank you. The visit is agreed."))
    return redirect(f"{seat.url('mine')}#visit-{made.pk}")


@require_http_methods(["GET", "POST"])
def other(request: HttpRequest, seat: Seat, key: UUID) -> HttpResponse:
    """Other times for a coming visit; the one that is pressed is agreed in place of the one before."""
    visit = visit_of(seat, key)
    if visit.state not in COMING or visit.starts_at <= timezone.now():
        return redirect(seat.url("mine"))
    if request.method == "POST":
        return _moved(request, seat, visit)
    context = {"seat": seat, "times": times_to_move(visit), "has_home": True, "visit": visit}
    return render(request, "visits/office_times.html", context)


def _moved(request: HttpRequest, seat: Seat, visit: Visit) -> HttpResponse:
    _trainer, at = _chosen(request.POST.get("time", ""))
    try:
        if version_of(request) != visit.version:
            raise ChangedMeanwhile
        move(visit, starts_at=read_moment(at), by=seat.by, agreed_way=Way.OPERATOR)
    except VisitError as error:
        messages.error(request, str(error.words))
        return redirect(seat.url("other", visit.key))
    messages.success(request, _("Thank you. The visit is agreed."))
    return redirect(seat.url("mine"))


def _chosen(said: str) -> tuple[Trainer, str]:
    """Read what a button says: who, and when. Raises Http404 for anything else."""
    who, _between, at = said.partition("_")
    try:
        key = UUID(who)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Trainer.objects.select_related("person"), person__key=key), at
