"""What every request of somebody signed in goes through: is staff work open in this session, and where was it used."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .domain.devices import SEEN_AGAIN, note_device
from .fresh import second_factor_was_shown
from .models import Account

SEEN_KEY = "device_seen_at"


class SignedInMiddleware:
    """Marks the account with what its session has proved, and keeps the Wagtail admin shut until that is enough.

    Roles and permissions of staff look at the mark (`Account.lacks_second_factor`), so a staff screen outside the admin
    is shut too, whatever its address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if settings.STAFF_SECOND_FACTOR and self._is_shut(request):
                return redirect_to_login(request.get_full_path(), reverse("account_second"))
            if time.time() - request.session.get(SEEN_KEY, 0) > SEEN_AGAIN.total_seconds():
                see_device(request, request.user)
        return self.get_response(request)

    def _is_shut(self, request: HttpRequest) -> bool:
        account = request.user
        if not isinstance(account, Account):
            return False
        account.session_has_second_factor = second_factor_was_shown(request, account)
        return request.path_info.startswith(reverse("wagtailadmin_home")) and account.lacks_second_factor


def see_device(request: HttpRequest, user: object) -> None:
    """Note that this browser is in use; the session remembers when, so that it is written once in a while only."""
    if not isinstance(user, Account) or not request.session.session_key:
        return
    request.session[SEEN_KEY] = int(time.time())
    note_device(user, session_key=request.session.session_key, agent=request.META.get("HTTP_USER_AGENT", ""))
