"""One question as its counsellor sees it, and what they do with it beside answering."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearn.people.api import account_of, addressed

from ..case_enums import CaseDid, CaseState, CheckState, MayPublish
from ..domain import case_calls, case_counsel
from ..domain.case_answer import draft_of, last_word
from ..domain.case_assign import hand_over
from ..domain.case_people import others_for
from ..domain.case_public import has_answer
from ..errors_cases import CaseError
from ..forms_counsel import CheckForm, HandOverForm, NoteForm, PassOnForm, TimesForm
from ..models import Attachment, Case, CaseMessage
from ..policies_counsel import hands_on, is_near, may_counsel
from .case_file import file_answer
from .work_door import Work, cases, mine_only, office, on_case

MOST_ENTRIES = 50


@require_safe
@on_case
def page(request: HttpRequest, work: Work) -> HttpResponse:
    """All of it: what was written, the answer that waits, notes, calls, and who looked."""
    return render(request, "guidance/work/case.html", context_of(work) | {"form": CheckForm()})


def context_of(work: Work) -> dict[str, Any]:
    """Give what every page of a question shows of it."""
    case = work.case
    checks = list(case.checks.select_related("checker__person", "asked_by__person"))
    return {
        "case": case,
        "work": work,
        "who": addressed(case.person) if case.person else case.name,
        "thread": thread_of(case),
        "draft": draft_of(case),
        "waits": next((one for one in checks if one.state == CheckState.ASKED), None),
        "changes": [one for one in checks if one.state == CheckState.CHANGES][-1:],
        "notes": list(case.notes.select_related("by__person")),
        "call": case_calls.call_to_come(case),
        "entries": list(case.entries.select_related("by__person").order_by("-at", "-pk")[:MOST_ENTRIES]),
        "proposals": list(case.public_answers.select_related("page")),
        "may_propose": work.is_mine and case.may_publish != MayPublish.NO and has_answer(case),
        "seen": last_word(case),
        "now": timezone.now(),
    }


def thread_of(case: Case) -> list[CaseMessage]:
    rows = case.messages.filter(sent_at__isnull=False).select_related("by__person").prefetch_related("attachments")
    return list(rows.order_by("sent_at", "pk"))


@require_safe
@on_case
def file(request: HttpRequest, work: Work, file: UUID) -> HttpResponse:
    """One file of it."""
    attachment = get_object_or_404(Attachment, key=file, case=work.case)
    case_counsel.look(work.case, by=work.by, did=CaseDid.FILE_OPENED)
    return file_answer(attachment)


# Deeds --------------------------------------------------------------------------------------------------
def done(request: HttpRequest, case: Case, deed: Callable[[], object], words: str, to: str = "") -> HttpResponse:
    """Do it, and say that it is done, or why not."""
    try:
        deed()
    except CaseError as error:
        messages.error(request, str(error.words))
        return redirect("guidance:work_case", case.key)
    messages.success(request, words)
    return redirect(to) if to else redirect("guidance:work_case", case.key)


def _form_page(request: HttpRequest, work: Work, form: Any, step: str, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "case": work.case, "step": step, **more}
    return render(request, "guidance/work/deed.html", context, status=status)


@require_http_methods(["GET", "POST"])
@on_case
def note(request: HttpRequest, work: Work) -> HttpResponse:
    """Write something down for other counsellors."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        return done(request, work.case, lambda: case_counsel.note_down(work.case, text=text, by=work.by),
                    _("The note is kept."))  # fmt: skip
    return _form_page(request, work, form, "note")


@require_http_methods(["GET", "POST"])
@on_case
def pass_on(request: HttpRequest, work: Work) -> HttpResponse:
    """Tell the safeguarding officer."""
    form = PassOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        return done(request, work.case, lambda: case_counsel.pass_on(work.case, by=work.by, **said),
                    _("The safeguarding officer is told."))  # fmt: skip
    return _form_page(request, work, form, "pass_on")


@require_http_methods(["GET", "POST"])
@mine_only
def close(request: HttpRequest, work: Work) -> HttpResponse:
    """End what is answered."""
    if work.case.state != CaseState.ANSWERED:
        raise Http404
    if request.method == "POST":
        return done(request, work.case, lambda: case_counsel.close(work.case, by=work.by), _("It is closed."))
    return render(request, "guidance/work/close.html", {"case": work.case})


@require_http_methods(["GET", "POST"])
@office
def hand(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand it to somebody else: its counsellor, or a coordinator, who reads nothing of it here."""
    by, case = account_of(request), get_object_or_404(cases(), key=key)
    is_mine = may_counsel(case, by)
    if not case.is_open or not (is_mine or (hands_on(by) and not is_near(case, by))):
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None, others=others_for(case))
    if form.is_valid():
        said, to = form.cleaned_data, "guidance:work" if is_mine else "guidance:work_all"
        try:
            got = hand_over(case, to=said["to"], words=said["words"], by=by)
        except CaseError as error:
            messages.error(request, str(error.words))
        else:
            messages.success(request, _("%(name)s has it now.") % {"name": got.person.name})
        return redirect(to)
    return _form_page(request, Work(case, by), form, "hand", for_all=not is_mine)


# Calls --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@mine_only
def call(request: HttpRequest, work: Work) -> HttpResponse:
    """Offer times for a call, or set one."""
    case = work.case
    if case.is_minor or case.is_closed:
        raise Http404
    form = TimesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return done(request, case, lambda: case_calls.offer(case, times=form.times, by=work.by),
                    _("They are told, and see it with their question."))  # fmt: skip
    there = case_calls.call_to_come(case)
    number = case_calls.number_of(case)
    context = {"form": form, "case": case, "call": there, "number": number,
               "offered": case_calls.offered_times(there) if there else []}  # fmt: skip
    return render(request, "guidance/work/call.html", context, status=422 if form.is_bound else 200)


@require_POST
@mine_only
def called(request: HttpRequest, work: Work) -> HttpResponse:
    """They have spoken, or nobody answered."""
    reached = request.POST.get("came") == "done"
    words = _("Now write down in the answer what you said: they can read it again.") if reached else _(
        "It is noted. They are told that you could not reach them.")  # fmt: skip
    return done(request, work.case, lambda: case_calls.called(work.case, reached=reached, by=work.by), words)
