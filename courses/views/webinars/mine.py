"""What somebody registered for, speaks in or helps to make, and the secret address of their own calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.domain.webinars import queries
from courses.domain.webinars.calendar import feed_address, renew_feed, subscribed_at
from courses.models import WebinarState
from elearn.people.api import account_of, role_required

MOST_PAST = 20


@never_cache
@require_safe
@role_required()
def mine(request: HttpRequest) -> HttpResponse:
    """Show a person's own webinars."""
    account = account_of(request)
    person = account.person
    registered = queries.registered_for(person)
    speaks = [one for one in queries.of_speaker(person) if one.state != WebinarState.CANCELLED]
    address = feed_address(account)
    context = {
        "coming": list(registered.filter(queries.still_to_come())),
        "past": list(registered.filter(state=WebinarState.ENDED).order_by("-starts_at")[:MOST_PAST]),
        "speaks": speaks,
        "hosts": list(queries.hosted_by(person)),
        "feed": settings.BASE_URL + address,
        "subscribe": subscribed_at(address),
    }
    return render(request, "courses/webinars/mine.html", context)


@never_cache
@require_POST
@role_required()
def renew(request: HttpRequest) -> HttpResponse:
    """Give a person's own calendar a new address; the one before stops working."""
    renew_feed(account_of(request))
    messages.success(
        request, _("Your calendar has a new address. The old one no longer works: please subscribe once more.")
    )
    return redirect("courses:webinars_mine")
