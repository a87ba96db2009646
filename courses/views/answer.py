"""The elder's own page: the film, its title, where it will be shown, and two large buttons. No account is needed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

import media_pipeline.api as films
from courses.domain.films import answers
from courses.domain.films.answer_page import page_in_words, version_of
from courses.errors import SchoolError
from courses.forms.helped import AnswerForm
from courses.links import contribution_by
from courses.models import AnswerWay, Contribution
from elearn.people import api as people
from elearn.people.errors import ConsentProblem
from elearn.web.speech import cost, sound_answer


def _by(token: str) -> Contribution:
    found = contribution_by(token)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Look, hear, say yes or no. Opening the page says nothing."""
    contribution = _by(token)
    deed = request.POST.get("answer", "")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and deed in ("yes", "no") and form.is_valid():
        try:
            answers.answer(
                contribution, yes=deed == "yes", way=AnswerWay.OWN_DEVICE, version=request.POST.get("version", ""),
                note=form.cleaned_data["note"],
            )  # fmt: skip
        except (SchoolError, ConsentProblem) as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return _thanked(request, contribution, is_yes=deed == "yes", token=token)
    return render(request, "courses/helped_answer.html", _page(contribution, form) | {"token": token})


def _thanked(request: HttpRequest, contribution: Contribution, *, is_yes: bool, token: str) -> HttpResponse:
    context = {"elder": people.addressed(contribution.person), "is_yes": is_yes, "token": token}
    return render(request, "courses/helped_answered.html", context | {"contribution": contribution})


def _page(contribution: Contribution, form: AnswerForm) -> dict[str, Any]:
    words = page_in_words(contribution)
    playable = films.status(contribution.film).playable
    newest = contribution.answers.first()
    return {
        "contribution": contribution,
        "form": form,
        "elder": people.addressed(contribution.person),
        "words": words,
        "version": version_of(contribution),
        "sound_bytes": cost(words),
        "playback": films.playback(contribution.film) if playable else None,
        "said_yes": answers.elder_agreed(contribution),
        "said_no": newest is not None and not newest.is_yes,
    }


@require_safe
def listen(request: HttpRequest, token: str) -> HttpResponse:
    """The page read aloud."""
    contribution = _by(token)
    heard = [*page_in_words(contribution), _("Do you agree? Press yes or no on the page.")]
    return sound_answer(heard, language=get_language() or contribution.person.language)
