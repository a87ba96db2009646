"""The certificate of a course of visits: what it would say, and the yes of the elder, said here or to one of us."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.api import hours_words, name_for_papers
from courses.models import Certificate
from elearn.people.api import Role, account_of, role_required
from elearn.people.models import Account

from ..domain import certificate as domain
from ..domain.elder import newest_request
from ..errors import VisitError
from ..models import VisitRequest
from .seat import Seat


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, seat: Seat) -> HttpResponse:
    """For the elder, and for our staff with them on the phone: the newest course of visits."""
    found = newest_request(seat.person)
    if found is None or not domain.may_bring_yes(found, seat.by):
        return redirect(seat.url("mine"))
    if request.method == "POST":
        made = _made(request, found, seat.by)
        return redirect(made if made and seat.is_own else seat.url("mine"))
    context = offer_context(found, seat.by)
    if context["certificate"] or not context["offer"]:
        return redirect(context["certificate"] if context["certificate"] and seat.is_own else seat.url("mine"))
    return render(request, "visits/certificate.html", context | {"seat": seat, "back": seat.url("mine")})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.COORDINATOR)
def wish_at_table(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """For the trainer at the last visit, with the elder beside them."""
    found = get_object_or_404(VisitRequest.objects.select_related("person"), key=key)
    by = account_of(request)
    if not domain.may_bring_yes(found, by):
        raise Http404
    if request.method == "POST":
        _made(request, found, by)
        return redirect("visits:cards_of", found.key)
    context = offer_context(found, by)
    if context["certificate"] or not context["offer"]:
        return redirect("visits:cards_of", found.key)
    back = reverse("visits:cards_of", args=[found.key])
    return render(request, "visits/certificate.html", context | {"seat": None, "back": back})


def offer_context(request: VisitRequest | None, by: Account) -> dict[str, Any]:
    """Give what pages say about the certificate of a course: the one there is, or what can be offered, or nothing."""
    if request is None or not domain.may_bring_yes(request, by):
        return {"certificate": None, "offer": None}
    certificate = domain.certificate_of(request)
    offer = None if certificate else domain.offer_for(request, by)
    return {
        "asked": request,
        "certificate": certificate,
        "offer": offer,
        "offer_hours": hours_words(offer.hours) if offer else "",
        "holder": name_for_papers(request.person),
    }


def _made(request: HttpRequest, found: VisitRequest, by: Account) -> Certificate | None:
    try:
        made = domain.say_yes(found, by=by)
    except VisitError as error:
        messages.error(request, str(error.words))
        return None
    messages.success(request, _("The certificate is ready."))
    return made
