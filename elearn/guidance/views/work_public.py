"""From a question to a public answer: what was found is shown and chosen first, then the text is written.

Nothing is kept between the two pages but in the form itself; only the text of the second page leaves the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from elearn.web.errors import NotApproved

from ..case_enums import MayPublish
from ..domain import case_public as domain
from ..domain.case_counsel import look
from ..domain.case_known import Looked, places_of
from ..domain.case_public import Chosen, Looks
from ..errors_cases import CaseError, StillThere
from ..forms_counsel import PublicForm
from ..redaction_words import CALLED, labels_in
from .work_answer import number
from .work_door import Work, mine_only

LONGEST_LINES = 4000


@dataclass(frozen=True)
class Part:
    """A piece of the original: plain words, or what was found, called by its kind; `stays` when it is left in."""

    text: str
    called: str = ""
    stays: bool = False


@require_http_methods(["GET"])
@mine_only
def choose(request: HttpRequest, work: Work) -> HttpResponse:
    """The original, with what was found marked; each finding can be left in, and more words taken out by hand."""
    _may(work)
    looks = domain.look_at(work.case)
    context = {
        "case": work.case,
        "looks": looks,
        "question": parts_of(looks.question, Chosen()),
        "answer": parts_of(looks.answer, Chosen()),
        "items": [(one.text, CALLED[one.kind]) for one in looks.items],
        "uses_words": domain.may_use_words(work.case),
    }
    return render(request, "guidance/work/public.html", context)


def _may(work: Work) -> None:
    if work.case.may_publish == MayPublish.NO or not domain.has_answer(work.case):
        raise Http404


def parts_of(looked: Looked, chosen: Chosen) -> list[Part]:
    """Give a text in pieces for showing it with marks."""
    marks = [(one.start, one.end, str(CALLED[one.kind]), one.text in chosen.stays) for one in looked.found]
    by_hand = [(start, end, str(_("by hand")), False) for start, end in places_of(looked.text, chosen.by_hand)]
    parts, place = [], 0
    for start, end, called, stays in sorted(marks + by_hand):
        if start < place:
            continue
        parts += [Part(looked.text[place:start]), Part(looked.text[start:end], called, stays)]
        place = end
    return [part for part in [*parts, Part(looked.text[place:])] if part.text]


@require_POST
@mine_only
def write(request: HttpRequest, work: Work) -> HttpResponse:
    """The text beside the original: begun by us, ended by the counsellor; what stands here is what leaves."""
    _may(work)
    looks = domain.look_at(work.case)
    chosen = _chosen(request, looks)
    if request.POST.get("step") != "send":
        question, answer = domain.begin(work.case, looks, chosen)
        form = PublicForm(case=work.case, initial={"question": question, "answer": answer})
        return _page(request, work, form, looks, chosen)
    form = PublicForm(request.POST, case=work.case)
    if not form.is_valid():
        return _page(request, work, form, looks, chosen)
    try:
        return _send(request, work, form, chosen)
    except StillThere as error:
        form.add_error(None, str(error.words))
        return _page(request, work, form, looks, chosen, left=error.left, never=error.never)
    except (CaseError, NotApproved) as error:
        messages.error(request, str(getattr(error, "words", error)))
        return _page(request, work, form, looks, chosen)


def _chosen(request: HttpRequest, looks: Looks) -> Chosen:
    """Read what was decided: on the first page what is ticked is taken out; later what stays is carried along."""
    by_hand = domain.words_of(request.POST.get("by_hand", "")[:LONGEST_LINES])
    if request.POST.get("step") == "show":
        return Chosen(domain.stays_of(looks.items, request.POST.getlist("out")), by_hand)
    return Chosen(frozenset(request.POST.getlist("stays")), by_hand)


def _send(request: HttpRequest, work: Work, form: PublicForm, chosen: Chosen) -> HttpResponse:
    """Propose it. Raises what `propose` raises."""
    said = form.cleaned_data
    made = domain.propose(
        work.case, form.text, topic=said["topic"], expert=said["expert"], chosen=chosen, by=work.by,
        seen=number(request.POST.get("seen")),
    )  # fmt: skip
    waits = made.page.current_workflow_state is not None
    words = _("A second person reads it now. When it is public, who asked is told.") if waits else _(
        "It is a draft in the guides. Name an expert there and ask for approval.")  # fmt: skip
    messages.success(request, words)
    return redirect("guidance:work_case", work.case.key)


def _page(
    request: HttpRequest,
    work: Work,
    form: PublicForm,
    looks: Looks,
    chosen: Chosen,
    *,
    left: Sequence[str] = (),
    never: Sequence[str] = (),
) -> HttpResponse:
    look(work.case, by=work.by)  # the original is shown beside it
    context: dict[str, Any] = {
        "case": work.case,
        "form": form,
        "looks": looks,
        "question": parts_of(looks.question, chosen),
        "answer": parts_of(looks.answer, chosen),
        "chosen": chosen,
        "by_hand": "\n".join(chosen.by_hand),
        "left": left,
        "never": never,
        "labels": ", ".join(labels_in(work.case.language).values()),
        "uses_words": domain.may_use_words(work.case),
    }
    return render(request, "guidance/work/public_text.html", context, status=422 if form.is_bound else 200)
