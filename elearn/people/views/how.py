"""How I sign in: everything that opens a person's account, on one page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..fresh import second_factor_was_shown
from ..passkeys import app_of, count_recovery_codes, passkeys_of
from ..policies import account_of


@never_cache
@login_required
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Show the addresses, passkeys, password and, for staff, the second factor of the person who is signed in."""
    account = account_of(request)
    app = app_of(account)
    return render(
        request,
        "account/how.html",
        {
            "account": account,
            "passkeys": [{"pk": key.pk, "name": key.wrap().name, "row": key} for key in passkeys_of(account)],
            "has_password": account.has_usable_password(),
            "app": app,
            "offers_app": account.is_at_work or app is not None,
            "codes_left": count_recovery_codes(account) if account.is_at_work else 0,
            "is_shown": second_factor_was_shown(request, account),
        },
    )
