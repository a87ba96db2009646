"""What a coordinator says about a plan: which days, how long to think, what matters; and where a visit is to go."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from .domain.availability import at
from .domain.doubts import Board
from .domain.plan import MOST_DAYS
from .forms_trainer import FARTHEST
from .models import PlannedVisit, PlanRun, Trainer
from .plan_weights import MUCH, NOT, SOME, Wishes

_SECONDS = [(20, _("20 seconds")), (60, _("1 minute")), (180, _("3 minutes")), (600, _("10 minutes"))]
_HOW_MUCH = [(NOT, _("does not matter")), (SOME, _("matters")), (MUCH, _("matters much"))]
# Enough to tell everybody two days before.
SOONEST = timedelta(days=2)


def _weight(label: Any, initial: int, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_HOW_MUCH, coerce=int, initial=initial, widget=forms.RadioSelect, help_text=help_text
    )


class PlanForm(forms.Form):
    """The days, the seconds, and what matters how much. Short ways always matter."""

    first_day = forms.DateField(label=_("First day"), widget=AdminDateInput)
    days = forms.IntegerField(label=_("How many days"), min_value=1, max_value=MOST_DAYS, initial=14)
    seconds = forms.TypedChoiceField(
        label=_("How long to plan"), choices=_SECONDS, coerce=int, initial=60,
        help_text=_("You can stop it at any time and keep the best plan so far."),
    )  # fmt: skip
    a_week = forms.TypedChoiceField(
        label=_("Visits a week for one person, at most"), choices=[(n, n) for n in (1, 2, 3)], coerce=int, initial=1
    )
    continuity = _weight(_("The same trainer for a whole course"), MUCH)
    pairs = _weight(_("People and trainers who go well together"), SOME)
    fair_work = _weight(_("Everybody has a fair share of the work"), SOME)
    fair_travel = _weight(_("Everybody has a fair share of the way"), SOME)
    steady = _weight(_("What was proposed already stays where it is"), SOME)
    may_move_agreed = forms.BooleanField(
        label=_("Visits that people have said yes to may move too"), required=False,
        help_text=_("They are then asked again. Without this tick, a yes is a promise."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = timezone.localdate() + SOONEST

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day from tomorrow on: people have to be told first."))
        if day > timezone.localdate() + FARTHEST:
            raise forms.ValidationError(_("Choose days within the next year."))
        return day

    def wishes(self) -> Wishes:
        """Give what matters; call it on a valid form."""
        return Wishes.of(self.cleaned_data)

    @property
    def last_day(self) -> date:
        return self.cleaned_data["first_day"] + timedelta(days=self.cleaned_data["days"] - 1)


class MoveForm(forms.Form):
    """Where a visit of a draft is to go. Who can never come is not offered; who does not fit is, and says so."""

    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=Trainer.objects.none(), empty_label=None)
    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"))

    def __init__(self, *args: Any, run: PlanRun, board: Board | None = None, row: PlannedVisit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        avoid = board.facts.avoid.get(row.request.person_id, set()) if board else set()
        trainers = Trainer.objects.filter(suspended_at=None, is_check=False).exclude(pk__in=avoid)
        whom, when = self.fields["trainer"], self.fields["day"]
        assert isinstance(whom, forms.ModelChoiceField) and isinstance(when, forms.ChoiceField)  # noqa: S101 - for mypy
        whom.queryset = trainers.select_related("person").order_by("person__name")
        when.choices = [(day.isoformat(), date_format(day, "l j E")) for day in run.days]

    def starts_at(self) -> datetime:
        return at(self.cleaned_data["day"], self.cleaned_data["time"])
