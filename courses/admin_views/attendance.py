"""Who attended a webinar: the record for staff who may read it, and the same as a table to take along."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from courses.domain.webinars import export
from courses.domain.webinars.afterwards import recording_of
from courses.models import Webinar, WebinarState
from elearn.people.api import account_of
from elearn.web.tables import csv_file, xlsx_file

from .videos import home_crumb

PER_PAGE = 50
HELD = (WebinarState.ON_AIR, WebinarState.ENDED)


@require_safe
@permission_required("courses.read_attendance")
def attended(request: HttpRequest) -> HttpResponse:
    """List the webinars that were held, the newest first."""
    rows = Webinar.objects.filter(state__in=HELD).select_related("speaker").order_by("-starts_at", "-pk")
    page = Paginator(export.with_sums(rows), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Who attended webinars"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Who attended webinars")}],
        "header_icon": "group",
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/attended.html", context)


@require_safe
@permission_required("courses.read_attendance")
def attendance(request: HttpRequest, webinar_id: int) -> HttpResponse:
    """Show who attended one webinar, of those who agreed to the record."""
    webinar = _held(webinar_id)
    page = Paginator(export.agreed(webinar), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": webinar.title,
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:attended"), "label": _("Who attended webinars")},
            {"url": "", "label": webinar.title},
        ],
        "header_icon": "group",
        "webinar": webinar,
        "minutes": round(webinar.live_ms / 60_000, 1),
        "sums": export.sums_of(webinar),
        "recording": recording_of(webinar) if webinar.state == WebinarState.ENDED else None,
        "rows": [export.row_of(row, webinar) for row in page],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/attendance.html", context)


@require_safe
@permission_required("courses.read_attendance")
def table(request: HttpRequest, webinar_id: int, form: str) -> HttpResponse:
    """Give the record as CSV or XLSX, and note who took it."""
    webinar = _held(webinar_id)
    name = f"attendance-{webinar.pk}"
    if form not in ("csv", "xlsx"):
        raise Http404
    export.note_export(webinar, by=account_of(request), form=form)
    lines = export.lines(webinar)
    if form == "csv":
        return csv_file(name, lines)
    return xlsx_file(name, lines, title=_("Attendance"), bold=export.HEADS_AT)


def _held(webinar_id: int) -> Webinar:
    rows = Webinar.objects.select_related("speaker", "lesson", "contribution__film", "broadcast__film")
    return get_object_or_404(rows, pk=webinar_id, state__in=HELD)
