"""What trainers fill in: when they can come, and the code an elder reads out to them."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearn.web.forms import KorpuForm

from .enums import AbsenceKind
from .models import Trainer
from .models.trainer import WEEKDAYS

# The hours in which visits are made; elders are not called on earlier or later.
FIRST, LAST = time(7), time(21)
FARTHEST = timedelta(days=400)


def clocks() -> list[tuple[str, str]]:
    """Give every half hour in which somebody may work, to choose from; the first says nothing."""
    halves = range(FIRST.hour * 2, LAST.hour * 2 + 1)
    found = [f"{half // 2:02}:{30 * (half % 2):02}" for half in halves]
    return [("", "–"), *((clock, clock) for clock in found)]


def read_clock(said: str) -> time:
    return time.fromisoformat(said)


def shown_clock(clock: time | None) -> str:
    return f"{clock:%H:%M}" if clock else ""


class WeekForm(KorpuForm):
    """From when until when on each weekday; both empty for a day off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, _name in WEEKDAYS:
            for part, words in (("starts", _("From")), ("ends", _("Until"))):
                self.fields[f"{part}_{number}"] = forms.ChoiceField(label=words, choices=clocks(), required=False)

    @classmethod
    def of(cls, trainer: Trainer) -> "WeekForm":
        """Give the form with what is kept of a trainer."""
        initial = {}
        for row in trainer.hours.all():
            initial[f"starts_{row.weekday}"] = shown_clock(row.starts)
            initial[f"ends_{row.weekday}"] = shown_clock(row.ends)
        return cls(initial=initial)

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        for number, name in WEEKDAYS:
            yield str(name), self[f"starts_{number}"], self[f"ends_{number}"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number, name in WEEKDAYS:
            starts, ends = said.get(f"starts_{number}"), said.get(f"ends_{number}")
            if bool(starts) != bool(ends):
                missing = f"ends_{number}" if starts else f"starts_{number}"
                self.add_error(missing, _("%(day)s: choose both times, or neither.") % {"day": name})
            elif starts and ends and starts >= ends:
                self.add_error(f"ends_{number}", _("%(day)s: the end must be after the beginning.") % {"day": name})
        return said

    def hours(self) -> dict[int, tuple[time, time]]:
        said = self.cleaned_data
        return {
            number: (read_clock(said[f"starts_{number}"]), read_clock(said[f"ends_{number}"]))
            for number, _name in WEEKDAYS
            if said[f"starts_{number}"]
        }


class DayForm(KorpuForm):
    """One day: as in every week, other hours, or away."""

    USUAL, OTHER, AWAY = "usual", "other", "away"

    how = forms.ChoiceField(
        label=gettext_lazy("How is this day?"),
        choices=[
            (USUAL, gettext_lazy("As in every week")),
            (OTHER, gettext_lazy("Other hours")),
            (AWAY, gettext_lazy("I do not work on this day")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    starts = forms.ChoiceField(label=gettext_lazy("Other hours, from"), choices=clocks, required=False)
    ends = forms.ChoiceField(label=gettext_lazy("until"), choices=clocks, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("how") != self.OTHER:
            return said
        if not said.get("starts") or not said.get("ends"):
            self.add_error("starts", _("Choose from when until when."))
        elif said["starts"] >= said["ends"]:
            self.add_error("ends", _("The end must be after the beginning."))
        return said

    def hours(self) -> tuple[time, time]:
        return read_clock(self.cleaned_data["starts"]), read_clock(self.cleaned_data["ends"])


class AwayForm(KorpuForm):
    """From which day until which day, and why in one word."""

    first_day = forms.DateField(
        label=gettext_lazy("First day away"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Write the first day.")},
    )  # fmt: skip
    last_day = forms.DateField(
        label=gettext_lazy("Last day away"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Write the last day; it may be the same.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=AbsenceKind.choices, initial=AbsenceKind.HOLIDAY, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("These days are over already."))
        elif last and last > timezone.localdate() + FARTHEST:
            self.add_error("last_day", _("Choose days within the next year."))
        return said

    def days(self) -> tuple[date, date, AbsenceKind]:
        said = self.cleaned_data
        return said["first_day"], said["last_day"], AbsenceKind(said["kind"])


class CodeForm(KorpuForm):
    """The six digits that the elder was sent and reads out."""

    code = forms.CharField(
        label=gettext_lazy("The six digits that the elder reads out to you"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the six digits.")},
    )  # fmt: skip


class CannotForm(KorpuForm):
    """Why the trainer cannot come; for the office."""

    reason = forms.CharField(
        label=gettext_lazy("Why can you not come? Only the office reads this."), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write in a few words why.")},
    )  # fmt: skip
