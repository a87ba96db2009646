"""A learner's own pages: all courses, how long they have learned, and all certificates."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses import api
from courses.domain.learning.hours import hours_learned
from elearn.people.api import person_of, sign_in_and_return

PER_PAGE = 20


@require_safe
@never_cache
def learning(request: HttpRequest) -> HttpResponseBase:
    """List the courses one takes or has completed, the last used first, and say how long one has learned."""
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    context: dict[str, Any] = {
        "slice": Paginator(api.courses_of(person), PER_PAGE).get_page(request.GET.get("page")),
        "held": api.courses_held(person),
        "hours": hours_learned(person),
    }
    return render(request, "courses/my_learning.html", context)


@require_safe
@never_cache
def certificates(request: HttpRequest) -> HttpResponseBase:
    """List one's certificates, each with its page, its paper to print or keep, and its link to send on."""
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    page = Paginator(api.certificates_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my_certificates.html", {"slice": page})
