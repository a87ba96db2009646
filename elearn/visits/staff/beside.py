"""Where two people must go: which visits lack the second, and who could go along."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from elearn.people.api import Role, account_of, has_role
from elearn.people.models import Account

from ..domain import beside, reassign
from ..errors import ChangedMeanwhile, VisitError
from ..models import Trainer, Visit
from .standing import TrainerPage


class BesideForm(forms.Form):
    """Who goes along."""

    trainer = forms.ModelChoiceField(
        Trainer.objects.none(), label=gettext_lazy("Who goes along?"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose one of them.")},
    )  # fmt: skip

    instead = forms.IntegerField(required=False, widget=forms.HiddenInput)  # who went along when the page was shown

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = beside.second_of(visit)
        self.fields["instead"].initial = self.chosen.pk if self.chosen else None
        could = Trainer.objects.filter(pk__in=[one.pk for one in beside.who_could(visit)]).select_related("person")
        field = self.fields["trainer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - made so above
        field.queryset = could
        self.is_empty = not could


class AloneForm(forms.Form):
    """Why one may go alone this time."""

    why = forms.CharField(
        label=gettext_lazy("Why may one go alone this time?"), max_length=300,
        help_text=gettext_lazy("It is kept with your name. The trainer reads that it was decided, not why."),
        error_messages={"required": gettext_lazy("Please write why.")},
    )  # fmt: skip


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
        return self._page(visit, BesideForm(visit=visit), AloneForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit, is_alone = self._visit(pk), request.POST.get("deed") == "alone"
        form = BesideForm(None if is_alone else request.POST, visit=visit)
        alone = AloneForm(request.POST if is_alone else None)
        if not (alone if is_alone else form).is_valid():
            return self._page(visit, form, alone)
        try:
            if is_alone:
                beside.let_one_go(visit, why=alone.cleaned_data["why"], by=account_of(request))
            else:
                self._send(visit, form, by=account_of(request))
        except VisitError as error:
            messages.error(request, str(error.words))
        else:
            messages.success(request, _("It is written down, and who is concerned is told."))
        return redirect("trainers_admin:lacking")

    def _send(self, visit: Visit, form: BesideForm, *, by: Account) -> None:
        """Send somebody along; instead of another only where that was shown. Raises VisitError."""
        trainer, shown = form.cleaned_data["trainer"], form.cleaned_data["instead"]
        chosen = form.chosen
        if (chosen.pk if chosen else None) != shown:
            raise ChangedMeanwhile
        if chosen:
            reassign.send_instead(chosen, trainer, by=by)
        else:
            beside.accompany(visit, trainer, by=by)

    def _visit(self, pk: int) -> Visit:
        rows = Visit.objects.select_related("trainer__person", "request__district", "person")
        return get_object_or_404(rows, pk=pk, request__is_two_person=True, along_with=None)

    def _page(self, visit: Visit, form: BesideForm, alone: AloneForm) -> HttpResponse:
        may_decide = has_role(self.request.user, Role.COORDINATOR)
        context = self.get_context_data(visit=visit, form=form, alone=alone, may_decide=may_decide, chosen=form.chosen)
        return self.render_to_response(context)
