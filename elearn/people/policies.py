"""Who may. Questions about a signed-in account, and the decorator that guards views by role."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .models import Account, Role

View = Callable[..., HttpResponseBase]


def has_role(user: Account | AnonymousUser, role: Role) -> bool:
    """Say whether somebody who may sign in holds a role. Asks the database once for an account object."""
    if not isinstance(user, Account) or not user.is_active:
        return False
    return role.value in roles_of(user)


def roles_of(account: Account) -> frozenset[str]:
    """Give the names of the roles an account holds; kept on the object for the length of a request."""
    known: frozenset[str] | None = getattr(account, "_role_names", None)
    if known is None:
        known = frozenset(account.groups.values_list("name", flat=True)) & set(Role.values)
        account._role_names = known  # type: ignore[attr-defined]  # a memo of one request
    return known


def account_of(request: HttpRequest) -> Account:
    """Give the account that is signed in. Raises PermissionDenied for a visitor."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def role_required(*roles: Role) -> Callable[[View], View]:
    """Guard a view: a visitor is sent to sign in and comes back; the wrong role is refused in words (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if roles and not any(has_role(request.user, role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
