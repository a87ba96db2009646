"""An elder's visits: who comes and when, the word at the door, yes, cancel, once more, wait, and who looked."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearn.people import api as people
from elearn.web.api import number_in
from elearn.web.speech import cost, sound_answer

from ..domain import answer, ask
from ..domain.elder import VisitLine, is_old_enough, visits_of
from ..domain.heard import sentences
from ..domain.units import titles
from ..enums import Channel, Way
from ..errors import AddressMissing, VisitError
from ..forms_asking import CancelForm, StopForm
from ..models import Visit
from .certificate import offer_context
from .face import face_answer
from .seat import Seat, own

WAYS = {Channel.SELF: Way.SITE, Channel.COMPANION: Way.COMPANION, Channel.OPERATOR: Way.OPERATOR}
MOST_LOOKS = 20


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """My visits for who is signed in; for everybody else what home visits are, and how to ask for them."""
    if request.user.is_authenticated:
        return _own_mine(request)
    return render(request, "visits/front.html")


@require_safe
def mine(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything about the visits of one elder."""
    shown = visits_of(seat.person)
    context = {
        "seat": seat,
        "shown": shown,
        "sound_bytes": cost(sentences(shown)) if seat.is_own else 0,
        "units": titles(shown.request.units.all()) if shown.request else [],
        "looks": people.looks_at(seat.person)[:MOST_LOOKS] if seat.is_own else [],
        "address_days": settings.VISIT_ADDRESS_DAYS,
        "may_ask": seat.is_office or is_old_enough(seat.person),
        **offer_context(shown.request if shown.is_done else None, seat.by),
    }
    return render(request, "visits/mine.html", context)


_own_mine = own(mine)


@require_safe
def listen(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The same, said aloud: for the elder who is signed in."""
    return sound_answer(sentences(visits_of(seat.person)), language=get_language() or seat.person.language)


@require_POST
def reply(request: HttpRequest, seat: Seat, key: UUID) -> HttpResponse:
    """Yes, no, or once more, to one visit."""
    visit, way = visit_of(seat, key), WAYS[seat.channel]
    try:
        words = _reply(request.POST.get("answer", ""), visit, seat, way, version_of(request))
    except AddressMissing:
        messages.info(request, _("Your address was deleted meanwhile. Please tell us once more what you would like."))
        return redirect(seat.url("ask"))
    except VisitError as error:
        messages.error(request, str(error.words))
    else:
        if words:
            messages.success(request, words)
    return redirect(seat.url("mine"))


def _reply(said: str, visit: Visit, seat: Seat, way: Way, version: int | None) -> str:
    """Do what was pressed, and give it in words."""
    if said == "yes":
        answer.agree(visit, way=way, by=seat.by, version=version)
        return _("Thank you. The visit is agreed.")
    if said == "no":
        answer.decline(visit, way=way, by=seat.by, version=version)
        return _("We have let the time go. We look for another one.")
    if said == "again":
        answer.come_again(visit, by=seat.by)
        return _("We are glad to come again. You will hear from us.")
    return ""


def version_of(request: HttpRequest) -> int | None:
    """The visit as the page has shown it; a page that does not say has shown none."""
    return number_in(request.POST.get("version"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, seat: Seat, key: UUID) -> HttpResponse:
    """Ask once, then cancel it."""
    visit = visit_of(seat, key)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer.cancel(visit, by=seat.by, reason=form.cleaned_data["reason"], is_elder=True)
        except VisitError as error:
            messages.error(request, str(error.words))
        else:
            messages.success(request, _("The visit is cancelled. Nobody comes then."))
        return redirect(seat.url("mine"))
    line = VisitLine(visit)
    if not line.may_cancel:
        return redirect(seat.url("mine"))
    context = {"seat": seat, "line": line, "form": form, "back": seat.url("mine")}
    return render(request, "visits/cancel.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Wait for a while, or end it."""
    found = ask.open_request(seat.person)
    if found is None:
        return redirect(seat.url("mine"))
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how, reason = form.cleaned_data["how"], form.cleaned_data["reason"]
        try:
            if how == "end":
                ask.withdraw(found, by=seat.by, reason=reason)
            else:
                until = timezone.localdate() + timedelta(weeks=int(how)) if how.isdecimal() else None
                ask.pause(found, by=seat.by, until=until)
        except VisitError as error:
            messages.error(request, str(error.words))
        else:
            messages.success(request, _("Thank you for telling us. It is written down."))
        return redirect(seat.url("mine"))
    context = {"seat": seat, "form": form, "coming": visits_of(seat.person).coming}
    return render(request, "visits/stop.html", context, status=422 if form.is_bound else 200)


@require_POST
def go_on(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go on following a pause."""
    found = ask.open_request(seat.person)
    try:
        if found:
            ask.resume(found, by=seat.by)
            messages.success(request, _("We go on. You will hear from us."))
    except VisitError as error:
        messages.error(request, str(error.words))
    return redirect(seat.url("mine"))


@require_safe
def face(request: HttpRequest, seat: Seat, key: UUID) -> HttpResponseBase:
    """The face of who comes, and never that of who was suspended."""
    rows = Visit.objects.select_related("trainer").filter(trainer__suspended_at=None)
    return face_answer(get_object_or_404(rows, key=key, person=seat.person))


def visit_of(seat: Seat, key: UUID) -> Visit:
    """One of this elder's visits; others' are not there."""
    rows = Visit.objects.select_related("trainer__person", "person", "request__district")
    return get_object_or_404(rows, key=key, person=seat.person, along_with=None)
