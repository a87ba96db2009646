"""The code of a question, shown in the browser it was asked with until it is kept: to write down, print or be sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..domain.case_code import in_groups
from ..domain.case_telling import code_was_taken
from ..policies_cases import CaseWay
from . import case_keys
from .case_door import Opened


@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the code; with “I have kept it” it is shown no more."""
    case = opened.case
    if opened.way != CaseWay.CODE or not case_keys.is_fresh(request, case) or not case.code_kept:
        return redirect("guidance:case", case.key)
    if request.method == "POST":
        code_was_taken(case)
        case_keys.no_longer_fresh(request, case)
        return redirect("guidance:case", case.key)
    contact = case.reach.contact_points.first() if case.reach else None
    context = {
        "case": case,
        "code": in_groups(case.code_kept),
        "contact": contact.value if contact else "",
        "address": f"{settings.BASE_URL}{reverse('guidance:case_code')}",
    }
    return render(request, "guidance/cases/kept.html", context)
