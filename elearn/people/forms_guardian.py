"""Forms about age, and about a minor's parent or guardian."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from elearn.web.forms import KorpuForm

from .domain.age import adult_day
from .domain.guardianship import is_own, was_own
from .forms import clean_birth_year, read_address
from .models import Confirmed, ContactPoint, Person, Relation
from .phones import normalise_phone

GROWN, YOUNG = "grown", "young"
_YEAR = _("Write the year with four digits, for example 2010.")


class AgeForm(KorpuForm):
    """On which side of coming of age somebody is, and for the young the birthday. Asks only what is not known."""

    side = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
        error_messages={"invalid": _YEAR},
    )
    month = forms.TypedChoiceField(
        label=_("Month"),
        choices=[("", "–"), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"autocomplete": "bday-month"}),
    )
    day = forms.IntegerField(
        label=_("Day"),
        min_value=1,
        max_value=31,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-day"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)  # noqa: S101 - tells mypy
        side.choices = [
            (GROWN, _("%(age)d or older") % {"age": settings.ADULT_AGE}),
            (YOUNG, _("Younger than %(age)d") % {"age": settings.ADULT_AGE}),
        ]
        if person.birth_year:
            del self.fields["side"], self.fields["year"]

    def clean_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or cleaned.get("side") == GROWN:
            return cleaned
        year = self.person.birth_year or cleaned.get("year")
        if not year:
            self.add_error("year", _YEAR)
        elif year + settings.ADULT_AGE < timezone.localdate().year:
            words = gettext("Whoever was born in %(year)s is %(age)s or older.")
            self.add_error("year", words % {"year": year, "age": settings.ADULT_AGE})
        elif cleaned.get("day") and cleaned.get("month"):
            try:
                cleaned["adult_from"] = adult_day(year, cleaned["month"], cleaned["day"])
            except ValueError:
                self.add_error("day", _("There is no such day in that month."))
        return cleaned


class GuardianForm(KorpuForm):
    """Whom a minor names as parent or guardian, and where we ask them."""

    name = forms.CharField(
        label=_("Name of your parent or guardian"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name of your parent or guardian.")},
    )
    relation = forms.ChoiceField(
        label=_("Who is that?"),
        choices=Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who that is.")},
    )
    address = forms.CharField(
        label=_("Their mobile number or e-mail address"),
        help_text=_("Not your own: we write to them there, and send them a code."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write the mobile number or e-mail address of your parent or guardian.")},
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to them?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, minor: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": minor.language})
        super().__init__(*args, **kwargs)
        self.minor = minor

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_address(self) -> tuple[ContactPoint.Kind, str]:
        """Give the address as we keep it. Raises ValidationError in words, also for one of the minor's own."""
        kind, value = self._read(self.cleaned_data["address"])
        if self._is_childs(value):
            raise ValidationError(self.own_words(), code="own")
        return kind, value

    def _is_childs(self, value: str) -> bool:
        return was_own(self.minor, value)

    def _read(self, written: str) -> tuple[ContactPoint.Kind, str]:
        return read_address(written)

    def own_words(self) -> str:
        return gettext(
            "This is your own address. Your parent or guardian needs another one, so that they answer for "
            "themselves. If you share the phone, give an e-mail address, or call us: %(phone)s."
        ) % {"phone": settings.HELP_PHONE}


class RecordForm(GuardianForm):
    """What staff write down of a guardian who agreed by phone; a landline will do."""

    heard = forms.BooleanField(
        label=_("I have read the words on this page to the parent or guardian, and they agree."),
        error_messages={"required": _("Tick this only when you have spoken with them.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the parent or guardian")
        self.fields["address"].label = _("Their number or e-mail address")
        self.fields["address"].help_text = _("The one at which you spoke with them. A landline will do.")
        self.fields["language"].label = _("In which language did you speak?")

    def _read(self, written: str) -> tuple[ContactPoint.Kind, str]:
        if "@" in written:
            return read_address(written)
        try:
            return ContactPoint.Kind.PHONE, normalise_phone(written)
        except ValueError as error:
            raise ValidationError(str(error), code="phone") from error

    def _is_childs(self, value: str) -> bool:
        return is_own(self.minor, value)  # what was the child's once may have been the mother's all along

    def own_words(self) -> str:
        return gettext("This address is the minor's own. Write the one of the parent or guardian.")


class AskForm(RecordForm):
    """The same guardian, asked in writing instead: they read for themselves and answer with a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["heard"]

    def _read(self, written: str) -> tuple[ContactPoint.Kind, str]:
        return read_address(written)


class ConfirmForm(KorpuForm):
    """How and when staff made sure that the guardian is the guardian."""

    how = forms.ChoiceField(
        label=_("How did you make sure?"),
        choices=Confirmed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how you made sure.")},
    )
    on = forms.DateField(
        label=_("On which day?"), initial=timezone.localdate, widget=AdminDateInput,
        error_messages={"required": _("Please write the day.")},
    )  # fmt: skip


class SetAsideForm(KorpuForm):
    """Why a no holds no more."""

    why = forms.CharField(
        label=_("Why does this no hold no more?"),
        help_text=_("With whom you have spoken, and what was said. It stays in the record."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write why, for the record.")},
    )


class DecideForm(KorpuForm):
    """A guardian says yes."""

    is_guardian = forms.BooleanField(
        label=_("I am the parent or legal guardian of this child, and I am an adult."),
        error_messages={"required": _("Please confirm that you are the parent or legal guardian.")},
    )


class FirstNameForm(KorpuForm):
    """Which word of their name is a minor's first name."""

    first = forms.ChoiceField(
        label=_("Which is your first name?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose your first name.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"first": person.shown_name}, **kwargs)
        field = self.fields["first"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [(word, word) for word in dict.fromkeys(person.name.split())]


class ShownNameForm(KorpuForm):
    """Which name others may see."""

    shown = forms.ChoiceField(
        label=_("Which name may others see?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )

    def __init__(self, *args: Any, first: str, full: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["shown"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [("first", first), ("full", full)]
