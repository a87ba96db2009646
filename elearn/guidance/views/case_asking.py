"""Asking in a few short steps, one idea a page; then everything once more, and it is sent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people import api as people
from elearn.people.models import Person

from ..case_enums import CaseTopic, Urgency
from ..case_signals import signals_in
from ..domain.case_ask import ask, asked_with
from ..domain.case_files import MOST, drafts_of
from ..domain.case_similar import similar
from ..errors_cases import CaseError
from ..forms_cases import HURT, PAPER, HurtForm, ReachForm, SoonForm, TopicForm, WordsForm, YouForm, reach_of, said
from ..models import Case, DraftFile
from . import case_draft, case_keys, case_once
from .case_seat import Seat
from .case_upload import files_page

AGAIN = timedelta(minutes=5)  # so long a form sent again may show the code once more
FORMS: dict[str, Any] = {
    "first": HurtForm,
    "topic": TopicForm,
    "words": WordsForm,
    "soon": SoonForm,
    "you": YouForm,
    "reach": ReachForm,
}


def steps_of(seat: Seat) -> list[str]:
    """The steps, in their order; how to get back is asked only of who has no account."""
    names = ["first", "topic", "words", "files", "soon", "you"]
    return names if seat.by else [*names, "reach"]


def form_of(seat: Seat, step: str, **given: Any) -> Any:
    """Make the form of a step; nothing is asked that we know."""
    if step != "you":
        return FORMS[step](**given)
    person = seat.person
    return YouForm(age_known=person is not None and people.age_known(person), is_named=person is not None, **given)


@require_safe
def begin(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go to the first step that is open, or to everything at once."""
    return redirect(_next(request, seat))


def _next(request: HttpRequest, seat: Seat) -> str:
    missing = first_open(seat, case_draft.read(request, seat.draft))
    return seat.url("step", missing) if missing else seat.url("check")


