"""Who may. Questions about a signed-in account, and the decorator that guards views by role."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from .domain.age import age_known, is_minor
from .models import STAFF_ROLES, Account, Companionship, CompanionshipState, Person, Role, Scope
from .typed import sign_in_and_return

View = Callable[..., HttpResponseBase]


def has_role(user: Account | AnonymousUser, role: Role) -> bool:
    """Say whether somebody who may sign in holds a role. Asks the database once for an account object."""
    if not isinstance(user, Account) or not user.is_active:
        return False
    return role.value in roles_of(user)


def roles_of(account: Account) -> frozenset[str]:
    """Give the names of the roles an account holds in this session; staff roles take their second factor."""
    names = account.groups_by_name & set(Role.values)
    return names - STAFF_ROLES if account.lacks_second_factor else names


def may_be_contacted_unmoderated(person: Person) -> bool:
    """Say whether others may write to somebody without a moderator between: only to who is known to be of age."""
    return age_known(person) and not is_minor(person) and not person.guarded


def companionship_for(user: Account | AnonymousUser, elder: Person, scope: Scope) -> Companionship | None:
    """Give what allows a helper to do something for an elder today; None for everybody else, who may not."""
    if not isinstance(user, Account) or not has_role(user, Role.COMPANION):
        return None
    if user.person_id == elder.pk or not elder.speaks_for_themself or is_minor(user.person) or user.person.guarded:
        return None
    if Companionship.objects.filter(companion=user.person_id, is_suspended=True).exists():
        return None
    mine = Companionship.objects.filter(elder=elder, companion=user.person_id, state=CompanionshipState.ACTIVE)
    found = mine.first()
    return found if found and found.allows(scope) else None


def may_act(user: Account | AnonymousUser, elder: Person, scope: Scope) -> bool:
    """Say whether somebody may do a kind of thing for an elder as their helper. Whatever is not allowed is denied."""
    return companionship_for(user, elder, scope) is not None


def is_helper_of(person_id: int | None, elder_id: int) -> bool:
    """Say whether somebody is a helper of an elder, held up or not: they answer nothing in the elder's place."""
    return (
        person_id is not None
        and Companionship.objects.filter(elder=elder_id, companion=person_id, state=CompanionshipState.ACTIVE).exists()
    )


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
                return sign_in_and_return(request)
            if roles and not any(has_role(request.user, role) for role in roles):
                account = account_of(request)
                if account.lacks_second_factor and any(role.value in account.groups_by_name for role in roles):
                    return redirect_to_login(request.get_full_path(), reverse("account_second"))
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
