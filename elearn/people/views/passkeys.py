"""Passkeys: sign in with one; add, name and remove one."""

from typing import Any

from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..agents import device_of
from ..fresh import fresh_required
from ..limits import take_a_try
from ..models import Account
from ..news import tell_of_change
from ..passkeys import add_passkey, app_of, passkeys_of, remove_factor, rename_passkey
from ..policies import account_of
from ..sign_in_forms import AddPasskeyForm, PasskeyNameForm, UsePasskeyForm
from .join import safe_next


@never_cache
@require_safe
def options(request: HttpRequest) -> JsonResponse:
    """Give the browser the question that a passkey answers. Anybody may ask; the answer is tied to their session."""
    if not take_a_try(request, "try_passkey", ""):
        return JsonResponse({}, status=429)
    return JsonResponse(webauthn.begin_authentication())


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the passkey belongs to."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "desk:home")
    form = UsePasskeyForm(request.POST)
    if not take_a_try(request, "try_passkey", "") or not form.is_valid():
        messages.error(request, _("The passkey did not work. Try again, or sign in with a code."))
        query = urlencode({"next": safe_next(request)}) if safe_next(request) else ""
        return redirect(f"{reverse('account_login')}?{query}" if query else reverse("account_login"))
    login = Login(user=form.passkey.user, email_verification="none", redirect_url=safe_next(request) or None)
    return perform_passwordless_login(request, form.passkey, login)


@require_http_methods(["GET", "POST"])
@fresh_required
def add(request: HttpRequest) -> HttpResponse:
    """Register a passkey of this device. The first one of staff leads on to the recovery codes."""
    account = account_of(request)
    after = safe_next(request) or reverse("account_how")
    form = AddPasskeyForm(request.POST or None, initial={"name": _device_name(request)})
    if request.method == "POST" and form.is_valid():
        try:
            passkey = add_passkey(account, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _added(request, account, passkey, after)
    context = {"form": form, "next": after, "options": webauthn.begin_registration(account, True)}
    return render(request, "account/passkey_add.html", context)


def _added(request: HttpRequest, account: Account, passkey: Authenticator, after: str) -> HttpResponse:
    """Tell, and go on. Making a passkey took the finger or the code of the device, so it counts as having used it."""
    post_authentication(request, passkey, reauthenticated=True)
    tell_of_change(account, _("A passkey was added: %(name)s.") % {"name": passkey.wrap().name})
    messages.success(request, _("The passkey is saved. You can sign in with it now."))
    is_first = len(passkeys_of(account)) == 1 and app_of(account) is None
    if is_first and account.is_at_work:
        return redirect(f"{reverse('account_recovery')}?{urlencode({'next': after})}")
    return redirect(after)


@require_http_methods(["GET", "POST"])
@fresh_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey another name."""
    passkey = _own(request, pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.wrap().name})
    if request.method == "POST" and form.is_valid():
        rename_passkey(passkey, name=form.cleaned_data["name"])
        return redirect("account_how")
    return render(request, "account/passkey_name.html", {"form": form, "passkey": passkey})


@require_http_methods(["GET", "POST"])
@fresh_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, after asking once."""
    passkey = _own(request, pk)
    name = passkey.wrap().name
    if request.method == "POST":
        remove_factor(request, passkey)
        tell_of_change(account_of(request), _("A passkey was removed: %(name)s.") % {"name": name})
        messages.success(request, _("The passkey “%(name)s” no longer signs you in.") % {"name": name})
        return redirect("account_how")
    return render(request, "account/passkey_remove.html", {"name": name, "account": account_of(request)})


def _own(request: HttpRequest, pk: int) -> Authenticator:
    """Give a passkey of the person signed in. Raises Http404 for anybody else's."""
    own: Any = Authenticator.objects.filter(user=account_of(request), type=Authenticator.Type.WEBAUTHN)
    return get_object_or_404(own, pk=pk)


def _device_name(request: HttpRequest) -> str:
    kind, browser = device_of(request.META.get("HTTP_USER_AGENT", ""))
    return ", ".join(filter(None, [str(kind.label), browser]))
