"""Age: asked before a course counts, saying why; and the name others see, when an account is handed over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain.age import age_known, is_minor
from ..domain.coming_of_age import tell_age
from ..domain.guardianship import needs_guardian
from ..domain.names import choose_first_name, choose_name
from ..forms_guardian import GROWN, AgeForm, FirstNameForm, ShownNameForm
from ..models import Person
from ..policies import account_of
from ..writing import given_name
from .join import safe_next


def with_next(name: str, target: str) -> str:
    """Give an address of ours that leads on to another."""
    return f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name)


def way_on(person: Person, target: str) -> str:
    """Where somebody goes on to whose age is told: a minor by way of the guardian."""
    if needs_guardian(person):
        return with_next("account_guardian", target)
    return target or reverse("desk:home")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def age(request: HttpRequest) -> HttpResponse:
    """Ask on which side of coming of age somebody is, and a minor for the birthday; never asked twice."""
    person, target = account_of(request).person, safe_next(request)
    if age_known(person) and (not is_minor(person) or person.adult_from):
        return redirect(way_on(person, target))
    form = AgeForm(request.POST if request.method == "POST" else None, person=person)
    # The day may be left open where the year is known: then the whole year counts as under age.
    skips = "skip" in request.POST and person.birth_year is not None
    if request.method == "POST" and (skips or form.is_valid()):
        if not skips:
            said = form.cleaned_data
            is_grown = said.get("side") == GROWN
            person = tell_age(
                person,
                birth_year=None if is_grown else said.get("year"),
                adult_from=timezone.localdate() if is_grown else said.get("adult_from"),
            )
        return redirect(way_on(person, target))
    return render(request, "people/age.html", {"form": form, "next": target})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def shown_name(request: HttpRequest) -> HttpResponse:
    """Let somebody who has come of age choose which name others see, and a minor say which is the first name."""
    person = account_of(request).person
    if person.guarded:
        return _first_name(request, person)
    if not person.chooses_name:
        return redirect("desk:home")
    form = ShownNameForm(request.POST or None, first=given_name(person.name), full=person.name)
    if request.method == "POST" and form.is_valid():
        choose_name(person, full=form.cleaned_data["shown"] == "full")
        return redirect("desk:home")
    return render(request, "people/shown_name.html", {"form": form})


def _first_name(request: HttpRequest, person: Person) -> HttpResponse:
    form = FirstNameForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        choose_first_name(person, form.cleaned_data["first"])
        messages.success(request, _("Others see this name from now on: %(name)s") % {"name": person.shown_name})
        return redirect("account_details")
    return render(request, "people/first_name.html", {"form": form})
