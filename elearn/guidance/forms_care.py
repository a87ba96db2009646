"""What readers say about care services: what they look for, and what is wrong with an entry."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from elearn.people.models import District
from elearn.people.models.person import languages
from elearn.web.forms import KorpuForm

from .domain.care_find import Wish
from .enums_care import Access, CareKind, ForWhom, ReportKind, Unit


def _any(words: Any, choices: Any) -> list[Any]:
    return [("", words), *choices]


class CareFilterForm(KorpuForm):
    """What to show. Sent with GET: the address of a list can be kept, printed and sent to somebody."""

    kind = forms.ChoiceField(label=_("What do you need?"), choices=_any(_("All services"), CareKind.choices), required=False)  # noqa: E501  # fmt: skip
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("For somebody who lives in"), empty_label=_("Any district"), required=False,
        help_text=_("Then we say how far each service is. We do not ask for an address."),
    )  # fmt: skip
    only = forms.BooleanField(label=_("Only what is in this district or comes to it"), required=False)
    language = forms.ChoiceField(label=_("Language spoken"), choices=(), required=False)
    whom = forms.ChoiceField(label=_("For whom"), choices=_any(_("Anybody"), ForWhom.choices), required=False)
    most = forms.DecimalField(
        label=_("Price at most, in manat"), required=False, min_value=0, max_digits=8, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("This price is for"), choices=_any(_("Please choose"), Unit.choices), required=False)  # noqa: E501  # fmt: skip
    free = forms.BooleanField(label=_("Costs nothing"), required=False)
    places = forms.BooleanField(label=_("Has places free"), required=False)
    access = forms.MultipleChoiceField(
        label=_("Accessibility"), choices=Access.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    order = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=(("", _("Nearest first where a district is chosen, else by lot")), ("name", _("By name"))),
    )  # fmt: skip

    FIRST = ("kind", "district", "only")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = _any(_now("Any language"), languages())

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("most") is not None and not said.get("unit"):
            self.add_error("unit", _now("Choose what the price is for: an hour, a visit, a day."))
        if said.get("only") and not said.get("district") and "district" not in self.errors:
            self.add_error("district", _now("Choose a district first."))
        return said

    def wish(self) -> Wish:
        """Give what was asked for; what could not be read asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        return Wish(
            kind=said.get("kind", ""), district=said.get("district"), only=said.get("only", False),
            language=said.get("language", ""), whom=said.get("whom", ""), unit=said.get("unit", ""),
            most=said.get("most"), is_free=said.get("free", False), has_places=said.get("places", False),
            access=tuple(said.get("access", ())), by_name=said.get("order") == "name",
        )  # fmt: skip

    def firsts(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    def others(self) -> list[Any]:
        return [bound for bound in self if bound.name not in self.FIRST]

    def uses_others(self) -> bool:
        """Say whether one of the choices further down is made, so that they stand open."""
        return any(self.data.get(name) for name in self.fields if name not in self.FIRST)


class MistakeForm(KorpuForm):
    """What is wrong with an entry. Nobody has to say who they are."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What should it say?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write nothing about the health or address of a person."),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Your phone or e-mail, if we may ask you back"), max_length=120, required=False,
        help_text=_("You do not have to. We delete it as soon as this is settled."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") == ReportKind.OTHER and not said.get("words"):
            self.add_error("words", _now("Write what is wrong, in a few words."))
        return said


class AnswerForm(KorpuForm):
    """What a provider answers who was asked whether an entry is right."""

    words = forms.CharField(
        label=_("What has changed?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what has changed.")},
    )  # fmt: skip
