"""For operators and coordinators with somebody on the phone: ask for them, change it; kept as written down by us."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from elearn.history.api import Kind, note
from elearn.people import api as people
from elearn.people.models import District

from ..domain import ask as domain
from ..domain.elder import VisitLine
from ..domain.twins import Twin, twins
from ..enums import Channel
from ..errors import VisitError
from ..forms_asking import WholeForm, answers_of, said
from ..models import VisitRequest
from .mine import visit_of
from .seat import Seat, typed

_OFFICE = ("visits_wanted", "is_urgent", "is_two_person")


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The whole request on one page. Who may have asked already is shown before anything is saved."""
    found = domain.open_request(seat.person)
    data = request.POST if request.method == "POST" else typed(request)
    form = WholeForm(data, initial=_known(seat, found), is_kept=people.has_home(seat.person))
    same: list[Twin] = []
    if request.method == "POST" and form.is_valid():
        same = [] if found else _unsettled_twins(seat, form)
        if not same and _save(request, seat, found, form.cleaned_data):
            return redirect(seat.url("mine"))
    context = {"seat": seat, "form": form, "twins": same, "is_change": found is not None}
    return render(request, "visits/office_ask.html", context, status=422 if form.is_bound else 200)


def _known(seat: Seat, found: VisitRequest | None) -> dict[str, Any]:
    """What we know already, so that nothing is asked twice; never the address."""
    if found is None:
        return {"language": seat.person.language, "device": "unsure", "visits_wanted": 5}
    whole: dict[str, Any] = {}
    for answers in answers_of(found).values():
        whole |= answers
    return whole | {name: getattr(found, name) for name in _OFFICE}


def _unsettled_twins(seat: Seat, form: WholeForm) -> list[Twin]:
    """Give who may be the same person, until the operator has looked."""
    if form.cleaned_data["is_other"]:
        return []
    district = District.objects.get(pk=form.cleaned_data["district"])
    return twins(seat.person, district=district, address=form.cleaned_data["address"])


def _save(request: HttpRequest, seat: Seat, found: VisitRequest | None, cleaned: dict[str, Any]) -> bool:
    office = {name: cleaned[name] for name in _OFFICE}
    try:
        if found:
            domain.change(found, by=seat.by, **said(cleaned), **office)
        else:
            domain.ask(seat.person, by=seat.by, channel=Channel.OPERATOR, **said(cleaned), **office)
    except VisitError as error:
        messages.error(request, str(error.words))
        return False
    messages.success(request, _("It is written down."))
    return True


@require_POST
def word(request: HttpRequest, seat: Seat, key: UUID) -> HttpResponse:
    """The word at the door and the elder's code, to be read out to who gets no messages; that it was shown is noted."""
    line = VisitLine(visit_of(seat, key))
    if not line.word:
        messages.error(request, _("The word is told the day before, and on the day itself."))
        return redirect(seat.url("mine"))
    with transaction.atomic():
        note(
            Kind.CODE_SHOWN, who=seat.person.key, subject=f"visit:{line.visit.key}", is_check=seat.person.is_check,
            role="office",
        )  # fmt: skip
    return render(request, "visits/word.html", {"seat": seat, "line": line})
