"""Writing an answer, and reading one before it goes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from elearn.web.api import number_in

from ..case_enums import CaseState
from ..domain import case_answer as domain
from ..domain.case_people import checkers_for
from ..errors_cases import CaseError
from ..forms_counsel import AnswerForm, CheckForm
from ..models import Case
from ..policies_counsel import check_for
from .work_case import context_of, done
from .work_door import Work, mine_only, on_case


@require_http_methods(["GET", "POST"])
@mine_only
def answer(request: HttpRequest, work: Work) -> HttpResponse:
    """Write it and keep it; then it is sent, or a second counsellor reads it first."""
    case, draft = work.case, domain.draft_of(work.case)
    if case.state != CaseState.ASSIGNED:
        return redirect("guidance:work_case", case.key)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, checkers=checkers_for(case, draft),
        initial={"text": draft.text if draft else ""},
    )  # fmt: skip
    if form.is_valid() and (answered := _go_on(request, work, form.cleaned_data)):
        return answered
    context = context_of(work) | {"form": form}
    return render(request, "guidance/work/answer.html", context, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, work: Work, said: dict[str, Any]) -> HttpResponse | None:
    """Keep the words first, whatever comes; None where the page is shown again with why not."""
    case, step = work.case, request.POST.get("step", "keep")
    seen = number(request.POST.get("seen"))
    try:
        domain.keep_draft(case, text=said["text"], by=work.by)
        if step == "send":
            domain.send(case, by=work.by, seen=seen)
            words = _("The answer is sent.")
        elif step == "check":
            check = domain.ask_check(case, by=work.by, seen=seen, wanted=said["checker"])
            name = check.checker.person.name if check.checker else ""
            words = _("%(name)s reads it before it goes.") % {"name": name}
        else:
            words = _("The draft is kept. Nobody but counsellors with this question sees it.")
    except CaseError as error:
        messages.error(request, str(error.words))
        return None
    messages.success(request, words)
    return redirect("guidance:work_case", case.key)


def number(written: str | None) -> int:
    return number_in(written, otherwise=-1)


@require_POST
@mine_only
def take_back(request: HttpRequest, work: Work) -> HttpResponse:
    """Take an answer back that waits for its second counsellor."""
    return done(request, work.case, lambda: domain.take_back(work.case, by=work.by), _("You can change it now."))


@require_POST
@on_case
def check(request: HttpRequest, work: Work) -> HttpResponse:
    """Agree to an answer, or say what to change. Only who was asked comes here."""
    if work.check is None:
        raise Http404
    form, agreed = CheckForm(request.POST), request.POST.get("say") == "agree"
    if form.is_valid() and not agreed and not form.cleaned_data["words"].strip():
        form.add_error("words", _("Write what should be changed."))
    if form.errors:
        return render(request, "guidance/work/case.html", context_of(work) | {"form": form}, status=422)
    try:
        if number(request.POST.get("check")) != work.check.pk:
            raise CaseError
        domain.say(work.check, agreed=agreed, words=form.cleaned_data["words"], by=work.by,
                   seen=number(request.POST.get("seen")))  # fmt: skip
    except CaseError as error:
        messages.error(request, str(error.words))
        still = check_for(Case.objects.get(pk=work.case.pk), work.by)
        return redirect("guidance:work_case", work.case.key) if still else redirect("guidance:work")
    messages.success(request, _("Thank you. The answer is sent.") if agreed else _("Thank you. It goes back."))
    return redirect("guidance:work")
