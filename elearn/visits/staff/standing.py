"""The standing of a trainer: which papers somebody saw, until when they hold, and sending nobody any more at once."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from elearn.people.api import account_of

from ..domain import trainers
from ..domain.availability import fetch, stranded
from ..enums import CheckKind
from ..errors import NotYours
from ..models import Trainer
from ..policies import missing_checks


class CheckForm(forms.Form):
    """Which paper, seen when, and until when it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=CheckKind.choices)
    seen_on = forms.DateField(label=gettext_lazy("Seen on"), widget=AdminDateInput, initial=timezone.localdate)
    expires_on = forms.DateField(label=gettext_lazy("Holds until"), widget=AdminDateInput)
    reference = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=60, required=False)

    def clean_seen_on(self) -> date:
        seen: date = self.cleaned_data["seen_on"]
        if seen > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return seen

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("seen_on") and said.get("expires_on") and said["expires_on"] <= said["seen_on"]:
            self.add_error("expires_on", _("This must be after the day on which it was seen."))
        return said


class WhyForm(forms.Form):
    """Why somebody is suspended."""

    why = forms.CharField(
        label=gettext_lazy("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Coordinators and the safeguarding officer read this; the trainer does not."),
    )  # fmt: skip


class TrainerPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages beside a trainer's form share."""

    raise_exception = True
    header_icon = "user"
    model: type[Trainer] = Trainer

    def trainer(self, pk: int) -> Trainer:
        return get_object_or_404(Trainer.objects.select_related("person", "suspended_by__person"), pk=pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("trainers_admin:index"), "label": _("Trainers")},
            {"url": "", "label": self.page_title},
        ]


class StandingView(TrainerPage):
    """GET shows the checks; POST notes one, suspends, or lets them be sent again."""

    permission_required = "visits.view_trainer"
    template_name = "visits/admin/trainer_standing.html"
    page_title = gettext_lazy("Checks and suspension")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.trainer(pk), CheckForm(), WhyForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        trainer, deed = self.trainer(pk), request.POST.get("deed", "")
        check = CheckForm(request.POST if deed == "check" else None)
        why = WhyForm(request.POST if deed == "suspend" else None)
        if any(form.is_bound and not form.is_valid() for form in (check, why)):
            return self._page(trainer, check, why)
        try:
            words = self._do(deed, trainer, check, why)
        except NotYours:
            messages.error(request, _("Nobody does this about themself. Please ask a colleague."))
        else:
            messages.success(request, words)
        return redirect("trainers_admin:standing", pk)

    def _do(self, deed: str, trainer: Trainer, check: CheckForm, why: WhyForm) -> str:
        """Do what was pressed, and give it in words. Raises PermissionDenied and NotYours."""
        by = account_of(self.request)
        if not by.has_perm("visits.change_trainer" if deed == "check" else "visits.suspend_trainer"):
            raise PermissionDenied
        if deed == "check":
            said = check.cleaned_data
            trainers.note_check(
                trainer, CheckKind(said["kind"]), seen_on=said["seen_on"], expires_on=said["expires_on"],
                reference=said["reference"], by=by,
            )  # fmt: skip
            return _("It is written down.")
        if deed == "suspend" and trainers.suspend(trainer, why=why.cleaned_data["why"], by=by):
            return _("Suspended at once. Their visits need somebody else.")
        if deed == "restore" and trainers.restore(trainer, by=by):
            return _("They can be sent again, where every check holds.")
        return _("Nothing was changed.")

    def _page(self, trainer: Trainer, check: CheckForm, why: WhyForm) -> HttpResponse:
        fetch([trainer])
        may_check, may_suspend = (
            self.request.user.has_perm(f"visits.{name}") for name in ("change_trainer", "suspend_trainer")
        )
        context = self.get_context_data(
            trainer=trainer,
            checks=trainer.checks.select_related("seen_by__person"),
            today=timezone.localdate(),
            lacks=[kind.label for kind in missing_checks(trainer)],
            stranded=stranded([trainer]),
            check_form=check if may_check else None,
            why=why if may_suspend else None,
        )
        return self.render_to_response(context)
