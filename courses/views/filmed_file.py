"""An answer by film as a file sent in parts, and the words beside a film that is not sent yet."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.domain.talk import filmed_file, filmed_made, filmed_words
from courses.errors import SchoolError
from courses.models import Ask
from elearn.people.api import account_of, role_required
from elearn.people.models import Account
from elearn.safety.api import SafetyError

from ._film_file import terms_of
from ._film_form import head_of, may_send_now, opened
from ._json import refused
from ._limits import ANSWERS
from .filmed import helped_ask
from .my_questions import find_mine

SAID, FILM = "film-said", "film-film"  # names of the form’s fields


# What both share ---------------------------------------------------------------------------------------
def _begin(request: HttpRequest, ask: Ask, *, begin: str, by: Account | None = None) -> JsonResponse:
    try:
        row = filmed_file.begin_file(ask, head=head_of(request), text=request.POST.get(SAID, ""), by=by)
    except (SafetyError, SchoolError) as error:
        return _wrong(error)
    return opened(row.film, **terms_of(row, begin))


def _send(request: HttpRequest, ask: Ask, film_id: UUID, *, after: str, by: Account | None = None) -> JsonResponse:
    row = filmed_file.find_file(ask, film_id, by=by)
    if row is None:
        raise Http404
    if row.is_draft:
        if not may_send_now(request, ANSWERS):
            return refused(429, "too_soon", words=_("You have sent a lot in a short time. Please wait a little."))
        try:
            filmed_file.send_upload(row, text=request.POST.get(SAID, ""), by=by)
        except (SafetyError, SchoolError) as error:
            return _wrong(error)
        filmed_made.settle(row.film_id)  # it may have been looked at before it was an answer
        messages.success(
            request, _("Thank you! We prepare your video. Somebody of ours watches it, then it is passed on.")
        )
    return JsonResponse({"code": "sent", "next": after})


def _keep(request: HttpRequest, ask: Ask, *, by: Account | None = None) -> JsonResponse:
    """Keep what is written while nothing is sent yet."""
    try:
        filmed_words.keep_words(ask, text=request.POST.get("said", ""), by=by)
    except (SafetyError, SchoolError) as error:
        return _wrong(error)
    return JsonResponse({"code": "kept", "words": _("Your words are kept.")})


def _wrong(error: Exception) -> JsonResponse:
    """Say in words what is wrong, and with which field."""
    is_about_words = isinstance(error, SafetyError)
    code, field = ("words", SAID) if is_about_words else ("unfit", FILM)
    return refused(422, code, words=str(error), field=field)


# The teacher -------------------------------------------------------------------------------------------
@require_POST
@login_required
def file_begin(request: HttpRequest, pk: int) -> JsonResponse:
    return _begin(request, find_mine(request, pk), begin=reverse("courses:my_question_file", args=[pk]))


@require_POST
@login_required
def file_send(request: HttpRequest, pk: int, film_id: UUID) -> JsonResponse:
    return _send(request, find_mine(request, pk), film_id, after=reverse("courses:my_question", args=[pk]))


@require_POST
@login_required
def keep_words(request: HttpRequest, pk: int) -> JsonResponse:
    return _keep(request, find_mine(request, pk))


# Who helps them ----------------------------------------------------------------------------------------
@require_POST
@role_required()
def file_begin_for(request: HttpRequest, key: UUID, pk: int) -> JsonResponse:
    begin = reverse("courses:question_for_file", args=[key, pk])
    return _begin(request, helped_ask(request, key, pk), begin=begin, by=account_of(request))


@require_POST
@role_required()
def file_send_for(request: HttpRequest, key: UUID, pk: int, film_id: UUID) -> JsonResponse:
    after = reverse("courses:questions_for", args=[key])
    return _send(request, helped_ask(request, key, pk), film_id, after=after, by=account_of(request))


@require_POST
@role_required()
def keep_words_for(request: HttpRequest, key: UUID, pk: int) -> JsonResponse:
    return _keep(request, helped_ask(request, key, pk), by=account_of(request))
