"""What the office does about visits of these days: who has not left, what tablets and office say differently, calls."""

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

from elearn.people.api import Role, account_of, has_role

from ..domain import overdue, presence, sample, sync
from ..errors import VisitError
from ..models import SampleCall, Visit, VisitEvent

MOST = 50


class CallForm(forms.Form):
    """What an elder said on the phone."""

    YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))

    took_place = forms.ChoiceField(
        label=gettext_lazy("Did the visit take place?"), choices=YES_NO, widget=forms.RadioSelect
    )
    rules_kept = forms.ChoiceField(
        label=gettext_lazy("Did the trainer keep the rules: the word at the door, no PIN, card or code, no gift?"),
        choices=(*YES_NO, ("", gettext_lazy("Not asked"))), widget=forms.RadioSelect, required=False,
        help_text=gettext_lazy("With “No” the safeguarding officer is told at once."),
    )  # fmt: skip
    said = forms.CharField(
        label=gettext_lazy("What they said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DayAdminView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages share. Each deed asks once more who does it."""

    permission_required = "visits.change_visit"
    raise_exception = True
    page_title: Any = gettext_lazy("Home visits of these days")
    header_icon = "warning"
    model = Visit

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("visit_day:index"), "label": _("Home visits of these days")}
        return [*self.breadcrumbs_items, here]

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect("visit_day:index")

    def failed(self, error: VisitError) -> HttpResponse:
        messages.error(self.request, str(error.words))
        return redirect("visit_day:index")


class DayView(DayAdminView):
    """The three lists."""

    template_name = "visits/admin/day.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        may_settle = has_role(account_of(request), Role.COORDINATOR)
        context = self.get_context_data(
            overdue=overdue.overdue()[:MOST],
            conflicts=[_shown(event) for event in sync.conflicts()[:MOST]],
            calls=sample.calls()[:MOST],
            may_settle=may_settle,
        )
        return self.render_to_response(context)


class SayView(DayAdminView):
    """POST writes down what the office heard of a visit that nothing shows."""

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        visit = get_object_or_404(Visit, key=key)
        try:
            presence.say_by_phone(visit, was_there=request.POST.get("was") == "there", by=account_of(request))
        except VisitError as error:
            return self.failed(error)
        return self.done(_("It is written down."))


class SettleView(DayAdminView):
    """POST settles a conflict; coordinators alone."""

    permission_required = "visits.plan_visits"

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        event = get_object_or_404(VisitEvent, pk=key, is_conflict=True)
        try:
            sync.settle(event, by=account_of(request), took_place=request.POST.get("deed") == "took_place")
        except VisitError as error:
            return self.failed(error)
        return self.done(_("It is settled."))


class CallView(DayAdminView):
    """GET shows whom to call about which visit; POST writes down what they said, or that nobody answered."""

    template_name = "visits/admin/day_call.html"
    page_title = gettext_lazy("Call about a home visit")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._call(pk), CallForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        call, by = self._call(pk), account_of(request)
        form = CallForm(request.POST)
        try:
            if request.POST.get("deed") == "missed":
                sample.note_not_reached(call, by=by)
                return self.done(_("Nobody answered. The call stays on the list."))
            if not form.is_valid():
                return self._page(call, form)
            said = form.cleaned_data
            kept = {"yes": True, "no": False}.get(said["rules_kept"])
            sample.note_call(call, took_place=said["took_place"] == "yes", rules_kept=kept, said=said["said"], by=by)
        except VisitError as error:
            return self.failed(error)
        return self.done(_("It is written down."))

    def _call(self, pk: int) -> SampleCall:
        rows = SampleCall.objects.select_related("visit__person", "visit__trainer__person")
        return get_object_or_404(rows, pk=pk, called_at=None)

    def _page(self, call: SampleCall, form: CallForm) -> HttpResponse:
        phones = [contact.value for contact in call.visit.person.contact_points.all() if not contact.value.count("@")]
        return self.render_to_response(self.get_context_data(call=call, form=form, phones=phones))


def _shown(event: VisitEvent) -> dict[str, Any]:
    may_count = event.kind in ("arrived", "left", "confirmed") and event.visit.state == "cancelled"
    return {"event": event, "visit": event.visit, "may_count": may_count, "words": sync.noted_words(event)}
