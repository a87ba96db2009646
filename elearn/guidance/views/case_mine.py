"""The front of questions to a counsellor; looking one up with its code; and all of mine."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearn.people import api as people
from elearn.people.models import Account, Companionship, Person, Scope
from elearn.safety.api import named_officer

from ..domain.case_code import case_by
from ..forms_cases import CodeForm
from ..models import Case
from ..policies_cases import takes_calls, way_to
from . import case_draft, case_keys
from .case_seat import Seat


@require_safe
def front(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What this is and is not; whom to call when it cannot wait; ask, or look an answer up."""
    context: dict[str, Any] = {
        "seat": seat,
        "ask": seat.url("ask"),
        "cases": cases_for(seat),
        "has_draft": bool(case_draft.read(request, seat.draft)),
        "officer": named_officer(),
        "takes_calls": seat.by is not None and not seat.is_helper and takes_calls(seat.by),
        "helping": helping(seat.by) if seat.by and not seat.is_helper else [],
        "holds_any": case_keys.holds_any(request),
    }
    return render(request, "guidance/cases/front.html", context)


def cases_for(seat: Seat) -> list[Case]:
    """Give the questions of who is signed in, newest first; to a helper, those they were let into."""
    if seat.by is None:
        return []
    rows = Case.objects.order_by("-asked_at", "-pk")
    if seat.helps is not None:
        return list(rows.filter(helper=seat.helps, person=seat.helps.elder_id)[:50])
    return list(rows.filter(person=seat.by.person_id)[:50])


def helping(account: Account) -> list[tuple[Companionship, str]]:
    """Give whom somebody may ask for, with how they are spoken to."""
    rows = [row for row in people.helped_by(account.person) if row.may_ask]
    return [(row, people.addressed(row.elder)) for row in rows if people.may_act(account, row.elder, Scope.ASK)]


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Open a question with its code. Every try is counted; nothing is said of why one did not fit."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="try_case_code"):
            return render(request, "guidance/cases/code.html", {"form": CodeForm(), "is_closed": True}, status=429)
        case = case_by(form.cleaned_data["code"]) if form.is_valid() else None
        by = request.user if isinstance(request.user, Account) else None
        if case is not None and way_to(case, by=by, mark=case.code_mark) is not None:
            case_keys.remember(request, case)
            return redirect(_after(request, case))
        if form.is_valid():
            form.add_error("code", _("This code opens no question. Look at each digit again: there are 16."))
        status = 422
    return render(request, "guidance/cases/code.html", {"form": form}, status=status)


def _after(request: HttpRequest, case: Case) -> str:
    """Back to what somebody was writing, when a code was asked for in the middle of it."""
    is_writing = bool(case_draft.read(request, f"more-{case.key.hex}"))
    return reverse("guidance:case_more" if is_writing else "guidance:case", args=[case.key])


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what is open in this browser, for who does not use it alone."""
    case_keys.leave(request)
    messages.success(request, _("Your question is closed in this browser. With the code you can open it again."))
    return redirect("guidance:case_front")


def companions_for(person: Person) -> list[Companionship]:
    """Give the helpers whom a person could let into a question."""
    return [row for row in people.companionships_of(person) if row.allows(Scope.ASK)]
