"""Who sits before the page while a question is asked: anybody, signed in or not, or a helper for whom they help."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from elearn.people import api as people
from elearn.people.api import account_of, role_required
from elearn.people.models import Account, Companionship, Person, Scope

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Seat:
    """Who asks; `helps` where it is for somebody else."""

    by: Account | None
    helps: Companionship | None = None

    @property
    def person(self) -> Person | None:
        """Whose question it will be; nobody's, for a visitor."""
        if self.helps is not None:
            return self.helps.elder
        return self.by.person if self.by else None

    @property
    def is_helper(self) -> bool:
        return self.helps is not None

    @property
    def elder(self) -> str:
        """Whom a helper asks for, in words; "" otherwise."""
        return people.addressed(self.helps.elder) if self.helps else ""

    @property
    def draft(self) -> str:
        """The name under which the session keeps what was answered."""
        return f"for-{self.helps.pk}" if self.helps else "own"

    def url(self, name: str, *args: Any) -> str:
        """Give the address of a page of this seat."""
        if self.helps is not None:
            return reverse(f"guidance:case_helped_{name}", args=[self.helps.pk, *args])
        return reverse(f"guidance:case_{name}", args=args)


def open_to_all(view: View) -> View:
    """Open a page to everybody, with or without an account."""

    @never_cache
    @wraps(view)
    def seated(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return view(request, Seat(request.user if isinstance(request.user, Account) else None), **parts)

    return seated


def helper(view: View) -> View:
    """Open a page to a helper who may ask, about the person they help; others do not find it."""

    @wraps(view)
    def seated(request: HttpRequest, helps: int, **parts: Any) -> HttpResponseBase:
        account = account_of(request)
        row = get_object_or_404(people.helped_by(account.person), pk=helps)
        if not people.may_act(account, row.elder, Scope.ASK):
            raise Http404
        return view(request, Seat(account, row), **parts)

    return never_cache(role_required()(seated))
