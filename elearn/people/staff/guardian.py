"""A minor's parent or guardian in the admin: how it stands, a consent given by phone, a withdrawal."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain.age import is_minor
from ..domain.guardians import record_consent, refuse
from ..domain.guardianship import guardianship_of
from ..domain.names import public_name
from ..errors import GuardianRefused
from ..forms_guardian import RecordForm
from ..models import Guardianship, Person, Relation
from ..policies import account_of
from ..views.guardian import words_of


class GuardianAdminView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET shows what was asked and answered; POST writes down what a guardian said by phone."""

    permission_required = "people.change_person"
    raise_exception = True
    template_name = "people/guardian_record.html"
    page_title = gettext_lazy("Parent or guardian")
    header_icon = "group"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._minor(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        minor = self._minor(pk)
        row = guardianship_of(minor)
        if request.POST.get("action") == "refuse":
            if row:
                refuse(row)
                messages.success(request, _("It is written down, and the child is told kindly."))
            return redirect("people:guardian", minor.pk)
        form = RecordForm(request.POST, minor=minor)
        if form.is_valid() and self._recorded(request, minor, form):
            return redirect("people:guardian", minor.pk)
        return self._page(minor, form)

    def _recorded(self, request: HttpRequest, minor: Person, form: RecordForm) -> bool:
        kind, value = form.cleaned_data["address"]
        try:
            record_consent(
                minor, name=form.cleaned_data["name"], relation=Relation(form.cleaned_data["relation"]),
                kind=kind, value=value, language=form.cleaned_data["language"], by=account_of(request),
            )  # fmt: skip
        except GuardianRefused as error:
            form.add_error("address", words_of(error))
            return False
        messages.success(request, _("The consent is written down. What waited has begun."))
        return True

    def _page(self, minor: Person, form: RecordForm | None = None) -> HttpResponse:
        row = guardianship_of(minor)
        rows = Guardianship.objects.filter(minor=minor).select_related("guardian", "recorded_by__person")
        context = self.get_context_data(
            person=minor,
            child=public_name(minor),
            is_minor=is_minor(minor),
            row=row,
            rows=rows,
            form=form or RecordForm(minor=minor, initial=self._known(minor, row)),
        )
        return self.render_to_response(context)

    def _known(self, minor: Person, row: Guardianship | None) -> dict[str, str]:
        if row is None or row.guardian is None:
            return {"language": minor.language}
        return {
            "name": row.guardian.name, "relation": row.relation, "address": row.contact, "language": row.language,
        }  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": "", "label": self.page_title},
        ]

    def _minor(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into__isnull=True)
