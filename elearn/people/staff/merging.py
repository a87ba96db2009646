"""Merge two records of one person: find the other, look at both, confirm."""

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

from ..domain.match import likely_same, search
from ..domain.merge import merge, what_would_move
from ..errors import CannotMerge
from ..models import Account, Person
from ..policies import account_of
from .waiting import waits_words

MOST_FOUND = 20


class MergeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET ?q= finds the other record, GET ?with= shows both, POST merges."""

    permission_required = "people.merge_person"
    raise_exception = True
    template_name = "people/merge.html"
    page_title = gettext_lazy("Merge two records")
    header_icon = "resubmit"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._present(pk)
        asked = request.GET.get("q", "")
        context = self.get_context_data(person=person, asked=asked)
        if request.GET.get("with", "").isdigit():
            other = self._present(int(request.GET["with"]))
            context["pair"] = [self._side(person, other), self._side(other, person)]
        else:
            others = Person.objects.filter(merged_into__isnull=True).exclude(pk=person.pk)
            found = search(others, asked) if asked else likely_same(person)
            context["found"] = found.prefetch_related("contact_points")[:MOST_FOUND]
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._present(pk)
        other = self._present(int(request.POST["with"]))
        keep, absorb = (other, one) if request.POST.get("keep") == str(other.pk) else (one, other)
        try:
            merge(keep, absorb, by=account_of(request))
        except CannotMerge as error:
            waits = error.reason == "waits"
            messages.error(request, waits_words(keep) if waits else _("These are one record already."))
            return redirect("people:index")
        messages.success(request, _("The two records of %(name)s are one now.") % {"name": keep.name})
        account = Account.objects.filter(person=keep).first()
        if account and not account.is_active:
            messages.warning(request, _("The sign-in of %(name)s is closed and stays so.") % {"name": keep.name})
        return redirect("people:edit", keep.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": "", "label": self.page_title},
        ]

    def _present(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into__isnull=True)

    def _side(self, person: Person, other: Person) -> dict[str, Any]:
        """What the preview shows of one record."""
        return {
            "person": person,
            "contacts": person.contact_points.all(),
            "account": Account.objects.filter(person=person).first(),
            "moves": what_would_move(person),
            "other": other,
        }
