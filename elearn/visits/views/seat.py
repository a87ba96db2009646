"""Who sits before the page, and for whom: the elder, a helper of theirs, or our staff with them on the phone.

The same pages serve all three, at three addresses. The seat says who may open them; each deed asks once more.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from elearn.people import api as people
from elearn.people.api import account_of, role_required
from elearn.people.encryption import CannotRead, decrypt, encrypt
from elearn.people.models import Account, Companionship, Person, Role, Scope

from ..enums import Channel

TYPED = "visits_typed"
LONGEST = 20_000  # characters of a form


@dataclass(frozen=True)
class Seat:
    """For whom a page is, who acts, and where its pages lie."""

    person: Person
    by: Account
    channel: Channel
    args: tuple[Any, ...] = ()
    helps: Companionship | None = None

    @property
    def is_own(self) -> bool:
        return self.channel == Channel.SELF

    @property
    def is_helper(self) -> bool:
        return self.channel == Channel.COMPANION

    @property
    def is_office(self) -> bool:
        return self.channel == Channel.OPERATOR

    @property
    def elder(self) -> str:
        """Whom a helper or operator acts for, in words; "" for oneself."""
        return "" if self.is_own else people.addressed(self.person)

    def url(self, name: str, *args: Any) -> str:
        """Give the address of a page of this seat: "mine", "ask", "visit" …"""
        prefix = {Channel.SELF: "", Channel.COMPANION: "helped_", Channel.OPERATOR: "office_"}[self.channel]
        return reverse(f"visits:{prefix}{name}", args=[*self.args, *args])


View = Callable[..., HttpResponseBase]


def own(view: View) -> View:
    """Open a page to whoever is signed in, about themself."""
    return _seated(view, lambda request: Seat(account_of(request).person, account_of(request), Channel.SELF))


def helper(view: View) -> View:
    """Open a page to a helper who may book, about the elder they help; others do not find it."""

    def seat(request: HttpRequest, helps: int) -> Seat:
        account = account_of(request)
        row = get_object_or_404(people.helped_by(account.person), pk=helps)
        if not people.may_act(account, row.elder, Scope.BOOK):
            raise Http404
        return Seat(row.elder, account, Channel.COMPANION, (row.pk,), row)

    return _seated(view, seat)


def office(view: View) -> View:
    """Open a page to operators and coordinators, about anybody they do not help by themselves."""

    def seat(request: HttpRequest, person: Any) -> Seat:
        account = account_of(request)
        found = get_object_or_404(Person, key=person, merged_into=None, removed_at=None)
        if people.is_helper_of(account.person_id, found.pk) or account.person_id == found.pk:
            raise PermissionDenied
        return Seat(found, account, Channel.OPERATOR, (found.key,))

    return _seated(view, seat, Role.OPERATOR, Role.COORDINATOR)


def _seated(view: View, seat: Callable[..., Seat], *roles: Role) -> View:
    """Find the seat from what stands in the address, and hand it to the view with the rest."""

    @wraps(view)
    def found(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        of_seat = {name: parts.pop(name) for name in ("helps", "person") if name in parts}
        return view(request, seat(request, **of_seat), **parts)

    guarded = role_required(*roles)(found)

    @never_cache
    @wraps(view)
    def whole(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            keep_typed(request)
            return redirect_to_login(request.get_full_path())
        return guarded(request, **parts)

    return whole


# What was typed while a sign-in ran out: it may hold an address, so it is kept encrypted ---------------
def keep_typed(request: HttpRequest) -> None:
    """Keep what a visitor was sending until they are back on this page."""
    if request.method != "POST":
        return
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    text = urlencode(fields, doseq=True)
    if len(text) <= LONGEST:
        request.session[TYPED] = encrypt(json.dumps({"at": request.path, "text": text}))


def typed(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what was typed on this page before signing in; None when there is nothing."""
    token = request.session.get(TYPED)
    if request.method != "GET" or not token:
        return None
    try:
        kept = json.loads(decrypt(token))
    except (CannotRead, ValueError):
        kept = {"at": request.path, "text": ""}
    if kept["at"] != request.path:
        return None
    del request.session[TYPED]
    found = QueryDict(mutable=True)
    for name, values in parse_qs(kept["text"], keep_blank_values=True).items():
        found.setlist(name, values)
    return found if found else None
