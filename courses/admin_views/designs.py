"""Designs of certificates in the Wagtail admin: drawn up by one, looked at in three languages, approved by another."""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ClearableFileInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from courses.domain.certificates import designs
from courses.domain.certificates.design_facts import current_mark
from courses.errors import SchoolError
from courses.models import CertificateDesign
from elearn.people.api import account_of

VIEW = "courses.view_certificatedesign"
MOST_SIGNATORIES, MOST_PARTNERS = 3, 4


class KeptFile(ClearableFileInput):
    """Says that a picture is kept, without its address: it has none that a browser could open."""

    template_name = "courses/admin/_kept_file.html"


def rows() -> QuerySet[CertificateDesign]:
    return CertificateDesign.objects.select_related("approved_by__person", "recognised_course").prefetch_related(
        "signatories", "partners", "changed_by__person"
    )


def state_of(design: CertificateDesign) -> str:
    """Say whether a design is printed, and whether as it stands."""
    if design.approved_facts is None:
        return _("to be approved")
    return _("approved") if designs.is_approved(design) else _("approved; a change is to be approved")


class _Keeping:
    """Keeps a design together with who had a hand in it, and then shows it."""

    form: Any
    request: HttpRequest
    object: CertificateDesign

    def save_instance(self) -> CertificateDesign:
        with transaction.atomic():
            design: CertificateDesign = self.form.save()
            designs.note_change(design, by=account_of(self.request))
        return design

    def get_success_url(self) -> str:
        return reverse("certificate_designs:look", args=[self.object.pk])


class DesignAddView(_Keeping, CreateView):
    """Draw one up."""


class DesignEditView(_Keeping, EditView):
    """Change one. What is printed stays as it was approved until the change is."""


class DesignIndexView(IndexView):
    """All designs."""

    def get_base_queryset(self) -> QuerySet[CertificateDesign]:
        return rows().order_by("name")


class DesignView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """How it looks in each language; a second person approves it here as they see it."""

    permission_required = VIEW
    raise_exception = True
    template_name = "courses/admin/design.html"
    header_icon = "doc-full-inverse"
    model: type[CertificateDesign] = CertificateDesign

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(get_object_or_404(rows(), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        design = get_object_or_404(rows(), pk=pk)
        try:
            designs.approve_design(design, by=account_of(request), mark=request.POST.get("mark", ""))
            messages.success(request, _("The design is approved. Certificates are printed like this from now on."))
        except SchoolError as error:
            messages.error(request, str(error))
        return redirect("certificate_designs:look", pk)

    def _page(self, design: CertificateDesign) -> HttpResponse:
        account = account_of(self.request)
        self.page_title = design.name
        context = self.get_context_data(
            design=design, state=state_of(design), mark=current_mark(design),
            is_approved=designs.is_approved(design), may_approve=designs.may_approve(design, account),
            may_change=account.has_perm("courses.change_certificatedesign"),
            hands=[one.person.name for one in design.changed_by.all()], languages=settings.LANGUAGES,
        )  # fmt: skip
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("certificate_designs:index"), "label": _("Certificate designs")},
            {"url": "", "label": self.page_title},
        ]


class PreviewView(PermissionRequiredMixin, View):
    """The design drawn with an invented name and "Sample" across it: a picture, or the PDF to print."""

    permission_required = VIEW
    raise_exception = True

    def get(self, request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
        if language not in dict(settings.LANGUAGES) or form not in ("png", "pdf"):
            raise Http404
        design = get_object_or_404(rows(), pk=pk)
        if form == "png":
            answer = HttpResponse(designs.preview_picture(design, language), content_type="image/png")
        else:
            answer = HttpResponse(designs.preview(design, language), content_type="application/pdf")
            answer["Content-Disposition"] = 'inline; filename="sample.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def _in_each_language(name: str) -> list[FieldPanel]:
    return [FieldPanel(f"{name}_{language}") for language in ("az", "en", "ru")]


class DesignViewSet(ModelViewSet):
    """The "Certificate designs" area of coordinators."""

    model = CertificateDesign
    name = "certificate_designs"
    url_prefix = "certificate-designs"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Certificate designs")
    menu_order = 121
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    search_backend_name = None
    add_view_class = DesignAddView
    edit_view_class = DesignEditView
    index_view_class = DesignIndexView
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_default"),
            MultiFieldPanel(_in_each_language("organisation"), heading=gettext_lazy("Organisation")),
            MultiFieldPanel(_in_each_language("statement"), heading=gettext_lazy("A sentence of your own")),
            FieldRowPanel([FieldPanel("shows_hours"), FieldPanel("valid_months")]),
            InlinePanel(
                "signatories", max_num=MOST_SIGNATORIES, heading=gettext_lazy("Who signs"),
                label=gettext_lazy("person"), panels=[
                    FieldPanel("name"), *_in_each_language("role"), FieldPanel("picture", widget=KeptFile),
                ],
            ),
            InlinePanel(
                "partners", max_num=MOST_PARTNERS, heading=gettext_lazy("Partners’ logos"),
                label=gettext_lazy("partner"), panels=[FieldPanel("name"), FieldPanel("logo", widget=KeptFile)],
            ),
            MultiFieldPanel(
                [
                    HelpPanel(
                        gettext_lazy(
                            "Only where a body has recognised this very course, and with all that proves it. Without "
                            "it the paper says in three languages that it is not a state education document."
                        )
                    ),
                    FieldPanel("recognised_by"), FieldPanel("decision_number"), FieldPanel("decision_date"),
                    FieldPanel("framework"), FieldPanel("level"), FieldPanel("recognised_course"),
                ],
                heading=gettext_lazy("Recognised qualification"),
            ),
        ]
    )  # fmt: skip

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name", label=gettext_lazy("Design"), accessor="name",
                get_url=lambda row: reverse("certificate_designs:look", args=[row.pk]),
            ),
            Column("state", label=gettext_lazy("State"), accessor=state_of),
            Column(
                "is_default", label=gettext_lazy("For all courses"),
                accessor=lambda row: _("yes") if row.is_default else "–",
            ),
        ]  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/look/", self.construct_view(DesignView), name="look"),
            path(
                "<int:pk>/sample-<slug:language>.<slug:form>", PreviewView.as_view(), name="sample"
            ),
        ]  # fmt: skip
        return [*super().get_urlpatterns(), *own]  # the first is where the menu leads


design_views = DesignViewSet("certificate_designs")
