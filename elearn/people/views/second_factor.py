"""The second factor of staff: show it, set it up, keep recovery codes for the day the phone is lost."""

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..fresh import fresh_required, has_second_factor, is_fresh
from ..limits import take_a_try
from ..models import Account
from ..news import tell_of_change
from ..passkeys import (
    PasskeyAdapter,
    app_of,
    count_recovery_codes,
    new_recovery_codes,
    passkeys_of,
    remove_factor,
    set_up_app,
)
from ..policies import account_of
from ..sign_in_forms import AppCodeForm, FactorCodeForm, UsePasskeyForm
from .join import safe_next


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; whoever has none yet is led to setting one up."""
    account = account_of(request)
    after = safe_next(request) or reverse("account_how")
    if not has_second_factor(account):
        if not account.is_at_work:
            return redirect(after)
        return render(request, "account/second_set_up.html", {"next": after})
    if request.method == "GET" and account.needs_second_factor and is_fresh(request, account):
        return redirect(after)
    return _ask(request, account, after)


def _ask(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """Take a passkey or a code; a wrong one is asked for again."""
    by_code, by_passkey = "code" in request.POST, "credential" in request.POST
    code_form = FactorCodeForm(request.POST if by_code else None, request=request, account=account)
    passkey_form = UsePasskeyForm(request.POST if by_passkey else None, account=account)
    if by_passkey and passkey_form.is_valid():
        return _shown(request, passkey_form.passkey, after)
    if by_code and code_form.is_valid():
        return _shown(request, code_form.factor, after)
    has_passkey = bool(passkeys_of(account))
    context = {
        "next": after,
        "options": webauthn.begin_authentication(account) if has_passkey else None,
        "passkey_form": passkey_form if has_passkey else None,
        "code_form": code_form,
        "has_app": app_of(account) is not None,
        "codes_left": count_recovery_codes(account),
    }
    return render(request, "account/second.html", context)


def _shown(request: HttpRequest, factor: Any, after: str) -> HttpResponse:
    post_authentication(request, factor, reauthenticated=True)
    return redirect(after)


@require_http_methods(["GET", "POST"])
@fresh_required
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: it reads the square code, its first code proves that it did."""
    account = account_of(request)
    after = safe_next(request) or reverse("account_how")
    if app_of(account) or not account.is_at_work:
        return redirect("account_how")
    form = AppCodeForm(request.POST or None)
    secret = totp.get_totp_secret()
    if request.method == "POST" and form.is_valid():
        digits = "".join(filter(str.isdigit, form.cleaned_data["code"]))
        if not take_a_try(request, "second_factor", str(account.pk)):
            form.add_error("code", _("Too many tries. Wait 10 minutes, then try again."))
        elif not totp.validate_totp_code(secret, digits):
            form.add_error("code", _("This code is not right. Look at the app and write the newest one."))
        else:
            return _app_is_set(request, account, secret, after)
    address = PasskeyAdapter().build_totp_url(account, secret)
    written = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context = {"form": form, "address": address, "secret": written, "next": after}
    return render(request, "account/second_app.html", context)


def _app_is_set(request: HttpRequest, account: Account, secret: str, after: str) -> HttpResponse:
    post_authentication(request, set_up_app(request, account, secret=secret), reauthenticated=True)
    tell_of_change(account, _("An authenticator app was added."))
    return redirect(f"{reverse('account_recovery')}?{urlencode({'next': after})}")


@require_http_methods(["GET", "POST"])
@fresh_required
def remove_app(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator app, after asking once."""
    account = account_of(request)
    found = app_of(account)
    if found is None:
        return redirect("account_how")
    if request.method == "POST":
        remove_factor(request, found)
        tell_of_change(account, _("The authenticator app was removed."))
        messages.success(request, _("The authenticator app is removed."))
        return redirect("account_how")
    return render(request, "account/second_app_remove.html")


@require_http_methods(["GET", "POST"])
@fresh_required
def recovery(request: HttpRequest) -> HttpResponse:
    """Make recovery codes and show them once. Older ones stop working, so it takes a button."""
    account = account_of(request)
    if not has_second_factor(account) or not account.is_at_work:
        return redirect("account_how")
    after = safe_next(request) or reverse("account_how")
    codes: list[str] = []
    if request.method == "POST":
        codes = new_recovery_codes(account)
        tell_of_change(account, _("New recovery codes were made."))
    context = {"codes": codes, "left": count_recovery_codes(account), "next": after}
    return render(request, "account/recovery.html", context)
