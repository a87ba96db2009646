"""Ask somebody who is signed in to prove themselves again, before something about signing in is changed."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic.base import View

from ..fresh import is_fresh, proofs_wanted
from ..limits import take_a_code
from ..models import Account, ContactPoint
from ..passkeys import passkeys_of
from ..phones import takes_sms
from ..policies import account_of
from ..proof import Proof
from ..sign_in_forms import ConfirmPasswordForm, UsePasskeyForm
from .code import AddressCodeView
from .join import safe_next


def code_address(account: Account) -> tuple[ContactPoint.Kind, str] | None:
    """Give the address a code is sent to: e-mail first, it costs nobody anything; None when there is none."""
    if account.email:
        return ContactPoint.Kind.EMAIL, account.email
    if account.phone and takes_sms(account.phone):
        return ContactPoint.Kind.PHONE, account.phone
    return None


@method_decorator([never_cache, login_required], name="dispatch")
class ConfirmView(View):
    """Offer the ways that count for this account: a passkey, the password, a code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.account = account_of(request)
        self.wanted = proofs_wanted(self.account)
        self.next = safe_next(request) or reverse("account_how")
        if self.wanted == {"mfa"}:
            return redirect(f"{reverse('account_second')}?{urlencode({'next': self.next})}")
        if is_fresh(request, self.account):
            return redirect(self.next)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        if "password" in request.POST and "password" in self.wanted:
            return self._by_password()
        if "credential" in request.POST and "mfa" in self.wanted:
            return self._by_passkey()
        return self._send_code()

    def _by_password(self) -> HttpResponse:
        form = ConfirmPasswordForm(self.request.POST, request=self.request, account=self.account)
        if not form.is_valid():
            return self._page(password_form=form)
        record_authentication(self.request, self.account, method="password", reauthenticated=True)
        return redirect(self.next)

    def _by_passkey(self) -> HttpResponse:
        form = UsePasskeyForm(self.request.POST, account=self.account)
        if not form.is_valid():
            return self._page(passkey_form=form)
        post_authentication(self.request, form.passkey, reauthenticated=True)
        return redirect(self.next)

    def _send_code(self) -> HttpResponse:
        address = code_address(self.account)
        if address is None:
            return self._page()
        try:
            take_a_code(self.request, *address)
        except ValidationError as error:
            return self._page(too_many=error.message)
        Proof(kind=address[0].value, value=address[1], purpose="confirm", facts={"next": self.next}).send(self.request)
        return redirect("account_confirm_code")

    def _page(self, **more: Any) -> HttpResponse:
        has_passkey = "mfa" in self.wanted and bool(passkeys_of(self.account))
        has_password = "password" in self.wanted and self.account.has_usable_password()
        context = {
            "next": self.next,
            "address": code_address(self.account),
            "options": webauthn.begin_authentication(self.account) if has_passkey else None,
            "passkey_form": UsePasskeyForm(account=self.account) if has_passkey else None,
            "password_form": ConfirmPasswordForm(request=self.request, account=self.account) if has_password else None,
        }
        return render(self.request, "account/confirm.html", context | more)


@method_decorator(login_required, name="dispatch")
class ConfirmCodeView(AddressCodeView):
    """Ask for the code that proves it."""

    purpose = "confirm"
    start_url_name = "account_confirm"
    template_name = "account/confirm_code.html"

    def proved(self, proof: Proof) -> HttpResponse:
        account = account_of(self.request)
        address = code_address(account)
        if address is None or proof.value != address[1]:
            return redirect("account_confirm")
        email, phone = (proof.value, None) if proof.kind == "email" else (None, proof.value)
        record_authentication(self.request, account, method="code", email=email, phone=phone)
        return redirect(proof.facts.get("next") or "account_how")
