"""Where a second member of staff is needed: who recorded for somebody leaves how they are reached to a colleague."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..domain.address import addressed
from ..domain.apart import may_change_reach
from ..models import Account, Person


def waits_words(person: Person) -> str:
    """Say why somebody cannot change a person's contacts or sign-in, and who can."""
    words = _(
        "You recorded a video for %(name)s, and the answer is still open. Until then a colleague changes how "
        "%(name)s is reached or signs in, so that nobody can say that somebody else answered."
    )
    return words % {"name": addressed(person)}


def left_to_a_colleague(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Say so above the page; instead of a change, lead back to it with nothing changed."""
    user: Account | AnonymousUser = request.user
    if not isinstance(user, Account) or may_change_reach(user, person):
        return None
    messages.warning(request, waits_words(person))
    return None if request.method in ("GET", "HEAD") else redirect("people:edit", person.pk)
