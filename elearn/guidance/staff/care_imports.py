"""Files of care services in the Wagtail admin: take one out, look at one, apply it as a whole, take it back."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from elearn.history.api import Kind, note
from elearn.people.api import account_of
from elearn.web.reading import ReadingViewSet

from ..care_columns import NAMES
from ..care_errors import CareError
from ..care_files import MOST_BYTES, to_csv, to_xlsx
from ..domain import care_import
from ..domain.care_plan import Plan, shown
from ..domain.care_rows import written
from ..enums_care import ImportState
from ..models.care import CareService
from ..models.care_import import CareImport
from .care_forms import FileForm

ROWS_A_PAGE = 50
FILES = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}


class FilesPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages share."""

    permission_required = "guidance.import_care"
    raise_exception = True
    header_icon = "upload"
    model: type[CareImport] = CareImport

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("care_imports:index"), "label": _("Files of care services")}
        return [*self.breadcrumbs_items, here, {"url": "", "label": self.page_title}]


class NewView(FilesPage):
    """GET asks for a file and says how it is to be; POST looks at it. Nothing is changed."""

    template_name = "guidance/admin/care_file_new.html"
    page_title = gettext_lazy("Bring in a file")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        try:
            found = care_import.look(file.read(MOST_BYTES + 1), name=file.name, by=account_of(request))
        except CareError as error:
            form.add_error("file", str(error.words))
            return self._page(form)
        return redirect("care_imports:read", found.pk)

    def _page(self, form: FileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, columns=NAMES))


class FileView(FilesPage):
    """GET shows what a file would do, or what it did; POST applies it, takes it back or throws it away."""

    template_name = "guidance/admin/care_file.html"
    page_title = gettext_lazy("A file of care services")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self._file(pk)
        if file.state == ImportState.CHECKED:
            return self.render_to_response(self._looked_at(file))
        last = care_import.last_applied()
        changes = Paginator(file.changes.all(), ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = self.get_context_data(file=file, changes=changes, is_last=last is not None and last.pk == file.pk)
        return self.render_to_response(context)

    def _looked_at(self, file: CareImport) -> dict[str, Any]:
        plan = care_import.planned(file)
        rows = [row for row in plan.rows if row.state != "same"]
        rows.sort(key=lambda row: row.state != "faulty")
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return self.get_context_data(
            file=file, plan=plan, page=page, shown=[(row, _differences(row)) for row in page.object_list],
            counts=_counts(plan), may_apply=not plan.is_faulty and bool(rows),
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        file, by, deed = self._file(pk), account_of(request), request.POST.get("deed")
        try:
            if deed == "apply":
                care_import.apply(file, mark=request.POST.get("mark", ""), by=by)
                messages.success(request, _("The file is applied. Readers see it now."))
            elif deed == "undo":
                self._say_undone(care_import.undo(file, by=by))
            elif deed == "drop" and file.state == ImportState.CHECKED:
                file.delete()
                messages.success(request, _("It is thrown away. Nothing was changed."))
                return redirect("care_imports:index")
            else:
                raise PermissionDenied
        except CareError as error:
            messages.error(request, str(error.words))
        return redirect("care_imports:read", pk)

    def _say_undone(self, done: care_import.Undone) -> None:
        facts = {"restored": done.restored, "removed": done.removed}
        messages.success(self.request, _("Undone: %(restored)d entries are as before, %(removed)d new ones are gone.") % facts)  # noqa: E501  # fmt: skip
        if done.kept:
            messages.warning(self.request, _("Changed since, and left as it is: %(codes)s") % {"codes": ", ".join(done.kept[:50])})  # noqa: E501  # fmt: skip

    def _file(self, pk: int) -> CareImport:
        return get_object_or_404(CareImport.objects.select_related("by__person", "undone_by__person"), pk=pk)


def _counts(plan: Plan) -> dict[str, int]:
    return {state: plan.count(state) for state in ("new", "changed", "same", "faulty")}


def _differences(row: Any) -> list[tuple[str, str, str]]:
    found = [one for change in row.changes for one in change.differences()]
    return [(name, shown(before, name), shown(after, name)) for name, before, after in found]


class OutView(FilesPage):
    """GET gives the whole directory as a file that can be mended and brought back."""

    page_title = gettext_lazy("Take the directory out")

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in FILES:
            raise Http404
        content_type, write = FILES[kind]
        rows = CareService.objects.select_related("provider", "district").prefetch_related("serves").order_by("code")
        with transaction.atomic():
            note(Kind.CARE_EXPORTED, who=account_of(request).person.key, kind_of_file=kind)
        name = f"care-services-{timezone.localdate()}.{kind}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(write(NAMES, written(rows)), content_type=content_type, headers=headers)


class FileIndexView(IndexView):
    """What was brought in, the newest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[CareImport]:
        return CareImport.objects.select_related("by__person").defer("rows").order_by("-at", "-pk")

    @cached_property
    def header_buttons(self) -> list[Any]:
        def button(label: str, name: str, icon: str, *args: str) -> HeaderButton:
            return HeaderButton(label=label, url=reverse(f"care_imports:{name}", args=args), icon_name=icon)

        return [
            button(_("Bring in a file"), "new", "upload"),
            button(_("Take out as CSV"), "out", "download", "csv"),
            button(_("Take out as XLSX"), "out", "download", "xlsx"),
        ]


class CareImportViewSet(ReadingViewSet):
    """The "Files" area."""

    model = CareImport
    name = "care_imports"
    url_prefix = "care/files"
    icon = "upload"
    menu_label = gettext_lazy("Files")
    menu_order = 40
    add_to_admin_menu = False
    index_view_class = FileIndexView
    read_view_class = FileView

    def more_urlpatterns(self) -> list[URLPattern]:
        return [
            path("new/", self.construct_view(NewView), name="new"),
            path("out.<str:kind>", self.construct_view(OutView), name="out"),
        ]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("File"),
                accessor=lambda row: row.name,
                get_url=lambda row: reverse("care_imports:read", args=[row.pk]),
            ),
            Column("state", label=gettext_lazy("State"), accessor=lambda row: row.get_state_display()),
            Column("new", label=gettext_lazy("New")),
            Column("changed", label=gettext_lazy("Changed")),
            Column("by", label=gettext_lazy("By"), accessor=lambda row: row.by.person.name if row.by else ""),
            Column(
                "at",
                label=gettext_lazy("On"),
                accessor=lambda row: date_format(timezone.localtime(row.at), "DATETIME_FORMAT"),
            ),
        ]
