"""Where somebody else is needed: a colleague where one recorded for a person, an administrator for an officer."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..domain.address import addressed
from ..domain.apart import may_change_reach, may_keep_record
from ..models import Account, Person


def waits_words(person: Person) -> str:
    """Say why somebody cannot change a person's contacts or sign-in, and who can."""
    words = _(
        "You recorded a video for %(name)s, and the answer is still open. Until then a colleague changes how "
        "%(name)s is reached or signs in, so that nobody can say that somebody else answered."
    )
    return words % {"name": addressed(person)}


def officers_words(person: Person) -> str:
    """Say why staff cannot change the record of who oversees their work, and who can."""
    words = _(
        "%(name)s looks after concerns, or after this installation. Only they themselves and the administrator change "
        "this record, so that nobody can keep a concern from being read."
    )
    return words % {"name": addressed(person)}


def left_to_a_colleague(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Say so above the page; instead of a change, lead back to it with nothing changed."""
    user: Account | AnonymousUser = request.user
    if not isinstance(user, Account):
        return None
    if may_keep_record(user, person) and not may_change_reach(user, person):
        return _held(request, person, waits_words(person))
    return left_to_the_administrator(request, person)


def left_to_the_administrator(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Do the same for what only the record of who oversees staff is closed to."""
    user: Account | AnonymousUser = request.user
    if not isinstance(user, Account) or may_keep_record(user, person):
        return None
    return _held(request, person, officers_words(person))


def _held(request: HttpRequest, person: Person, words: str) -> HttpResponse | None:
    messages.warning(request, words)
    return None if request.method in ("GET", "HEAD") else redirect("people:edit", person.pk)
