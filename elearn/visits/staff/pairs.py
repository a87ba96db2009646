"""Whom a trainer goes well with, and whom they must not meet; the planner and every booking keep to it."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from elearn.people.api import account_of, find
from elearn.people.models import Person
from elearn.web.api import number_in

from ..domain import trainers
from ..enums import COMING, PairKind
from ..models import Pair, Trainer, Visit
from .standing import TrainerPage

MOST_FOUND = 10


class PairForm(forms.Form):
    """An elder, which of the two it is, and why."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Older person"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose the person.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("They"), choices=PairKind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Why?"), max_length=300, required=False)


class PairsView(TrainerPage):
    """GET shows and finds; POST notes a pair or takes one back."""

    permission_required = "visits.change_trainer"
    template_name = "visits/admin/trainer_pairs.html"
    page_title = gettext_lazy("Pairs")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.trainer(pk), self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        trainer = self.trainer(pk)
        if "unpair" in request.POST:
            made = get_object_or_404(Pair, pk=number_in(request.POST["unpair"]), trainer=trainer)
            trainers.unpair(made, by=account_of(request))
            messages.success(request, _("It is taken back."))
            return redirect("trainers_admin:pairs", pk)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(trainer, form)
        said = form.cleaned_data
        kind = PairKind(said["kind"])
        trainers.pair(trainer, said["person"], kind=kind, why=said["why"], by=account_of(request))
        messages.success(request, _("It is written down."))
        if kind == PairKind.INCOMPATIBLE and _have_visits(trainer, said["person"]):
            messages.warning(request, _("They have visits together that are still to come. Please plan these again."))
        return redirect("trainers_admin:pairs", pk)

    def _form(self, data: object = None) -> PairForm:
        form = PairForm(data)  # type: ignore[arg-type]  # a QueryDict, or nothing
        people = form.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 - made so above
        people.queryset = self._found()
        return form

    def _found(self) -> QuerySet[Person]:
        asked = self.request.GET.get("q", "").strip()
        everybody = Person.objects.filter(merged_into=None, removed_at=None, visit_requests__isnull=False).distinct()
        if not asked:
            return everybody.none()
        pks = list(find(everybody, asked).values_list("pk", flat=True)[:MOST_FOUND])
        return Person.objects.filter(pk__in=pks)

    def _page(self, trainer: Trainer, form: PairForm) -> HttpResponse:
        pairs = trainer.pairs.select_related("person", "by__person").order_by("kind", "person__name")
        asked = self.request.GET.get("q", "").strip()
        found = bool(asked) and self._found().exists()
        return self.render_to_response(
            self.get_context_data(trainer=trainer, pairs=pairs, asked=asked, found=found, form=form)
        )


def _have_visits(trainer: Trainer, person: Person) -> bool:
    coming = Visit.objects.filter(trainer=trainer, person=person, state__in=COMING, starts_at__gt=timezone.now())
    return coming.exists()
