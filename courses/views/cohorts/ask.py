"""Asking for a place in a course where a coordinator lets people in, and taking the wish back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.learning.offers import offer_for
from courses.domain.learning.requests import ask_to_enrol, last_request, withdraw_request
from courses.errors import SchoolError
from courses.forms.cohort import AskForm
from courses.models import CoursePage
from courses.views._limits import is_sent, status_of
from courses.views.learn import live_course
from elearn.people.api import age_known, person_of, sign_in_and_return, typed_before
from elearn.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Ask for a place; whose wish waits sees how it stands and can take it back."""
    course = live_course(course_id)
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    if not age_known(person):
        return redirect(f"{reverse('account_age')}?{urlencode({'next': request.path})}")
    form = AskForm(request.POST or typed_before(request))
    if is_sent(request, form):
        return _done(request, course, person, form)
    offer = offer_for(person, course)
    if offer.way == "enrol":
        return redirect("courses:enrol", course_id=course.pk)
    context = {"course": course, "page": course, "form": form, "offer": offer, "last": last_request(person, course)}
    return render(request, "courses/ask_to_enrol.html", context, status=status_of(form))


def _done(request: HttpRequest, course: CoursePage, person: Person, form: AskForm) -> HttpResponse:
    if "withdraw" in request.POST:
        wish = last_request(person, course)
        if wish and withdraw_request(wish):
            messages.success(request, _("Your wish is taken back."))
        return redirect("courses:ask_to_enrol", course_id=course.pk)
    try:
        ask_to_enrol(person, course, words=form.cleaned_data["words"])
        messages.success(request, _("Thank you. Our coordinator reads your wish and writes to you."))
    except SchoolError as error:
        messages.warning(request, str(error))
    return redirect("courses:ask_to_enrol", course_id=course.pk)
