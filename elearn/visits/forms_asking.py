"""What is asked of somebody who wants to be visited: one idea a form and page; for us on the phone, all on one."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from elearn.people.models import District
from elearn.people.models.person import languages
from elearn.web.forms import KorpuForm

from .domain.units import offered
from .enums import Device
from .models import Unit, VisitRequest
from .models.trainer import WEEKDAYS

# The parts of a day, as people speak of them. A visit of an hour fits into each.
PARTS: dict[str, tuple[time, time]] = {
    "morning": (time(9), time(12)),
    "midday": (time(12), time(15)),
    "afternoon": (time(15), time(18)),
}
PART_WORDS = [
    ("morning", _("9–12, in the morning")),
    ("midday", _("12–15, at midday")),
    ("afternoon", _("15–18, in the afternoon")),
]
NEEDS = ("signs", "mobility", "others", "note")


def short(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off", **attrs})


class LearnForm(KorpuForm):
    """What they want to learn."""

    units = forms.MultipleChoiceField(
        label=_("Tick as many as you like"), widget=forms.CheckboxSelectMultiple, required=False
    )
    wish = forms.CharField(
        label=_("Or say it in a few words"),
        help_text=_("For example: I want to see my grandchildren on the screen."),
        max_length=1000,
        required=False,
        widget=short(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), words) for number, words in offered()]
        self.fields["units"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["units"]
            self.fields["wish"].label = _("What shall we look at together?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("units") and not cleaned.get("wish", "").strip() and not self.errors:
            self.add_error("wish", _now("Tick something, or write a few words. “I do not know yet” is fine."))
        return cleaned


class DeviceForm(KorpuForm):
    """With what."""

    device = forms.ChoiceField(
        label=_("The phone, tablet or computer"),
        choices=Device.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “I am not sure” is fine.")},
    )


class TimesForm(KorpuForm):
    """When they are glad to be visited."""

    days = forms.MultipleChoiceField(
        label=_("On which days may we come?"),
        choices=[(str(number), words) for number, words in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one day.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("At what time of day?"),
        help_text=_("The more you tick, the sooner we can come."),
        choices=PART_WORDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one time of day.")},
    )


class YouForm(KorpuForm):
    """What the visitor has to think of."""

    language = forms.ChoiceField(label=_("In which language shall we speak?"), widget=forms.RadioSelect)
    wants_woman = forms.BooleanField(label=_("A woman should come, please"), required=False)
    signs = forms.BooleanField(label=_("We speak in sign language"), required=False)
    mobility = forms.CharField(
        label=_("Is anything hard: walking, seeing, hearing? (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=short(2),
    )
    others = forms.CharField(
        label=_("Who else will be at home? (you may leave this empty)"),
        help_text=_("For example: my husband. Or: nobody. Please tell us about a dog, too."),
        max_length=300,
        required=False,
        widget=short(2),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]


class PlaceForm(KorpuForm):
    """Where."""

    district = forms.ChoiceField(
        label=_("District"), error_messages={"required": _("Choose the district.")}, choices=[]
    )
    address = forms.CharField(
        label=_("Street, house and flat"),
        max_length=300,
        widget=short(3, autocomplete="street-address"),
        error_messages={"required": _("Write the address: without it nobody can come.")},
    )

    def __init__(self, *args: Any, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(number), name) for number, name in District.objects.values_list("pk", "name")]
        self.fields["district"].choices = [("", _now("Choose")), *places]  # type: ignore[attr-defined]
        if is_kept:
            self.fields["address"].required = False
            self.fields["address"].help_text = _now("An address is kept. Write a new one to replace it.")

    def clean_address(self) -> str:
        return " ".join(str(self.cleaned_data["address"]).split())


STEPS: dict[str, type[KorpuForm]] = {
    "learn": LearnForm,
    "device": DeviceForm,
    "times": TimesForm,
    "you": YouForm,
    "place": PlaceForm,
}


class WholeForm(LearnForm, DeviceForm, TimesForm, YouForm, PlaceForm):
    """Everything on one page, for who writes it down on the phone; and what only they say."""

    visits_wanted = forms.IntegerField(label=_("Number of visits"), min_value=1, max_value=12, initial=5)
    is_urgent = forms.BooleanField(label=_("Urgent: comes first when visits are planned"), required=False)
    is_two_person = forms.BooleanField(label=_("Two people must go"), required=False)
    is_other = forms.BooleanField(
        label=_("I have looked: none of these is the same person"), required=False, widget=forms.HiddenInput
    )
    field_order = ("units", "wish", "device", "days", "parts", "language", "wants_woman", "signs", "mobility", "others")


class StopForm(KorpuForm):
    """Wait for a while, or end it."""

    how = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[
            ("4", _("Wait for 4 weeks, then go on")),
            ("12", _("Wait for 3 months, then go on")),
            ("wait", _("Wait until I call you")),
            ("end", _("I would like no visits any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    reason = forms.CharField(
        label=_("Would you like to tell us why? (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=short(2),
    )


class CancelForm(KorpuForm):
    """Why a visit is cancelled, if they like to say."""

    reason = forms.CharField(
        label=_("Would you like to tell us why? (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=short(2),
    )


# Between forms and the domain -----------------------------------------------------------------------
def said(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Give what `ask` and `change` take, from the answers of all the forms together."""
    return {
        "units": list(Unit.objects.filter(pk__in=cleaned.get("units") or [])),
        "wish": cleaned.get("wish", ""),
        "device": cleaned["device"],
        "windows": spans(cleaned["days"], cleaned["parts"]),
        "language": cleaned["language"],
        "wants_woman": cleaned["wants_woman"],
        "needs": {name: cleaned.get(name, "") for name in NEEDS},
        "district": District.objects.get(pk=cleaned["district"]),
        "address": cleaned.get("address", ""),
    }


def spans(days: Iterable[str], parts: Iterable[str]) -> list[tuple[int, time, time]]:
    """Give each part of each day as a span of the week."""
    return [(int(day), *PARTS[part]) for day in days for part in parts if part in PARTS]


def answers_of(request: VisitRequest, *, with_needs: bool = True) -> dict[str, dict[str, Any]]:
    """Give what was asked for as answers of the forms, step by step; never the address, needs only if asked for."""
    windows = list(request.windows.all())
    parts = [
        part
        for part, (starts, ends) in PARTS.items()
        if any(one.starts < ends and starts < one.ends for one in windows)
    ]
    needs = request.needs if with_needs else {}
    return {
        "learn": {"units": [str(unit.pk) for unit in request.units.all()], "wish": request.wish},
        "device": {"device": request.device},
        "times": {"days": sorted({str(one.weekday) for one in windows}), "parts": parts},
        "you": {
            "language": request.language,
            "wants_woman": request.wants_woman,
            **{name: needs.get(name, "") for name in ("signs", "mobility", "others")},
        },
        "place": {"district": str(request.district_id), "address": ""},
    }
