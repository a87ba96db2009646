"""My data: what is held of somebody, to read, to print and to take along."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.web.views import too_many

from ..domain.export import ask_for_copy, gather, shown
from ..domain.guardianship import valid_consents
from ..domain.remove import planned_for
from ..fresh import fresh_required
from ..models import DataCopy, DataCopyState, Guardianship, Look, Person
from ..policies import account_of
from ..tasks import make_copy

MOST_LOOKS = 20
MOST_ROWS = 50  # of one part, on the page that is read; the copy has them all


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is held, part by part, with counts; who looked; the copies there are; what is planned."""
    person = account_of(request).person
    now = timezone.now()
    copies = DataCopy.objects.filter(person=person)
    return render(
        request,
        "people/my_data.html",
        {
            "parts": [part for part in gather(person) if part.rows],
            "looks": Look.objects.filter(person=person).select_related("by__person")[:MOST_LOOKS],
            "ready": copies.filter(state=DataCopyState.READY, until__gt=now),
            "waiting": copies.filter(state=DataCopyState.WAITING).first(),
            "removal": planned_for(person),
            "children": wards_of(person),
        },
    )


def wards_of(person: Person) -> list[Guardianship]:
    """Give the children for whom somebody has agreed as parent or guardian, and their consent counts."""
    return list(valid_consents().filter(guardian=person).select_related("minor"))


@require_safe
@fresh_required
def read(request: HttpRequest) -> HttpResponse:
    """Everything in words, on one page that prints well."""
    person = account_of(request).person
    parts: list[dict[str, Any]] = shown(gather(person), most=MOST_ROWS)
    return render(request, "people/my_data_read.html", {"parts": parts, "made": timezone.now()})


@require_http_methods(["GET", "POST"])
@fresh_required
def copy(request: HttpRequest) -> HttpResponse:
    """Ask once, then have the copy made; a notice says when it is ready."""
    person = account_of(request).person
    if request.method == "GET":
        return render(request, "people/my_data_copy.html")
    if not ratelimit.consume(request, action="ask_data", key=str(person.key)):
        return too_many(request)
    with transaction.atomic():
        asked, is_new = ask_for_copy(person, language=translation.get_language() or person.language)
        if is_new:
            transaction.on_commit(lambda: make_copy.enqueue(asked.pk))
    messages.success(request, _("We are making the file. We will send you a message when it is ready."))
    return redirect("my_data:index")


@require_safe
@fresh_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out one's own copy while it is kept; others' are not there."""
    mine = DataCopy.objects.filter(person=account_of(request).person, state=DataCopyState.READY)
    found = get_object_or_404(mine, pk=pk, until__gt=timezone.now())
    try:
        file = storages["papers"].open(found.file)
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"korpu-{found.asked_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