def first_open(seat: Seat, answers: case_draft.Answers) -> str:
    """Give the first step that is not answered, or not rightly; "" when all are. Files may be left out."""
    for step in steps_of(seat):
        if step == "files":
            if "files" not in answers:
                return step
        elif step not in answers or not form_of(seat, step, data=answers[step]).is_valid():
            return step
    return ""


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, seat: Seat, step: str) -> HttpResponse:
    """One question. What is answered is kept, whatever comes."""
    if step not in steps_of(seat):
        raise Http404
    if step == "files":
        return _files(request, seat)
    answers = case_draft.read(request, seat.draft)
    initial = {"language": _language(seat.person)} | answers.get(step, {})
    form = form_of(seat, step, data=request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        case_draft.write(request, seat.draft, answers | {step: form.cleaned_data})
        return redirect(_after(request, seat, step, form.cleaned_data))
    return render(request, "guidance/cases/ask.html", _context(request, seat, step) | {"form": form},
                  status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _after(request: HttpRequest, seat: Seat, step: str, cleaned: dict[str, Any]) -> str:
    """Where one goes after a step: to what is published already, the next step, or back to everything at once."""
    then_check = request.GET.get("then") == "check"
    if step == "words" and not then_check and similar(cleaned["text"], language=get_language() or ""):
        return seat.url("similar")
    names = steps_of(seat)
    is_last = step == names[-1] or then_check
    return _next(request, seat) if is_last else seat.url("step", names[names.index(step) + 1])


def _language(person: Person | None) -> str:
    return person.language if person else get_language() or ""


def _context(request: HttpRequest, seat: Seat, step: str) -> dict[str, Any]:
    names = steps_of(seat)
    number = names.index(step)
    if request.GET.get("then") == "check":
        back = seat.url("check")
    else:
        back = seat.url("step", names[number - 1]) if number else seat.url("front")
    return {"seat": seat, "step": step, "number": number + 1, "total": len(names), "back": back}


# Files --------------------------------------------------------------------------------------------------
def _files(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Add photos and papers, one after the other; or go on without."""
    answers = case_draft.read(request, seat.draft)
    changed = files_page(request, answers.get("files", []))
    case_draft.write(request, seat.draft, answers | {"files": changed.keys})
    if changed.goes_on:
        then_check = request.GET.get("then") == "check"
        names = steps_of(seat)
        return redirect(_next(request, seat) if then_check else seat.url("step", names[names.index("files") + 1]))
    if changed.is_done:
        return redirect(request.get_full_path())
    context = _context(request, seat, "files") | {
        "files": drafts_of(changed.keys),
        "wrong": changed.wrong,
        "most": MOST,
    }
    return render(request, "guidance/cases/ask_files.html", context, status=422 if changed.wrong else 200)


# What is published already ------------------------------------------------------------------------------
@require_safe
def perhaps(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Published answers that are near to what was written. Reading one does not lose the question."""
    answers = case_draft.read(request, seat.draft)
    found = similar(answers.get("words", {}).get("text", ""), language=get_language() or "")
    if not found:
        return redirect(_next(request, seat))
    context = {"seat": seat, "found": found, "go_on": seat.url("step", "files"), "back": seat.url("step", "words")}
    return render(request, "guidance/cases/similar.html", context)


# Everything once more -----------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything once more, each with a way to change it; then it is sent, once however often it is pressed."""
    if request.method == "POST" and (case := asked_with(case_once.sent_with(request), seat.by)):
        return _sent_before(request, seat, case)
    answers = case_draft.read(request, seat.draft)
    if missing := first_open(seat, answers):
        return redirect(seat.url("step", missing))
    whole = together(seat, answers)
    files = drafts_of(answers["files"])
    once = case_draft.once(request, seat.draft)
    if request.method == "POST":
        case = _send(request, seat, whole, files, once)
        if case is not None:
            case_draft.throw_away(request, seat.draft)
            return _sent(request, seat, case)
    context = {
        "once": case_once.token_of(once),
        "seat": seat,
        "lines": _lines(seat, whole, files),
        "is_referred": whole["hurt"] != "no" or bool(signals_in(whole["text"])),
        "is_now": whole["hurt"] == "now",
    }
    return render(request, "guidance/cases/check.html", context)


def together(seat: Seat, answers: case_draft.Answers) -> dict[str, Any]:
    """Give all answers as one, cleaned; the caller has asked `first_open`."""
    whole: dict[str, Any] = {}
    for name in steps_of(seat):
        if name != "files":
            form = form_of(seat, name, data=answers[name])
            form.is_valid()
            whole |= form.cleaned_data
    return whole


def _send(request: HttpRequest, seat: Seat, whole: dict[str, Any], files: list[DraftFile], once: UUID) -> Case | None:
    """Send it; where that cannot be, say why and keep everything."""
    if asked := asked_with(once, seat.by):
        return asked
    reach = None if seat.by else reach_of(whole)
    why = _too_many(request, whole["contact"] if reach else "")
    if not why:
        try:
            return ask(said(whole), by=seat.by, helps=seat.helps, reach=reach, files=files, once=once)
        except CaseError as error:
            why = str(error.words)
    messages.error(request, why)
    return None


def _too_many(request: HttpRequest, contact: str) -> str:
    """Say in words that too much came from here, or went to one number; "" when all is well."""
    if not ratelimit.consume(request, action="ask_case"):
        return _("Many questions have just come from your network. What you wrote is kept. Try again in an hour, "
                 "or call us.")  # fmt: skip
    actions = ["send_case_code"] if contact else []
    if contact and "@" not in contact:
        actions.append("send_sms")
    if not all(ratelimit.consume(request, action=action, key=contact) for action in actions):
        return _("We have just sent several messages there. What you wrote is kept. Try again in an hour, "
                 "or choose that the code is only shown.")  # fmt: skip
    return ""


def _sent(request: HttpRequest, seat: Seat, case: Case) -> HttpResponse:
    if seat.by is None:
        case_keys.remember(request, case, is_fresh=True)
        return redirect("guidance:case_kept", case.key)
    messages.success(request, _("Thank you. Your question is sent."))
    return redirect("guidance:case", case.key)


def _sent_before(request: HttpRequest, seat: Seat, case: Case) -> HttpResponse:
    """Lead to what the same form has sent: the answer to the first sending may not have reached this browser.

    Then the browser holds no mark of it yet. It gets one while the first sending is minutes old and the code was not
    put away; later, a form that lies on a shared telephone opens nothing.
    """
    if case_draft.read(request, seat.draft).get("once") == case.key.hex:
        case_draft.throw_away(request, seat.draft)
    if seat.by is not None:
        return redirect("guidance:case", case.key)
    is_young = timezone.now() - case.asked_at < AGAIN and bool(case.code_kept)
    if is_young and not case_keys.mark_for(request, case):
        case_keys.remember(request, case, is_fresh=True)
    return redirect("guidance:case_kept", case.key)


def _lines(seat: Seat, whole: dict[str, Any], files: list[DraftFile]) -> list[tuple[str, list[str], str]]:
    """Give what was answered as (question, answers in words, address of its step)."""
    languages = dict(Case._meta.get_field("language").flatchoices)
    asked = said(whole)
    you = [asked.name, _("Under 18") if asked.is_minor else "", str(languages.get(asked.language, "")),
           asked.district.name if asked.district else ""]  # fmt: skip
    rows = [
        (_("Somebody is hurt or in need"), [str(dict(HURT)[asked.hurt])], "first"),
        (_("Topic"), [str(CaseTopic(asked.topic).label)], "topic"),
        (_("Your question"), [asked.text], "words"),
        (_("Files"), [file.name for file in files] or [_("none")], "files"),
        (_("How soon"), [str(Urgency(asked.urgency).label)], "soon"),
        (_("For the answer"), you, "you"),
    ]
    if not seat.by:
        shown = _("The code is only shown") if whole["way"] == PAPER else whole["contact"]
        rows.append((_("Where the code goes"), [shown], "reach"))
    return [(words, [one for one in told if one], f"{seat.url('step', name)}?then=check") for words, told, name in rows]
