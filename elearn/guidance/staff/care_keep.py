"""Keeping entries true, in the Wagtail admin: confirm, ask the provider, take off the list; what is to be confirmed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import account_of
from elearn.people.models import Account
from elearn.web.api import number_in

from ..care_errors import CareError
from ..care_words import confirmed_line
from ..domain import care_keep
from ..enums_care import Confirmed
from ..models.care import CareService
from ..tasks_care import enqueue_request
from .care_forms import ConfirmForm

MOST_DUE = 100


class CarePage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages beside the forms share."""

    permission_required = "guidance.change_careservice"
    raise_exception = True
    header_icon = "home"
    model: type[CareService] = CareService

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("care_services:index"), "label": _("Care services")},
            {"url": "", "label": self.page_title},
        ]


class KeepView(CarePage):
    """GET shows how old an entry is; POST confirms it, asks the provider, takes it off the list or puts it back."""

    template_name = "guidance/admin/care_keep.html"
    page_title = gettext_lazy("Confirm or take off the list")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._service(pk), ConfirmForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        service, deed = self._service(pk), request.POST.get("deed", "")
        form = ConfirmForm(request.POST if deed == "confirm" else None)
        if form.is_bound and not form.is_valid():
            return self._page(service, form)
        try:
            messages.success(request, self._do(service, deed, form))
        except CareError as error:
            messages.error(request, str(error.words))
        return redirect("care_services:keep", pk)

    def _do(self, service: CareService, deed: str, form: ConfirmForm) -> str:
        by = account_of(self.request)
        if deed == "confirm":
            said = form.cleaned_data
            care_keep.confirm(service, way=Confirmed(said["way"]), on=said["on"], by=by)
            return _("It is written down.")
        if deed == "ask":
            ask(service, by=by)
            return _("We have asked the provider by e-mail.")
        if deed == "withdraw" and care_keep.withdraw(service, by=by):
            return _("Readers no longer see it.")
        if deed == "list" and care_keep.list_again(service, by=by):
            return _("Readers see it again.")
        raise PermissionDenied

    def _service(self, pk: int) -> CareService:
        return get_object_or_404(CareService.objects.select_related("provider", "district"), pk=pk)

    def _page(self, service: CareService, form: ConfirmForm) -> HttpResponse:
        context = self.get_context_data(
            service=service, form=form, confirmed=confirmed_line(service),
            requests=service.requests.select_related("by__person")[:10],
            mistakes=service.reports.filter(settled_at=None).count(),
        )  # fmt: skip
        return self.render_to_response(context)


class DueView(CarePage):
    """GET lists what nobody has confirmed for long; POST asks the providers of those that are ticked."""

    template_name = "guidance/admin/care_due.html"
    page_title = gettext_lazy("To be confirmed")

    def get(self, request: HttpRequest) -> HttpResponse:
        due = care_keep.to_confirm(settings.CARE_STALE_DAYS)
        waiting = Count("requests", filter=Q(requests__answer="", requests__at__gt=_lately()))
        rows = due.select_related("provider", "district").annotate(waiting=waiting)[:MOST_DUE]
        shown = [(row, confirmed_line(row)) for row in rows]
        return self.render_to_response(
            self.get_context_data(rows=shown, count=due.count(), days=settings.CARE_STALE_DAYS)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = [number_in(pk) for pk in request.POST.getlist("service")[:MOST_DUE]]
        asked, refused = 0, []
        for service in CareService.objects.filter(pk__in=ticked, withdrawn_on=None).select_related("provider"):
            try:
                ask(service, by=account_of(request))
                asked += 1
            except CareError as error:
                refused.append(f"{service.name}: {error.words}")
        if asked:
            words = ngettext("We have asked about %(count)d entry.", "We have asked about %(count)d entries.", asked)
            messages.success(request, words % {"count": asked})
        for words in refused[:10]:
            messages.warning(request, words)
        return redirect("care_services:due")


def _lately() -> datetime:
    return timezone.now() - care_keep.ASK_AGAIN_AFTER


def ask(service: CareService, *, by: Account) -> None:
    """Ask a provider and queue the e-mail, both or neither. Raises CareError."""
    with transaction.atomic():
        enqueue_request(care_keep.ask_provider(service, by=by))
