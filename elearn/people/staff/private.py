"""Somebody's needs, for operators and coordinators: shown for a reason, and each look is written down.

The address is written here and never shown: only the trainer of an agreed visit reads it.
"""

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

from ..domain.apart import may_keep_record
from ..domain.homes import has_home
from ..domain.private import FIELDS, change, look_at
from ..models import Look, Person, PrivateDetails
from ..policies import account_of
from .waiting import left_to_the_administrator

MOST_LOOKS = 20


class WhyForm(forms.Form):
    """Why somebody looks."""

    why = forms.ChoiceField(label=gettext_lazy("Why do you look?"), choices=Look.Why, widget=forms.RadioSelect)


class PrivateForm(forms.ModelForm):
    """Needs in words, and a place for a new address over the one that is kept."""

    address = forms.CharField(
        label=gettext_lazy("Address"), required=False, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    )

    class Meta:
        model = PrivateDetails
        fields = [name for name in FIELDS if name != "address"]
        widgets = {name: forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}) for name in fields[1:]}

    def __init__(self, *args: Any, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(FIELDS)
        if is_kept:
            self.fields["address"].help_text = _("An address is kept. Write a new one to replace it.")

    def values(self) -> dict[str, str]:
        """Give what to keep; an address left empty changes nothing. Call it on a valid form."""
        said = dict(self.cleaned_data)
        if not said["address"].strip():
            del said["address"]
        return said


class PrivateView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET tells who has looked and shows nothing else; POST shows or saves, and writes down who, when and why."""

    permission_required = "people.view_privatedetails"
    raise_exception = True
    template_name = "people/private.html"
    page_title = gettext_lazy("Address and needs")
    header_icon = "lock"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._person(pk), why=WhyForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, why = self._person(pk), WhyForm(request.POST)
        if not why.is_valid():
            return self._page(person, why=why)
        reason, by = why.cleaned_data["why"], account_of(request)
        if "save" not in request.POST:
            form = PrivateForm(instance=look_at(person, by=by, why=reason), is_kept=has_home(person))
            return self._page(person, form=form, reason=reason)
        if not request.user.has_perm("people.change_privatedetails"):
            return self.handle_no_permission()
        if held := left_to_the_administrator(request, person):
            return held
        form = PrivateForm(request.POST, is_kept=has_home(person))
        if not form.is_valid():
            return self._page(person, form=form, reason=reason)
        change(person, by=by, why=reason, **form.values())
        messages.success(request, _("It is saved."))
        return redirect("people:private", person.pk)

    def _person(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into=None, removed_at=None)

    def _page(self, person: Person, **shown: Any) -> HttpResponse:
        looks = Look.objects.filter(person=person).select_related("by__person")[:MOST_LOOKS]
        by = account_of(self.request)
        may_change = by.has_perm("people.change_privatedetails") and may_keep_record(by, person)
        return self.render_to_response(
            self.get_context_data(person=person, looks=looks, may_change=may_change, **shown)
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": reverse("people:edit", args=[self.kwargs["pk"]]), "label": _("Person")},
            {"url": "", "label": self.page_title},
        ]
