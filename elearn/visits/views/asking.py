"""Asking for visits in a few short steps, one idea a page; then everything once more, and it is sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people import api as people
from elearn.people.models import District

from ..domain import ask as domain
from ..domain.elder import is_old_enough
from ..domain.units import titles
from ..enums import Device
from ..errors import VisitError
from ..forms_asking import PART_WORDS, STEPS, said
from ..models import Unit, VisitRequest
from ..models.trainer import WEEKDAYS
from . import draft
from .seat import Seat, typed

NAMES = list(STEPS)


@require_safe
def begin(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go to the first step, or, where something was asked for already, to everything at once."""
    if not is_old_enough(seat.person):
        return render(request, "visits/too_young.html", {"seat": seat}, status=403)
    answers = draft.begin(request, seat)
    return redirect(seat.url("check") if _is_whole(answers, seat) else seat.url("step", NAMES[0]))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, seat: Seat, step: str) -> HttpResponse:
    """One question. What is answered is kept, whatever comes."""
    if step not in STEPS:
        raise Http404
    if not is_old_enough(seat.person):
        return redirect(seat.url("ask"))
    answers, is_kept = draft.read(request, seat), people.has_home(seat.person)
    data = request.POST if request.method == "POST" else typed(request)
    initial = {"language": seat.person.language} | answers.get(step, {})
    form = draft.form_of(step, is_kept=is_kept, data=data, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers[step] = form.cleaned_data
        draft.write(request, seat, answers)
        is_last = step == NAMES[-1] or request.GET.get("then") == "check"
        return redirect(seat.url("check") if is_last else seat.url("step", NAMES[NAMES.index(step) + 1]))
    context = {
        "seat": seat,
        "form": form,
        "step": step,
        "number": NAMES.index(step) + 1,
        "total": len(NAMES),
        "back": _back(request, seat, step),
    }
    return render(request, "visits/ask.html", context, status=422 if form.is_bound and form.errors else 200)


def _back(request: HttpRequest, seat: Seat, step: str) -> str:
    if request.GET.get("then") == "check":
        return seat.url("check")
    number = NAMES.index(step)
    return seat.url("step", NAMES[number - 1]) if number else seat.url("mine")


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything once more, each with a way to change it; then it is sent."""
    answers, is_kept = draft.read(request, seat), people.has_home(seat.person)
    if missing := draft.first_open(answers, is_kept=is_kept):
        return redirect(seat.url("step", missing))
    whole = draft.together(answers, is_kept=is_kept)
    found = domain.open_request(seat.person)
    if request.method == "POST":
        try:
            _send(seat, found, whole)
        except VisitError as error:
            messages.error(request, str(error.words))
            return redirect(seat.url("mine"))
        draft.throw_away(request, seat)
        words = _("It is changed.") if found else _("Thank you. We have written it down.")
        messages.success(request, words)
        return redirect(seat.url("mine"))
    context = {"seat": seat, "lines": _lines(seat, whole), "is_change": found is not None}
    return render(request, "visits/check.html", context)


def _send(seat: Seat, found: VisitRequest | None, whole: dict[str, Any]) -> None:
    if found:
        told = said(whole)
        if seat.is_helper:  # who does not see them adds to them, and takes nothing away
            told["needs"] = found.needs | {name: value for name, value in told["needs"].items() if value}
        domain.change(found, by=seat.by, **told)
    else:
        domain.ask(seat.person, by=seat.by, channel=seat.channel, **said(whole))


def _is_whole(answers: dict[str, dict[str, Any]], seat: Seat) -> bool:
    return not draft.first_open(answers, is_kept=people.has_home(seat.person))


def _lines(seat: Seat, whole: dict[str, Any]) -> list[tuple[str, list[str], str]]:
    """Give what was answered as (question, answers in words, address of its step)."""
    days, parts = dict(WEEKDAYS), dict(PART_WORDS)
    learn = [words for _pk, words in titles(Unit.objects.filter(pk__in=whole.get("units") or []))]
    languages = dict(VisitRequest._meta.get_field("language").flatchoices)
    wishes = [
        (whole["wants_woman"], _("A woman should come, please")),
        (whole["signs"], _("We speak in sign language")),
    ]
    you = [languages.get(whole["language"], ""), *(words for is_so, words in wishes if is_so)]
    rows = [
        (_("What to learn"), [*learn, whole["wish"]], "learn"),
        (_("With what"), [str(Device(whole["device"]).label)], "device"),
        (_("When"), [", ".join(str(days[int(day)]) for day in whole["days"]),
                     *(str(parts[part]) for part in whole["parts"])], "times"),
        (_("About you") if seat.is_own else _("About them"), [*you, whole["mobility"], whole["others"]], "you"),
        (_("Where"), [District.objects.get(pk=whole["district"]).name,
                      whole["address"] or _("The address that we keep")], "place"),
    ]  # fmt: skip
    return [
        (words, [one for one in said_ if one], f"{seat.url('step', name)}?then=check") for words, said_, name in rows
    ]
