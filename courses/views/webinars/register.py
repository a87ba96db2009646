"""Registering for a webinar and giving the seat back, in two taps; also for who has no account yet.

A visitor who presses "Register" is remembered in their own session while they sign up, and has their seat the moment
they come back: nothing is pressed twice. Without JavaScript it is the same.
"""

from time import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.webinars import queries
from courses.domain.webinars import register as seats
from courses.errors import NeedsNoSeat, SchoolError
from courses.models import Registration, RegistrationState, Webinar, WebinarSeries
from courses.policies_webinars import may_see, may_use_studio
from elearn.people.api import age_known, person_of
from elearn.people.models import Person
from elearn.safety.api import hidden_among

from ..learn import NotShown

_SESSION_KEY = "registers_at"
# So long what was pressed waits for who signs up: somebody else may use this device later.
_WAITS = 3600


def shown_webinar(request: HttpRequest, pk: int) -> Webinar:
    """Find a webinar that this visitor may see, or answer 404; a hidden one in words of its own."""
    rows = Webinar.objects.select_related("speaker", "topic", "series", "broadcast", "lesson")
    webinar = get_object_or_404(rows, pk=pk)
    if not may_see(request.user, webinar):
        raise Http404
    if hidden_among([f"webinar:{webinar.pk}"]) and not may_use_studio(request.user, webinar):
        raise NotShown
    return webinar


def register_facts(request: HttpRequest, webinar: Webinar) -> dict[str, Any]:
    """Give what `_register.html` shows of seats, and of this visitor's own."""
    person = person_of(request.user)
    mine = seats.registration_of(person, webinar)
    is_waiting = mine is not None and mine.state == RegistrationState.WAITING
    left = queries.seats_left(webinar)
    is_open = webinar.state in seats.OPEN and not queries.is_missed(webinar)
    return {
        "webinar": webinar,
        "person": person,
        "registration": mine,
        "is_waiting": is_waiting,
        "waiting_place": seats.place_in_line(mine) if mine and is_waiting else 0,
        "seats_left": left,
        "is_full": is_open and seats.is_full(webinar),
        "may_register": is_open and mine is None and not may_use_studio(request.user, webinar),
        "may_leave": mine is not None and seats.may_leave(mine, webinar),
        "coming_in_series": _coming_in(webinar.series) if webinar.series and is_open else 0,
    }


def _coming_in(series: WebinarSeries) -> int:
    return queries.coming().filter(series=series).count()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Register the visitor. A GET asks once more, for who comes by a link."""
    webinar = shown_webinar(request, pk)
    answer = _who_first(request)
    if answer is not None:
        return answer
    person = _person(request)
    if request.method != "POST" and not _pressed_before(request):
        return render(request, "courses/webinars/register.html", register_facts(request, webinar))
    try:
        row = seats.register(person, webinar, record_agreed=_record(request))
    except NeedsNoSeat as error:
        messages.info(request, str(error))
    except SchoolError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _thanks(row))
    return redirect("courses:webinar", webinar.pk)


def _thanks(row: Registration) -> str:
    if row.state == RegistrationState.WAITING:
        return _("You are on the waiting list. We write to you as soon as a seat is free.")
    return _("Your seat is kept. We remind you a day, an hour and ten minutes before.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a seat back. A GET asks once more."""
    webinar = shown_webinar(request, pk)
    mine = seats.registration_of(person_of(request.user), webinar)
    if mine is None or not seats.may_leave(mine, webinar):
        return redirect("courses:webinar", webinar.pk)
    if request.method != "POST":
        return render(request, "courses/webinars/leave.html", {"webinar": webinar, "registration": mine})
    seats.leave(mine)
    messages.success(request, _("You are no longer registered. Somebody else can have the seat."))
    return redirect("courses:webinar", webinar.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_series(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Register the visitor for all that is still to come of a series."""
    series = get_object_or_404(WebinarSeries, pk=pk)
    if not queries.coming().filter(series=series).exists():
        raise Http404
    answer = _who_first(request)
    if answer is not None:
        return answer
    if request.method == "POST" or _pressed_before(request):
        try:
            made = seats.register_for_series(_person(request), series, record_agreed=_record(request))
        except SchoolError as error:
            messages.error(request, str(error))
        else:
            words = ngettext(
                "You are registered for %(count)d webinar.", "You are registered for %(count)d webinars.", len(made)
            )
            messages.success(request, words % {"count": len(made)})
            return redirect("courses:webinars_mine")
    return redirect("courses:webinar_series", series.pk)


# Who registers ----------------------------------------------------------------------------------------
def _who_first(request: HttpRequest) -> HttpResponseBase | None:
    """Send who is not known, or whose age is not, to say so first; what they pressed waits in their session."""
    person = person_of(request.user)
    if person is not None and age_known(person):
        return None
    if request.method == "POST":
        request.session[_SESSION_KEY] = {
            "at": request.path, "record": request.POST.get("record", ""), "until": time() + _WAITS,
        }  # fmt: skip
    where = "account_signup" if person is None else "account_age"
    return redirect(f"{reverse(where)}?{urlencode({'next': request.path})}")


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise PermissionDenied
    return person


def _pressed_before(request: HttpRequest) -> bool:
    """Say whether this visitor pressed "Register" here, before they signed in; their session alone knows."""
    kept = request.session.get(_SESSION_KEY)
    if request.method != "GET" or not kept:
        return False
    return bool(kept["at"] == request.path and kept["until"] > time())


def _record(request: HttpRequest) -> bool | None:
    """Read the yes to a record: of this form, or of the one pressed before signing in. No tick says nothing."""
    kept = request.session.pop(_SESSION_KEY, None)
    if request.method == "POST":
        return bool(request.POST.get("record")) or None
    return bool(kept and kept["record"]) or None
