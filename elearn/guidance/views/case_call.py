"""For operators with somebody on the phone: write the question down, read it back and the code out.

They read it while the call lasts. Afterwards they see how it stands and nothing else.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from elearn.people import api as people
from elearn.people.api import account_of, role_required, typed_before
from elearn.people.models import Person, Role
from elearn.people.phones import readable_phone

from ..domain.case_ask import ask_by_phone
from ..domain.case_code import in_groups
from ..domain.case_write import end_call
from ..errors_cases import CaseError
from ..forms_cases import CallerForm, reach_of, said
from ..models import Case
from ..policies_cases import may_read_call, may_see_call
from . import case_once

_office = role_required(Role.OPERATOR, Role.COORDINATOR)


@never_cache
@_office
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, person: UUID | None = None) -> HttpResponse:
    """Everything on one page, in the order in which it is asked."""
    caller = _caller(person)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = CallerForm(data, has_account=caller is not None, initial=_known(caller),
                      age_known=caller is not None and people.age_known(caller))  # fmt: skip
    if request.method == "POST" and form.is_valid() and (case := _asked(request, caller, form.cleaned_data)):
        return redirect("guidance:case_call_stands", case.key)
    status = 422 if request.method == "POST" else 200
    name = people.addressed(caller) if caller else ""
    context = {"form": form, "caller": name, "once": case_once.token(request)}
    return render(request, "guidance/cases/caller.html", context, status=status)


def _caller(key: UUID | None) -> Person | None:
    return get_object_or_404(Person, key=key, merged_into=None, removed_at=None) if key else None


def _known(caller: Person | None) -> dict[str, Any]:
    return {"language": caller.language if caller else get_language(), "urgency": "week", "age": "adult"}


def _asked(request: HttpRequest, caller: Person | None, answers: dict[str, Any]) -> Case | None:
    reach = None if caller else reach_of(answers)
    try:
        return ask_by_phone(said(answers), by=account_of(request), person=caller, reach=reach,
                            once=case_once.sent_with(request))  # fmt: skip
    except CaseError as error:
        messages.error(request, str(error.words))
        return None


@never_cache
@_office
@require_http_methods(["GET"])
def stands(request: HttpRequest, key: UUID) -> HttpResponse:
    """While the call lasts, what was written and the code; then how it stands."""
    case = _of_call(request, key)
    context: dict[str, Any] = {"case": case, "reads": may_read_call(case, account_of(request))}
    if context["reads"]:
        contact = case.reach.contact_points.first() if case.reach else None
        context |= {
            "text": case.messages.order_by("pk").values_list("text", flat=True).first(),
            "code": in_groups(case.code_kept),
            "contact": readable_phone(contact.value) if contact and contact.kind == "phone" else contact,
        }
    return render(request, "guidance/cases/caller_stands.html", context)


@never_cache
@_office
@require_POST
def over(request: HttpRequest, key: UUID) -> HttpResponse:
    """The phone is put down."""
    case = _of_call(request, key)
    end_call(case, by=account_of(request))
    messages.success(request, _("Thank you. The question is with the counsellors now."))
    return redirect("guidance:case_call_stands", case.key)


def _of_call(request: HttpRequest, key: UUID) -> Case:
    case = get_object_or_404(Case.objects.select_related("reach"), key=key)
    if not may_see_call(case, account_of(request)):
        raise Http404
    return case
