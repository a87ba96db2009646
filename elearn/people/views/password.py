"""The optional password: sign in with it, set it, remove it.

Whoever forgot it signs in with a code and sets it again.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ..domain.password import remove_password, set_password
from ..fresh import fresh_required
from ..news import tell_of_change
from ..policies import account_of
from ..sign_in_forms import PasswordSignInForm, SetPasswordForm
from .join import safe_next


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with an address and a password."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "desk:home")
    form = PasswordSignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        record_authentication(request, form.account, method="password")
        answer: HttpResponse = perform_login(
            request, form.account, email_verification="none", redirect_url=safe_next(request) or None
        )
        return answer
    return render(request, "account/password.html", {"form": form, "next": safe_next(request)})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@fresh_required
def set_new(request: HttpRequest) -> HttpResponse:
    """Set or change the password; other devices are signed out."""
    account = account_of(request)
    form = SetPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        _changed(request, set_password, _("A password was set."), password=form.cleaned_data["password"])
        messages.success(request, _("Your password is saved. On your other devices, sign in again."))
        return redirect("account_how")
    return render(request, "account/password_set.html", {"form": form, "has_password": account.has_usable_password()})


@require_http_methods(["GET", "POST"])
@fresh_required
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the password, after asking once."""
    if request.method == "POST":
        _changed(request, remove_password, _("The password was removed."))
        messages.success(request, _("Your password is removed. You sign in with a code."))
        return redirect("account_how")
    return render(request, "account/password_remove.html")


def _changed(request: HttpRequest, deed: Any, news: str, **facts: Any) -> None:
    account = account_of(request)
    deed(request, account, **facts)
    tell_of_change(account, news)
