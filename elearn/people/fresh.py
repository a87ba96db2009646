"""Is it really you, just now? Asked before anything about signing in is changed.

A session lives for weeks, on tablets that lie about. So adding a passkey, a password or an address takes a proof that
is a few minutes old. Being signed in by a phone's square code is no proof: whoever was tricked into it must not lose
their account for good. Staff with a second factor prove themselves with it; staff who set up their first one prove the
address they work under with a code, because a password alone could be a guessed one.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from .models import Account
from .policies import account_of

FRESH_SECONDS = 15 * 60
ANY_PROOF = frozenset({"code", "password", "mfa"})

View = Callable[..., HttpResponseBase]


def has_second_factor(account: Account) -> bool:
    """Say whether an account has a passkey or an authenticator app. Recovery codes alone are none."""
    main = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    return Authenticator.objects.filter(user=account, type__in=main).exists()


def second_factor_was_shown(request: HttpRequest, account: Account) -> bool:
    """Say whether this session has shown a passkey, an app's code or a recovery code of this account."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


def proofs_wanted(account: Account) -> frozenset[str]:
    """Give the kinds of proof that count for an account: "code", "password", "mfa"."""
    if not account.needs_second_factor:
        return ANY_PROOF
    return frozenset({"mfa"}) if has_second_factor(account) else frozenset({"code"})


def is_fresh(request: HttpRequest, account: Account) -> bool:
    """Say whether the person has proved themselves in this session within the last minutes."""
    wanted, since = proofs_wanted(account), time.time() - FRESH_SECONDS
    records = get_authentication_records(request, account)
    return any(record.get("method") in wanted and record.get("at", 0) > since for record in records)


def fresh_required(view: View) -> View:
    """Guard a view: visitors sign in, and whoever has not proved themselves just now does so; then back to it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = account_of(request)
        if not is_fresh(request, account):
            only_by_factor = proofs_wanted(account) == {"mfa"}
            page = reverse("account_second" if only_by_factor else "account_confirm")
            return redirect_to_login(request.get_full_path(), page)
        answer = view(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    return guarded
