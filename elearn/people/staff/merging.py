"""Merge two records of one person: find the other, look at both, confirm."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.web.api import number_in

from ..domain.apart import may_change_reach, may_keep_record
from ..domain.match import likely_same, search
from ..domain.merge import merge, what_would_move, why_not
from ..errors import CannotMerge
from ..models import Account, Person
from ..policies import account_of
from .roles import roles_moving
from .telling import officers_told
from .waiting import officers_words, waits_words

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
        other = self._named(request.GET)
        both = [person, other] if other else [person]
        context["refused"] = self._words(why_not(account_of(request), *both), *both)
        if other:
            context["pair"] = [self._side(person, other), self._side(other, person)]
        elif not context["refused"]:
            others = Person.objects.filter(merged_into__isnull=True).exclude(pk=person.pk)
            found = search(others, asked) if asked else likely_same(person)
            context["found"] = found.prefetch_related("contact_points")[:MOST_FOUND]
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._present(pk)
        other, by = self._named(request.POST), account_of(request)
        if other is None:
            messages.error(request, _("Please choose the other record."))
            return redirect("people:merge", one.pk)
        keep, absorb = (other, one) if request.POST.get("keep") == str(other.pk) else (one, other)
        try:
            with officers_told(keep, absorb, by=by):
                merge(keep, absorb, by=by)
        except CannotMerge as error:
            messages.error(request, self._words(error.reason, keep, absorb))
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

    def _words(self, reason: str, *people: Person) -> str:
        """Say why they stay two, and who can do what this account cannot; "" where nothing hinders."""
        by = account_of(self.request)
        if reason == "own":
            return _("One of the two is your own record. Please ask a colleague to merge them.")
        if reason == "officer":
            return officers_words(next(one for one in people if not may_keep_record(by, one)))
        if reason == "waits":
            return waits_words(next(one for one in people if not may_change_reach(by, one)))
        return _("These are one record already.") if reason else ""

    def _named(self, said: QueryDict) -> Person | None:
        """Give the other record, where one is named."""
        number = number_in(said.get("with"))
        return self._present(number) if number else None

    def _present(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into__isnull=True)

    def _side(self, person: Person, other: Person) -> dict[str, Any]:
        """What the preview shows of one record."""
        account = Account.objects.filter(person=person).first()
        return {
            "person": person,
            "contacts": person.contact_points.all(),
            "account": account,
            "roles": roles_moving(account, None),
            "new_roles": roles_moving(Account.objects.filter(person=other).first(), account),
            "moves": what_would_move(person),
        }
