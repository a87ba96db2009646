"""The questions of an attempt as a form: nothing in it tells which answer is right, or how they were mixed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from ..domain.quizzes.asked import Asked
from ..quizzes.fold import LONGEST, tidy
from ..quizzes.kinds import Kind, Part
from ..quizzes.numbers import readings


class PlacesWidget(forms.Widget):
    """A menu of places for each step, so that steps can be put in order without a script."""

    template_name = "courses/_quiz_order.html"

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self.parts = list(parts)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Give the place of each step as it was chosen, in the order the steps are shown."""
        return [str(data.get(f"{name}-{part.id}") or "") for part in self.parts]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part.id}" in data for part in self.parts)

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_0"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        places = value if isinstance(value, list) and len(value) == len(self.parts) else [""] * len(self.parts)
        own_id = (attrs or {}).get("id", "")
        steps = [
            {"name": f"{name}-{part.id}", "id": f"{own_id}_{number}", "text": part.text, "place": place}
            for number, (part, place) in enumerate(zip(self.parts, places, strict=True))
        ]
        # Where every step has its place, they stand in that order.
        if sorted(places) == sorted(map(str, range(1, len(steps) + 1))):
            steps.sort(key=lambda step: int(step["place"]))
        context["widget"] |= {"steps": steps, "places": [str(place) for place in range(1, len(steps) + 1)]}
        return context


class OrderField(forms.Field):
    """Steps, each with a place; cleaned to the steps in that order."""

    def __init__(self, parts: Sequence[Part], *, number: int, **kwargs: Any) -> None:
        super().__init__(widget=PlacesWidget(parts), **kwargs)
        self.parts, self.number = list(parts), number

    def clean(self, value: Any) -> list[str]:
        places = list(value or [])
        for place in map(str, range(1, len(self.parts) + 1)):
            if places.count(place) > 1:
                words = gettext("Question %(number)d: the place %(place)s is chosen twice.")
                raise forms.ValidationError(words % {"number": self.number, "place": place})
        listed = in_order(self.parts, places)
        if "" in listed or len(listed) < len(self.parts):
            raise forms.ValidationError(gettext("Please put the steps of question %(number)d in order.") % {"number": self.number})  # noqa: E501  # fmt: skip
        return listed


def in_order(parts: Sequence[Part], places: Sequence[str]) -> list[str]:
    """Give the steps by their places, "" for a place that none has."""
    at = {place: part.id for part, place in reversed(list(zip(parts, places, strict=True)))}
    return [at.get(str(place), "") for place in range(1, len(parts) + 1)]


def places_of(parts: Sequence[Part], listed: Any) -> list[str]:
    """Give the place of each step, from the steps in order."""
    known = list(listed) if isinstance(listed, list) else []
    return [str(known.index(part.id) + 1) if part.id in known else "" for part in parts]


class NumberField(forms.CharField):
    """A number as people write it; the words stay as they are."""

    def __init__(self, *, language: str, unit: str, number: int, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.language, self.unit, self.number = language, unit, number

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if not readings(words, self.language, unit=self.unit):
            said = gettext("Please write a number for question %(number)d, such as 12 or 1.5.")
            raise forms.ValidationError(said % {"number": self.number})
        return words


class TextField(forms.CharField):
    """A few words; marks alone, such as “?”, are none."""

    def __init__(self, *, language: str, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.language = language

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if not tidy(words, self.language):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return words


class QuizForm(KorpuForm):
    """A group of buttons, boxes, menus or one line for each question of an attempt."""

    def __init__(self, *args: Any, asked: Sequence[Asked], answers: Mapping[str, Any] | None = None) -> None:
        kept = dict(answers or {})
        for one in asked:
            if one.question.kind is Kind.ORDER:
                kept[one.question.id] = places_of(one.parts, kept.get(one.question.id))
        super().__init__(*args, initial=kept)
        self.asked = list(asked)
        for number, one in enumerate(asked, start=1):
            self.fields[one.question.id] = _field(one, number)

    def filled_in(self) -> dict[str, Any]:
        """Give what is filled in so far, right or wrong or half done, to be kept."""
        found: dict[str, Any] = {}
        for one in self.asked:
            name = one.question.id
            given = self.fields[name].widget.value_from_datadict(self.data, self.files, name)
            found[name] = in_order(one.parts, given) if one.question.kind is Kind.ORDER else given
        return found


def _field(one: Asked, number: int) -> forms.Field:
    question, kind = one.question, one.question.kind
    label = f"{number}. {question.text}"
    missing = {"required": _("Please answer question %(number)d.") % {"number": number}}
    choices = [(part.id, part.text) for part in one.parts]
    if kind is Kind.ONE:
        missing = {"required": _("Please choose an answer to question %(number)d.") % {"number": number}}
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing)
    if kind is Kind.SEVERAL:
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing,
            help_text=_("There may be several. Choose all that are right."),
        )  # fmt: skip
    if kind is Kind.ORDER:
        return OrderField(one.parts, number=number, label=label, help_text=_("Put the steps in the right order."))
    plain = {"class": "govuk-input", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
    if kind is Kind.NUMBER:
        unit = question.measure.unit if question.measure else ""
        short = {"class": "govuk-input govuk-input--width-10", "inputmode": "decimal"}
        return NumberField(
            label=label, language=question.language, unit=unit, number=number, error_messages=missing,
            widget=forms.TextInput(attrs=plain | short),
            help_text=_("A number, in this unit: %(unit)s.") % {"unit": unit} if unit else _("A number."),
        )  # fmt: skip
    return TextField(
        label=label, language=question.language, widget=forms.TextInput(attrs=plain), error_messages=missing,
        help_text=_("In a few words. Capital letters and the full stop make no difference."),
    )  # fmt: skip
