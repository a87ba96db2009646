"""With somebody on the phone: find them, or write them down, and everything one can do for them from one page."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

import courses.api as school
import elearn.people.api as people
from elearn.people.api import Role, account_of, role_required
from elearn.people.models import ContactPoint, Person

from .callers import MOST, Caller, callers, everybody, phones_of, same_people
from .callers import find as find_people
from .forms import CallerCallForm, FindForm, NewCallerForm


@never_cache
@require_safe
@role_required(Role.OPERATOR, Role.COORDINATOR)
def find(request: HttpRequest) -> HttpResponse:
    """Who may be on the phone."""
    form = FindForm(request.GET if "q" in request.GET else None)
    found = find_people(form.cleaned_data["q"], by=account_of(request)) if form.is_valid() else []
    context = {
        "find": form,
        "asked": form.cleaned_data.get("q", "") if form.is_bound else "",
        "found": found[:MOST],
        "more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "desk/callers.html", context, status=422 if form.errors else 200)


def caller_of(request: HttpRequest, key: UUID) -> Caller:
    """Give who is on the phone. Raises Http404 for nobody, PermissionDenied for oneself and whom one helps oneself."""
    found = get_object_or_404(everybody().prefetch_related("contact_points"), key=key)
    (row,) = callers([found], by=account_of(request))
    if row.is_left:
        raise PermissionDenied
    return row


@never_cache
@require_safe
@role_required(Role.OPERATOR, Role.COORDINATOR)
def caller(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything one can do for one person; each act is kept as done by us on the phone."""
    row = caller_of(request, key)
    context = {
        "row": row,
        "keeps": people.may_keep_record(account_of(request), row.person),
        "phones": phones_of(row.person),
        "videos": school.waiting_for_answer().filter(person=row.person)[:MOST],
        "asks": school.asks_waiting(row.person),
        "works": school.works_waiting(row.person),
        "helpers": [one for one in people.companionships_of(row.person) if one.is_active],
    }
    return render(request, "desk/caller.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.OPERATOR, Role.COORDINATOR)
def add(request: HttpRequest) -> HttpResponse:
    """Write a person down. Who may be the same is shown before anything is saved."""
    form = NewCallerForm(request.POST or None, initial=_typed(request))
    same: list[Caller] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if not said.pop("is_other"):
            same = callers(same_people(said["name"], said["phone"]), by=account_of(request))
        if not same:
            person = _written_down(request, said)
            messages.success(request, _("It is written down."))
            return redirect("desk:caller", person.key)
    status = 422 if form.is_bound else 200
    return render(request, "desk/caller_new.html", {"form": form, "same": same}, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was looked for without success is not typed again: a name or a number."""
    asked = request.GET.get("asked", "")[:100]
    is_name = any(sign.isalpha() for sign in asked)
    return {"language": settings.LANGUAGE_CODE, "name" if is_name else "phone": asked}


@transaction.atomic
def _written_down(request: HttpRequest, said: dict[str, Any]) -> Person:
    """Keep the person, without a sign-in: it opens when they prove their number. Pressed twice is written once."""
    before = people.known_as(said["name"], kind=ContactPoint.Kind.PHONE, value=said["phone"])
    if before and before.name == said["name"]:
        return before
    person = people.create_person(**said, with_account=False)
    log(person, "wagtail.create", user=account_of(request))
    return person


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.OPERATOR, Role.COORDINATOR)
def call_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep that somebody wants to be called back, at a number of theirs."""
    row = caller_of(request, key)
    numbers = [(point.value, people.readable_phone(point.value)) for point in phones_of(row.person)]
    form = CallerCallForm(numbers, request.POST or None)
    if request.method == "POST" and numbers and form.is_valid():
        said = form.cleaned_data
        people.ask_for_call(row.person.name, **said, language=row.person.language, person=row.person, is_office=True)
        messages.success(request, _("It is on the list of calls to make."))
        return redirect("desk:caller", key)
    context = {"row": row, "form": form, "numbers": numbers}
    return render(request, "desk/caller_call.html", context, status=422 if form.is_bound else 200)
