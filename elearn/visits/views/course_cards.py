"""Cards that an elder and a trainer choose together; how they moved, for trainers; what was learnt, for elders."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import Role, account_of, has_role, role_required
from elearn.people.models import Account

from ..domain import cards
from ..domain.cards import When
from ..domain.curriculum import sheet_of
from ..enums import RequestState
from ..errors import NotYours
from ..forms_course import CardsForm
from ..models import VisitRequest
from .certificate import offer_context

PER_PAGE = 50
TEACHING = (Role.TRAINER, Role.COORDINATOR)


@never_cache
@require_safe
@role_required()
def learnt(request: HttpRequest) -> HttpResponse:
    """What I do by now."""
    return render(request, "visits/course_learnt.html", {"learnt": cards.learnt(account_of(request).person)})


@never_cache
@require_safe
@role_required(*TEACHING)
def index(request: HttpRequest) -> HttpResponse:
    """Whose cards are in my hand: a trainer's near visits, by day and district; a coordinator's courses, by name."""
    account = account_of(request)
    is_coordinator = has_role(account, Role.COORDINATOR)
    page = None
    if is_coordinator:
        rows = VisitRequest.objects.filter(state=RequestState.UNDER_WAY, is_check=False, address_gone_at=None)
        rows = rows.select_related("person", "district").order_by("person__name", "pk")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    visits = cards.near_visits(account).select_related("request__district").order_by("-starts_at")
    return render(request, "visits/course_cards.html", {"visits": visits, "page": page})


@never_cache
@require_safe
@role_required(*TEACHING)
def overview(request: HttpRequest, key: UUID) -> HttpResponse:
    """One elder's skills, and how their cards moved from visit to visit."""
    found = _request(account_of(request), key)
    offered = offer_context(found, account_of(request))
    context = offered | {"asked": found, "skills": cards.progress(found), "whens": When.choices}
    return render(request, "visits/course_progress.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*TEACHING)
def choose(request: HttpRequest, key: UUID, code: str, when: str) -> HttpResponseBase:
    """The cards of one skill, in the elder's language: both look at the tablet together."""
    account = account_of(request)
    found = _request(account, key)
    unit = next((unit for unit in cards.taught(found) if unit.code == code), None)
    if unit is None or when not in When.values:
        raise Http404
    with translation.override(found.language):
        form = CardsForm(cards.cards_for(found, when, units=[unit]), request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep(form, found, when, account)
        messages.success(request, _("Thank you. It is written down."))
        return redirect("visits:cards_of", found.key)
    context = {
        "asked": found, "form": form, "when": When(when), "sheet": sheet_of(unit, found.language),
        "words_in": found.language,
    }  # fmt: skip
    return render(request, "visits/course_choose.html", context, status=422 if form.errors else 200)


def _keep(form: CardsForm, found: VisitRequest, when: str, account: Account) -> None:
    visit = cards.visit_now(account, found)
    try:
        for question, card in form.changed():
            cards.choose(found, question.can_do, when=when, card=card, visit=visit, by=account)
    except NotYours as error:
        raise PermissionDenied from error


def _request(account: Account, key: UUID) -> VisitRequest:
    """A request whose cards somebody has in hand; others' are not there."""
    found = get_object_or_404(VisitRequest.objects.select_related("person", "district"), key=key)
    if not cards.may_choose(account, found):
        raise Http404
    return found
