"""An elder looks at what they gave in a year, and says whether they would like a certificate of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.certificates.contributed import answer_wanted, given, given_words, is_open_year, subject_of
from courses.errors import SchoolError
from courses.models import Certificate
from courses.views._teacher import teacher_of
from elearn.people.api import Role, account_of, role_required
from elearn.people.models import Person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ELDER)
def contribution(request: HttpRequest) -> HttpResponse:
    """This year and the last one: what was given, and a yes or no for each."""
    person = teacher_of(request)
    years = [timezone.localdate().year, timezone.localdate().year - 1]
    if request.method == "POST":
        return _answer(request, person, years)
    return render(request, "courses/contribution.html", {"years": [_year(person, year) for year in years]})


def _year(person: Person, year: int) -> dict[str, Any]:
    issued = Certificate.objects.issued().current().filter(contributed__person=person)
    return {
        "year": year,
        "words": given_words(given(person, year)),
        "certificate": issued.filter(contributed__subject=subject_of(year)).first(),
        "is_open": is_open_year(year),
    }


def _answer(request: HttpRequest, person: Person, years: list[int]) -> HttpResponse:
    said = request.POST.get("year", "")
    year = next((year for year in years if str(year) == said), None)
    wanted = request.POST.get("wanted") == "yes"
    if year is None or request.POST.get("wanted") not in ("yes", "no"):
        return redirect("courses:contribution")
    try:
        issued = answer_wanted(person, year=year, wanted=wanted, by=account_of(request))
    except SchoolError as error:
        messages.error(request, str(error))
        return redirect("courses:contribution")
    if issued:
        return redirect(issued)
    messages.success(request, _("Thank you for telling us. You can change your mind at any time."))
    return redirect("courses:contribution")
