"""Forms of the other ways to sign in: passkey, password, second factor, and a phone that lets a device in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearn.web.forms import KorpuForm

from .forms import address_field, read_address
from .limits import take_a_try
from .models import Account
from .models.account import new_handle
from .passkeys import NAME_LONGEST, is_right_code

# What a credential from a browser that is not one of ours can make fido2 stumble over.
_NONSENSE = (AttributeError, KeyError, TypeError, ValueError, LookupError)


def too_many() -> ValidationError:
    return ValidationError(gettext("Too many tries. Wait 10 minutes, then try again."), code="too_many")


def passkey_failed() -> ValidationError:
    return ValidationError(gettext("The passkey did not work. Try again, or use another way."), code="passkey")


class CredentialForm(KorpuForm):
    """What the browser answers when it is asked for a passkey; filled in by passkey.js."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Your device did not answer. Try again, or use another way."),
            "invalid": _("Your device did not answer. Try again, or use another way."),
        },
    )


class UsePasskeyForm(CredentialForm):
    """A passkey being used; a valid form has `.passkey`. Without an account it is found by the passkey itself."""

    passkey: Authenticator

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            webauthn.parse_authentication_response(credential)
            account = self.account or webauthn.extract_user_from_response(credential)
            self.passkey = webauthn.complete_authentication(account, credential)
        except ValidationError as error:
            raise passkey_failed() from error
        except _NONSENSE as error:
            raise passkey_failed() from error
        finally:
            webauthn.clear_state()  # a challenge is good for one answer
        return credential


class PasskeyNameForm(KorpuForm):
    """The name of a passkey, for its owner to know it by."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("For example: my telephone, tablet at home."),
        max_length=NAME_LONGEST,
        error_messages={"required": _("Write a name for the passkey.")},
    )


class AddPasskeyForm(PasskeyNameForm, CredentialForm):
    """A new passkey."""

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            webauthn.parse_registration_response(credential)
            is_verified = webauthn.complete_registration(credential).is_user_verified()
        except ValidationError as error:
            raise passkey_failed() from error
        except _NONSENSE as error:
            raise passkey_failed() from error
        if not is_verified:
            raise passkey_failed()
        return credential


class PasswordSignInForm(KorpuForm):
    """An address and a password; a valid form has `.account`."""

    account: Account

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields = {"login": address_field(), "password": current_password_field()}

    def clean_login(self) -> str:
        return read_address(self.cleaned_data["login"], takes_code=False)[1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        address = cleaned["login"]
        if not take_a_try(self.request, "try_password", address):
            raise too_many()
        known = Account.objects.filter(**{"email" if "@" in address else "phone": address}).first()
        # Nobody's handle is tried as well, so that an unknown address takes as long and says the same.
        handle = known.handle if known else new_handle()
        account = authenticate(self.request, username=handle, password=cleaned["password"])
        if not isinstance(account, Account):
            words = gettext("The address and the password do not belong together. Try again, or sign in with a code.")
            raise ValidationError(words, code="password")
        self.account = account
        return cleaned


class SetPasswordForm(KorpuForm):
    """A password, written once and shown on demand: who mistypes it signs in with a code and sets it anew."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("New password"),
            help_text=_("At least 10 characters. Three or four words that do not belong together are good."),
            max_length=128,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "k-password"}),
            error_messages={"required": _("Write a password.")},
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        return password


class ConfirmPasswordForm(KorpuForm):
    """The password, asked again of somebody who is signed in."""

    def __init__(self, *args: Any, request: HttpRequest, account: Account, **kwargs: Any) -> None:
        self.request, self.account = request, account
        super().__init__(*args, **kwargs)
        self.fields["password"] = current_password_field()

    def clean_password(self) -> str:
        if not take_a_try(self.request, "try_password", f"account:{self.account.pk}"):
            raise too_many()
        password: str = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise ValidationError(gettext("This is not your password."), code="password")
        return password


def current_password_field() -> forms.CharField:
    """Make the field that asks for the password somebody has."""
    return forms.CharField(
        label=_("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class FactorCodeForm(KorpuForm):
    """A code of the authenticator app or a recovery code; a valid form has `.factor`."""

    factor: Authenticator

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The 6 digits that your authenticator app shows, or one of your recovery codes."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "k-code"}),
        error_messages={"required": _("Write the code.")},
    )

    def __init__(self, *args: Any, request: HttpRequest, account: Account, **kwargs: Any) -> None:
        self.request, self.account = request, account
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        if not take_a_try(self.request, "second_factor", str(self.account.pk)):
            raise too_many()
        code: str = self.cleaned_data["code"]
        factor = is_right_code(self.account, code)
        if factor is None:
            raise ValidationError(
                gettext("This code is not right, or was used before. Wait for the next one."), code="code"
            )
        self.factor = factor
        return code


class AppCodeForm(KorpuForm):
    """The first code of an authenticator app that is being set up."""

    code = forms.CharField(
        label=_("The 6 digits that the app shows"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "k-code"}),
        error_messages={"required": _("Write the code.")},
    )


class DeviceNumberForm(KorpuForm):
    """The two digits that the other device shows."""

    number = forms.RegexField(
        r"^\s*\d\s*\d\s*$",
        label=_("Which number does the device show?"),
        help_text=_("Two digits, large, on its screen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "k-code"}),
        error_messages={
            "required": _("Write the two digits that the device shows."),
            "invalid": _("Write the two digits that the device shows."),
        },
    )

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split())
