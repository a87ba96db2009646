"""Where two people must go: which visits lack the second, and who could go along."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from elearn.people.api import account_of

from ..domain import beside
from ..errors import VisitError
from ..models import Trainer, Visit
from .standing import TrainerPage


class BesideForm(forms.Form):
    """Who goes along."""

    trainer = forms.ModelChoiceField(
        Trainer.objects.none(), label=gettext_lazy("Who goes along?"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose one of them.")},
    )  # fmt: skip

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        could = Trainer.objects.filter(pk__in=[one.pk for one in beside.who_could(visit)]).select_related("person")
        field = self.fields["trainer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - made so above
        field.queryset = could
        self.is_empty = not could


class LackingView(TrainerPage):
    """The visits that lack somebody."""

    permission_required = "visits.plan_visits"
    template_name = "visits/admin/beside_list.html"
    page_title = gettext_lazy("Who goes along")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(visits=beside.lacking()))


class BesideView(TrainerPage):
    """One of them: who could go along."""

    permission_required = "visits.plan_visits"
    template_name = "visits/admin/beside.html"
    page_title = gettext_lazy("Who goes along")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = self._visit(pk)
        return self._page(visit, BesideForm(visit=visit))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = self._visit(pk)
        form = BesideForm(request.POST, visit=visit)
        if not form.is_valid():
            return self._page(visit, form)
        try:
            beside.accompany(visit, form.cleaned_data["trainer"], by=account_of(request))
        except VisitError as error:
            messages.error(request, str(error.words))
        else:
            messages.success(request, _("It is written down, and both are told."))
        return redirect("trainers_admin:lacking")

    def _visit(self, pk: int) -> Visit:
        rows = Visit.objects.select_related("trainer__person", "request__district", "person")
        return get_object_or_404(rows, pk=pk, request__is_two_person=True, along_with=None)

    def _page(self, visit: Visit, form: BesideForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(visit=visit, form=form))
