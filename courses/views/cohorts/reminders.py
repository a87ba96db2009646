"""Reminders of courses are switched off at a signed address, with one tap and without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from courses.domain.learning.learning_mail import are_on, person_of_token, switch


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Say how it is, and switch reminders off, or on again. Mail programs post here on one tap (RFC 8058).

    Programs that look at links in advance do so by GET, which therefore changes nothing.
    """
    person = person_of_token(token)
    if person is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        switch(person, on=request.POST.get("answer") == "on")
    return render(request, "courses/reminders.html", {"are_on": are_on(person), "is_done": is_done})
