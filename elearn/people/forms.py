"""Forms of sign-in, sign-up and a person's own details."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm
from elearn.web.signs import check_name

from .fields import PhoneField
from .limits import take_a_code
from .models import ContactPoint, FormOfAddress, Person
from .phones import is_landline, normalise_phone, takes_sms

OLDEST_BIRTH_YEAR = 1900


def read_address(written: str, *, takes_code: bool = True) -> tuple[ContactPoint.Kind, str]:
    """Tell an e-mail address from a telephone number, and bring it to the form we keep.

    Raises ValidationError in words, also for a number that no code can be sent to, unless none is meant to be.
    """
    if "@" in written:
        return ContactPoint.Kind.EMAIL, forms.EmailField(max_length=254).clean(written).lower()
    try:
        number = normalise_phone(written)
    except ValueError as error:
        raise ValidationError(
            gettext("Enter an e-mail address or a mobile number such as 050 123 45 67."),
            code="address",
        ) from error
    if takes_code:
        check_takes_sms(number)
    return ContactPoint.Kind.PHONE, number


def check_takes_sms(number: str) -> None:
    """Raise ValidationError in words when no code can be sent to a number."""
    if takes_sms(number):
        return
    if settings.SMS_URL == "none":
        words = gettext("We cannot send text messages at the moment. Use your e-mail address.")
    elif is_landline(number):
        words = gettext(
            "This is a landline, which cannot take a text message. Use a mobile number or an e-mail address."
        )
    else:
        words = gettext("We cannot send text messages to this number. Use your e-mail address.")
    raise ValidationError(words, code="no_sms")


class SignInForm(LoginForm, KorpuForm):
    """One field: an e-mail address or a mobile number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()

    def clean_login(self) -> str:
        """Give the address as we keep it."""
        kind, value = read_address(self.cleaned_data["login"])
        take_a_code(self.request, kind, value, counted_by_allauth=True)
        return value


def address_field() -> forms.CharField:
    """Make the one field that takes an e-mail address or a mobile number."""
    by_sms = settings.SMS_URL != "none"
    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    return forms.CharField(
        label=_("Your e-mail address or mobile number") if by_sms else _("Your e-mail address"),
        help_text=_("For example leyla@example.com or 050 123 45 67") if by_sms else "",
        max_length=254,
        widget=widget,
        error_messages={"required": _("Write your e-mail address or mobile number.")},
    )


class CodeForm(ConfirmLoginCodeForm, KorpuForm):
    """The six digits, with or without spaces and dashes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("The code we sent: 6 digits"),
            help_text=_("It is good for 15 minutes. Spaces do not matter."),
            max_length=40,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "k-code"}),
            error_messages={"required": _("Write the code from the message.")},
        )


class JoinForm(KorpuForm):
    """Sign-up: a name and at least one address."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you would like us to call you."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = PhoneField(label=_("Mobile number"), help_text=_("For example 050 123 45 67"), required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        if settings.SMS_URL == "none":
            del self.fields["phone"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        check_name(name)  # it is printed on certificates until a name as in the papers is written
        return name

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        number: str = self.cleaned_data["phone"]
        if number:
            check_takes_sms(number)
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if not self.addresses():
                self.add_error(
                    "phone" if "phone" in self.fields else "email",
                    _("Give a mobile number or an e-mail address: we send your code there."),
                )
            else:
                take_a_code(self.request, *self.addresses()[0])
        return cleaned

    def addresses(self) -> list[tuple[ContactPoint.Kind, str]]:
        """Give what was filled in; the first is proved first. E-mail leads: it costs nobody anything."""
        given = [
            (ContactPoint.Kind.EMAIL, self.cleaned_data.get("email", "")),
            (ContactPoint.Kind.PHONE, self.cleaned_data.get("phone", "")),
        ]
        return [(kind, value) for kind, value in given if value]


class AddAddressForm(KorpuForm):
    """Another e-mail address or number to sign in with."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["address"] = address_field()

    def clean_address(self) -> tuple[ContactPoint.Kind, str]:
        kind, value = read_address(self.cleaned_data["address"])
        take_a_code(self.request, kind, value)
        return kind, value


def clean_birth_year(year: int | None) -> int | None:
    """Accept a year somebody alive may be born in. Raises ValidationError in words."""
    newest = timezone.localdate().year
    if year is not None and not OLDEST_BIRTH_YEAR <= year <= newest:
        raise ValidationError(gettext("Write the year with four digits, for example 1952."), code="birth_year")
    return year


def birth_year_field() -> forms.IntegerField:
    """Make the field for the year of birth, which says why we ask."""
    return forms.IntegerField(
        label=_("Year of birth"),
        help_text=_(
            "Some courses are for older people, and we take special care of people under 18. "
            "Nobody but our staff sees it."
        ),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
        error_messages={"invalid": _("Write the year with four digits, for example 1952.")},
    )


class WelcomeForm(KorpuForm):
    """What we ask once: year of birth and form of address. Neither has to be answered."""

    birth_year = birth_year_field()
    form_of_address = forms.ChoiceField(
        label=_("How shall we address you?"),
        choices=FormOfAddress.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, ways_to_address(name))

    def clean_birth_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["birth_year"])


def ways_to_address(name: str) -> list[tuple[str, str]]:
    """Give the forms of address as they would sound with a name: [("", "Leyla"), ("xanim", "Leyla xanım"), …]."""
    return [(form.value, f"{name} {form.label}" if form.value else name) for form in FormOfAddress]


def offer(form: forms.BaseForm, choices: list[tuple[str, str]]) -> None:
    """Put these choices into a form's question about the form of address."""
    field = form.fields["form_of_address"]
    assert isinstance(field, forms.ChoiceField | forms.TypedChoiceField)  # noqa: S101 - tells mypy
    field.choices = choices


class DetailsForm(forms.ModelForm):
    """What we know of a person, for that person to put right."""

    use_required_attribute = False
    birth_year = birth_year_field()

    class Meta:
        model = Person
        fields = ["name", "papers_name", "form_of_address", "birth_year", "language"]
        labels = {
            "name": _("Your name"),
            "papers_name": _("Your name as in your papers"),
            "form_of_address": _("How shall we address you?"),
            "language": _("Language of our messages"),
        }
        help_texts = {
            "name": _("As you would like us to call you."),
            "papers_name": _("This name is printed on your certificates."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "form_of_address": forms.RadioSelect,
            "language": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        offer(self, ways_to_address(self.instance.name))
        self.fields["name"].error_messages["required"] = _("Write your name.")
        if self.instance.guarded:
            # Nobody makes themselves an adult.
            self.fields["birth_year"].disabled = True
            self.fields["birth_year"].help_text = _("If the year is wrong, please call us: %(phone)s.") % {
                "phone": settings.HELP_PHONE
            }

    def clean_birth_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["birth_year"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        refuse_unprintable(self)
        return said


def refuse_unprintable(form: forms.ModelForm) -> None:
    """Refuse what cannot be printed in the name that certificates take: as in the papers, else as somebody is called.

    Whoever left it as it was is asked too: they have come to where it is mended.
    """
    said = form.cleaned_data
    field = "papers_name" if said.get("papers_name", "").strip() else "name"
    try:
        check_name(said.get(field) or "")
    except ValidationError as error:
        form.add_error("papers_name" if "papers_name" in form.fields else field, error)
