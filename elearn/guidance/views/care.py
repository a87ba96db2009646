"""The directory of care services, open to all: choose, compare up to four, print, and say what is wrong."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import Role, has_role
from elearn.people.models import District
from elearn.safety.api import is_hidden
from elearn.web.api import number_in

from ..care_errors import CareError
from ..care_words import Fact, Line, confirmed_line, distance, facts_of, places, price
from ..domain import care_keep
from ..domain.care_find import MOST_COMPARED, Wish, chosen, find, in_order
from ..enums_care import ReportKind
from ..forms_care import AnswerForm, CareFilterForm, MistakeForm
from ..models.care import CareService
from .care_trail import MOST_ASKED, Trail

A_PAGE = 10


class HiddenService(Http404):
    """Not shown while a concern about it is looked into; the page says so."""

    template = "guidance/care/hidden.html"


@dataclass(frozen=True)
class Card:
    """A service on the list, with where its links lead."""

    service: CareService
    address: str
    toggle: str
    is_chosen: bool
    distance: str
    price: str
    places: str
    confirmed: Line


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list: filters, what fits, and what is chosen to compare."""
    form = CareFilterForm(request.GET, auto_id="f-%s")
    wish = form.wish()
    picked = chosen(request.GET.getlist("c")[:MOST_ASKED])
    trail = Trail.of(request).kept(picked)
    pages = Paginator(find(wish, places_days=settings.CARE_PLACES_DAYS), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "cards": [_card(service, trail, wish) for service in in_order(page.object_list)],
        "count": pages.count,
        "page": page,
        "previous": trail.listing(page=page.previous_page_number()) if page.has_previous() else "",
        "next": trail.listing(page=page.next_page_number()) if page.has_next() else "",
        "order": _order(wish),
        "is_filtered": wish != Wish(),
        "everything": Trail(QueryDict(), trail.codes).listing(),
        **_picked(trail, picked),
    }
    return render(request, "guidance/care/index.html", context)


def _card(service: CareService, trail: Trail, wish: Wish) -> Card:
    is_chosen = service.code in trail.codes
    return Card(
        service,
        address=trail.service(service.code),
        toggle=trail.without(service.code) if is_chosen else trail.with_(service.code),
        is_chosen=is_chosen,
        distance=distance(service, wish.district) if wish.district else "",
        price=price(service),
        places=places(service),
        confirmed=confirmed_line(service),
    )


def _picked(trail: Trail, picked: list[CareService]) -> dict[str, Any]:
    """What every page says of the comparison."""
    return {
        "picked": picked,
        "picked_count": len(picked),
        "most_compared": MOST_COMPARED,
        "is_full": len(picked) >= MOST_COMPARED,
        "compare": trail.compare(),
    }


def _order(wish: Wish) -> str:
    """Say how the list is ordered: the same sentence that the criteria explain."""
    if wish.by_name:
        return _("Ordered by name.")
    if wish.district:
        facts = {"district": wish.district.name}
        return _("First what is in %(district)s or comes to it, then the nearest. Equals are drawn by lot each day.") % facts  # noqa: E501  # fmt: skip
    return _("The order is drawn by lot, anew each day.")


# Side by side ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Column:
    service: CareService
    address: str
    without: str


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    cells: tuple[tuple[CareService, Fact], ...]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four services beside each other."""
    picked = chosen(request.GET.getlist("c")[:MOST_ASKED])
    trail = Trail.of(request).kept(picked)
    start = _start(request)
    facts = [facts_of(service, start=start) for service in picked]
    rows = [
        Row(cells[0].key, cells[0].name, tuple(zip(picked, cells, strict=True))) for cells in zip(*facts, strict=True)
    ]
    columns = [
        Column(service, trail.service(service.code), trail.compare(tuple(c for c in trail.codes if c != service.code)))
        for service in picked
    ]
    context = {
        "columns": columns,
        "rows": rows,
        "start": start,
        "back": trail.listing(),
        "paper": f"{settings.BASE_URL}{trail.compare()}",
        "is_more": len(set(request.GET.getlist("c"))) > len(picked),
        **_picked(trail, picked),
    }
    return render(request, "guidance/care/compare.html", context)


def _start(request: HttpRequest) -> District | None:
    """The district from which distances are said, as the reader chose it."""
    said = number_in(request.GET.get("district"))
    return District.objects.filter(pk=said).first() if said else None


# One service -------------------------------------------------------------------------------------
def _service(code: str, *, user: Any = None) -> CareService:
    """Give a service that may be shown or was listed once. Raises Http404, also for what a concern hides.

    What is hidden, the safeguarding officer alone can look at.
    """
    rows = CareService.objects.select_related("provider", "district").prefetch_related("serves")
    service = rows.filter(code=code).first()
    if service is None:
        raise Http404
    if is_hidden(care_keep.subject_of(service)) and not (user and has_role(user, Role.SAFEGUARDING)):
        raise HiddenService
    return service


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Everything known of one service. What is listed no more says so, and nothing else."""
    found = _service(code, user=request.user)
    if found.withdrawn_on:
        return render(request, "guidance/care/gone.html", {"service": found}, status=410)
    picked = chosen(request.GET.getlist("c")[:MOST_ASKED])
    trail = Trail.of(request).kept(picked)
    context = {
        "service": found,
        "facts": facts_of(found, start=_start(request)),
        "is_chosen": found.code in trail.codes,
        "add": trail.with_(found.code),
        "back": trail.listing(),
        "paper": f"{settings.BASE_URL}{reverse('guidance:care_service', args=[found.code])}",
        "subject": care_keep.subject_of(found),
        **_picked(trail, picked),
    }
    return render(request, "guidance/care/service.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="care_mistake")
def wrong(request: HttpRequest, code: str) -> HttpResponse:
    """Something in the entry is wrong: a reader tells our staff. No account is needed."""
    found = _service(code)
    if found.withdrawn_on:
        raise Http404
    form = MistakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        care_keep.report_mistake(found, kind=ReportKind(said["kind"]), words=said["words"], contact=said["contact"])
        messages.success(request, _("Thank you. Our staff will look at it."))
        return redirect("guidance:care_service", found.code)
    context = {"service": found, "form": form, "subject": care_keep.subject_of(found)}
    return render(request, "guidance/care/wrong.html", context, status=422 if form.is_bound and form.errors else 200)


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """What is listed and what is not, how it is ordered, and that nothing here can be paid for."""
    days = {"stale": settings.CARE_STALE_DAYS, "places": settings.CARE_PLACES_DAYS}
    return render(request, "guidance/care/criteria.html", {"days": days})


# The provider's answer ---------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="care_mistake")
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """A provider who was asked looks at the entry and says that it is right, or what has changed.

    Looking changes nothing: programs that follow the links of mails look too.
    """
    asked = care_keep.open_request(key)
    if asked is None:
        return render(request, "guidance/care/answered.html", {"is_over": True}, status=410)
    is_right = request.POST.get("deed") == "right"
    form = AnswerForm(request.POST if request.method == "POST" and not is_right else None)
    if request.method == "POST" and (is_right or form.is_valid()):
        words = "" if is_right else form.cleaned_data["words"]
        try:
            care_keep.answer(asked, is_right=is_right, words=words)
        except CareError:
            return render(request, "guidance/care/answered.html", {"is_over": True}, status=410)
        return render(request, "guidance/care/answered.html", {"is_right": is_right})
    context = {"service": asked.service, "facts": facts_of(asked.service), "form": form}
    return render(request, "guidance/care/confirm.html", context, status=422 if form.is_bound else 200)
