"""Have the data of somebody removed who asks by phone or in writing: a coordinator plans it, and may undo it."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from ..domain.remove import GRACE, plan_removal, planned_for, undo_removal
from ..errors import CannotRemove
from ..models import Person, Removal
from ..policies import account_of
from ..writing import fold
from .waiting import left_to_a_colleague


class RemovalForm(forms.Form):
    """The name typed once more: the wrong record is removed for good as well."""

    name = forms.CharField(label=gettext_lazy("Write the person’s name once more"), max_length=200)
    asked = forms.BooleanField(
        label=gettext_lazy("I have spoken with the person, or with who decides for them, and am sure who they are.")
    )


class RemovalView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET says what goes and what stays; POST plans the removal, or undoes it."""

    permission_required = "people.add_removal"
    raise_exception = True
    template_name = "people/removal.html"
    page_title = gettext_lazy("Delete a person’s data")
    header_icon = "bin"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(pk)
        left_to_a_colleague(request, person)
        return self._page(person, RemovalForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(pk)
        if held := left_to_a_colleague(request, person):
            return held
        planned = planned_for(person)
        if planned and "undo" in request.POST:
            undo_removal(planned)
            log(instance=person, action="people.keep", user=account_of(request))
            messages.success(request, _("Nothing is deleted."))
            return redirect("people:edit", person.pk)
        form = RemovalForm(request.POST)
        if not form.is_valid():
            return self._page(person, form)
        if fold(form.cleaned_data["name"]) != fold(person.name):
            form.add_error("name", _("This is not the name of this record."))
            return self._page(person, form)
        try:
            plan_removal(person, cause=Removal.Cause.STAFF, by=account_of(request))
        except CannotRemove:
            form.add_error(None, _("This account looks after the installation. Give that to somebody else first."))
            return self._page(person, form)
        log(instance=person, action="people.remove", user=account_of(request))
        messages.success(request, _("It is planned, and the person has been told."))
        return redirect("people:removal", person.pk)

    def _person(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into=None, removed_at=None)

    def _page(self, person: Person, form: RemovalForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(person=person, form=form, removal=planned_for(person), days=GRACE.days)
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": reverse("people:edit", args=[self.kwargs["pk"]]), "label": _("Person")},
            {"url": "", "label": self.page_title},
        ]
