"""Forms about helpers: whom, what they may do, until when; and the helper's own yes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from .forms import read_address
from .models import ContactPoint, Scope
from .models.companion import LONGEST, USUAL

MONTHS = (1, 3, 6, 12)


def ends_on(months: int) -> date:
    """Give the day a helper's time ends; a year is never more than we allow."""
    spans = {6: USUAL, 12: LONGEST}
    return timezone.localdate() + spans.get(months, USUAL * months / 6)


def end_choices() -> list[tuple[str, str]]:
    """Offer the ends as days: [("6", "6 months, until 24 May 2027"), …]."""
    words = {1: _("1 month"), 3: _("3 months"), 6: _("6 months"), 12: _("1 year")}
    return [
        (str(months), f"{words[months]}: {_now('until')} {date_format(ends_on(months), 'DATE_FORMAT')}")
        for months in MONTHS
    ]


class WhoForm(KorpuForm):
    """Step 1: who shall help."""

    name = forms.CharField(
        label=_("What is your helper’s name?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write your helper’s name.")},
    )
    address = forms.CharField(
        label=_("Their mobile number or e-mail address"),
        help_text=_("We write to them there. Please give theirs, not yours."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your helper’s mobile number or e-mail address.")},
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_address(self) -> str:
        return read_address(self.cleaned_data["address"])[1]

    def contact(self) -> tuple[ContactPoint.Kind, str]:
        """Give the address as we keep it; call it on a valid form."""
        return read_address(self.cleaned_data["address"])


class TermsForm(KorpuForm):
    """Step 2: what the helper may do, and until when."""

    scopes = forms.MultipleChoiceField(
        label=_("What may your helper do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing.")},
    )
    months = forms.ChoiceField(
        label=_("Until when?"),
        help_text=_("It ends by itself. You can end it earlier at any moment."),
        widget=forms.RadioSelect,
        initial="6",
        error_messages={"required": _("Choose until when.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = end_choices()  # type: ignore[attr-defined]

    def terms(self) -> tuple[list[Scope], date]:
        """Give what was ticked and the day it ends; call it on a valid form."""
        return [Scope(one) for one in self.cleaned_data["scopes"]], ends_on(int(self.cleaned_data["months"]))


class AcceptForm(KorpuForm):
    """The helper's yes to the rules."""

    read = forms.BooleanField(
        label=_("I have read this and I will keep to it."),
        error_messages={"required": _("Please read the rules and tick that you keep to them.")},
    )
    of_age = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={"required": _("A helper must be 18 or older.")},
    )


class StaffInviteForm(forms.Form):
    """Staff write an invitation down with the elder on the phone or beside them."""

    name = forms.CharField(label=_("Name of the helper"), max_length=200)
    address = forms.CharField(label=_("Helper’s mobile number or e-mail address"), max_length=254)
    scopes = forms.MultipleChoiceField(
        label=_("What the helper may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    months = forms.ChoiceField(label=_("Until when"), initial="6")
    chosen = forms.ChoiceField(
        label=_("Where is the person who is helped?"),
        choices=[("phone", _("On the phone with me")), ("beside", _("Here beside me"))],
        widget=forms.RadioSelect,
    )
    said_yes = forms.BooleanField(
        label=_("They themself named this helper and said yes to each thing ticked."),
        help_text=_("Ask them alone, without the helper listening."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = end_choices()  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        return read_address(self.cleaned_data["address"])[1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["name"].strip():
            raise ValidationError(_now("Write the helper’s name."))
        return cleaned


class ReasonForm(forms.Form):
    """Why a helper is held up."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only our staff read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
