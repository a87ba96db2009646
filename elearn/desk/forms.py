"""Forms of the operator's desk: whom to find, whom to write down, when to call back."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.fields import PhoneField
from elearn.people.models import FormOfAddress
from elearn.people.models.call_back import TimeOfDay
from elearn.web.forms import KorpuForm
from elearn.web.signs import check_name

OLDEST_BIRTH_YEAR = 1900


class FindForm(KorpuForm):
    """One box: a name in whatever writing, a number, or a part of either."""

    q = forms.CharField(
        label=_("Who is on the phone?"),
        help_text=_("A name or a telephone number"),
        min_length=2,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write a name or a telephone number."),
            "min_length": _("Write at least two letters of the name, or four digits of the number."),
        },
    )


class NewCallerForm(KorpuForm):
    """A person whom we do not know yet, while they are on the phone."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    form_of_address = forms.ChoiceField(
        label=_("How shall we say the name?"),
        choices=FormOfAddress.choices,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("A mobile or a landline, for example 050 123 45 67 or 012 345 67 89"),
        error_messages={"required": _("Write the number at which we reach this person.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth (you may leave this empty)"),
        required=False,
        min_value=OLDEST_BIRTH_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Write the year with four digits, such as 1950."),
            "min_value": _("Write the year with four digits, such as 1950."),
        },
    )
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - declared above
        language.choices = list(settings.LANGUAGES)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        check_name(name)
        return name

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("Write the year with four digits, such as 1950."))
        return year


class CallerCallForm(KorpuForm):
    """When we call somebody back, at which of their numbers, and why."""

    phone = forms.ChoiceField(label=_("At which number?"), widget=forms.RadioSelect)
    best_time = forms.ChoiceField(
        label=_("When shall we call?"), choices=TimeOfDay.choices, initial=TimeOfDay.ANY, widget=forms.RadioSelect
    )
    about = forms.CharField(
        label=_("What is it about? (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, numbers: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["phone"]
        assert isinstance(phone, forms.ChoiceField)  # noqa: S101 - declared above
        phone.choices = numbers
        self.initial.setdefault("phone", numbers[0][0] if numbers else "")
