"""One question as who asked sees it: how it stands, what was written, and what one can do next."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import public_name
from elearn.people.models import Companionship
from elearn.people.writing import given_name

from ..case_enums import OPEN_APPOINTMENTS, CaseState, Helped, Side
from ..domain import case_write as domain
from ..domain.case_calls import offered_times
from ..domain.case_look import look
from ..domain.case_public import public_of
from ..errors_cases import CaseError
from ..forms_cases import CallForm, HelpedForm
from ..models import Appointment, Case, CaseMessage
from ..policies_cases import CaseWay
from .case_door import Opened
from .case_mine import companions_for


@require_safe
def page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The whole question."""
    look(opened.case, way=opened.way, by=opened.by)
    case = opened.case
    shown = messages_of(case)
    context = _context(opened) | {
        "thread": [(row, _from(row)) for row in shown],
        "call": call_to_come(case),
        "has_answer": any(row.is_answer for row in shown),
        "is_referred": opened.way != CaseWay.HELPER and case.referrals.exists(),
        "helpers": companions_for(case.person) if opened.way == CaseWay.OWN and case.person else [],
        "public_pages": public_of(case),
        "helped_in_words": str(Helped(case.helped).label) if case.helped else "",
    }
    return render(request, "guidance/cases/case.html", context)


def messages_of(case: Case) -> list[CaseMessage]:
    """Give what was sent, in its order; drafts of answers are not there."""
    rows = case.messages.filter(sent_at__isnull=False).select_related("by__person").prefetch_related("attachments")
    return list(rows.order_by("sent_at", "pk"))


def _from(message: CaseMessage) -> str:
    """Give the first name of a counsellor; "" for who asked."""
    if message.side != Side.COUNSELLOR or message.by is None:
        return ""
    return given_name(public_name(message.by.person))


def call_to_come(case: Case) -> Appointment | None:
    return case.appointments.filter(state__in=OPEN_APPOINTMENTS).first()


def _context(opened: Opened) -> dict[str, Any]:
    case = opened.case
    return {
        "case": case,
        "way": opened.way.value,
        "is_answered": case.state == CaseState.ANSWERED,
        "now": timezone.now(),
    }


# Deeds --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Nothing more is needed. Asked once more, because calls are called off."""
    if request.method == "POST":
        return _done(request, opened, partial(domain.close, opened.case, **opened.who), _("It is closed."))
    return render(request, "guidance/cases/close.html", _context(opened) | {"call": call_to_come(opened.case)})


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Open it again; usually one writes what is still open."""
    if request.method == "POST":
        return _done(request, opened, partial(domain.reopen, opened.case, **opened.who), _("It is open again."))
    return render(request, "guidance/cases/reopen.html", _context(opened))


@require_http_methods(["GET", "POST"])
def helped(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Did this help?"""
    form = HelpedForm(request.POST or None, initial={"helped": opened.case.helped})
    if request.method == "POST" and form.is_valid():
        deed = partial(
            domain.say_helped, opened.case, helped=Helped(form.cleaned_data["helped"]),
            words=form.cleaned_data["words"], **opened.who,
        )  # fmt: skip
        return _done(request, opened, deed, _("Thank you for telling us."))
    return render(request, "guidance/cases/helped.html", _context(opened) | {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ask for a call back, or cancel the one to come. To who is under age we write instead."""
    if opened.case.is_minor or opened.case.is_closed:
        raise Http404
    if request.method == "POST" and "cancel" in request.POST:
        stop = partial(domain.cancel_call, opened.case, **opened.who)
        return _done(request, opened, stop, _("The call is cancelled."))
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deed = partial(domain.ask_call, opened.case, **form.cleaned_data, **opened.who)
        return _done(request, opened, deed, _("Thank you. We set a time, and you see it here."))
    there = call_to_come(opened.case)
    context = _context(opened) | {"form": form, "call": there, "times": offered_times(there) if there else []}
    return render(request, "guidance/cases/call.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Let a helper read this one question, or not any more. Only the person themself comes here."""
    if opened.way != CaseWay.OWN or opened.case.person is None:
        raise Http404
    helpers = companions_for(opened.case.person)
    if request.method == "POST":
        deed = partial(domain.share, opened.case, helps=_chosen(request, helpers), by=opened.by)
        return _done(request, opened, deed, _("It is changed."))
    return render(request, "guidance/cases/share.html", _context(opened) | {"helpers": helpers})


def _chosen(request: HttpRequest, helpers: list[Companionship]) -> Companionship | None:
    return next((row for row in helpers if str(row.pk) == request.POST.get("helper")), None)


def _done(request: HttpRequest, opened: Opened, deed: Any, words: str) -> HttpResponse:
    """Do it, and say that it is done, or why not."""
    try:
        deed()
    except CaseError as error:
        messages.error(request, str(error.words))
    else:
        messages.success(request, words)
    return redirect("guidance:case", opened.case.key)


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
