"""A teacher offers a webinar, and the speaker says yes or no to the day: signed in, or by the link sent to them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.webinars import announce
from courses.domain.webinars.links import webinar_by
from courses.errors import SchoolError
from courses.forms.webinars import OfferForm, SpeakerAnswerForm
from courses.models import Webinar, WebinarState
from elearn.people import api as people
from elearn.people.api import Role, account_of, role_required, typed_before
from elearn.people.models import Account
from elearn.web.api import number_in


@never_cache
@role_required(Role.ELDER)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponseBase:
    """Take a teacher's offer. What was typed before signing in is there again."""
    person = account_of(request).person
    initial = {"language": person.language or get_language()}
    form = OfferForm(request.POST or typed_before(request) or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            webinar = announce.offer(person, **form.cleaned_data)
        except SchoolError as error:
            if isinstance(error, PermissionDenied):
                raise
            messages.error(request, str(error))
        else:
            return render(request, "courses/webinars/offered.html", {"webinar": webinar, "elder": _called(webinar)})
    return render(request, "courses/webinars/offer.html", {"form": form})


@never_cache
@role_required()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask the speaker, signed in, whether the day suits."""
    account = account_of(request)
    webinar = get_object_or_404(Webinar.objects.select_related("speaker", "topic", "series"), pk=pk)
    if webinar.speaker_id != account.person_id:
        raise Http404
    return _answer(request, webinar, by=account)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask the speaker by the link sent to their own contact. Opening it says nothing."""
    webinar = webinar_by(token)
    if webinar is None or not webinar.sequence:  # it was never asked
        raise Http404
    found = _answer(request, webinar, by=None)
    # The address is the key: it is told to no other site.
    found["Referrer-Policy"] = "same-origin"
    return found


def _answer(request: HttpRequest, webinar: Webinar, *, by: Account | None) -> HttpResponseBase:
    form = SpeakerAnswerForm(request.POST or None)
    said = request.POST.get("answer", "")
    if request.method == "POST" and said in ("yes", "no") and form.is_valid():
        try:
            _say(webinar, said, by=by, version=request.POST.get("version", ""), words=form.cleaned_data["words"])
        except SchoolError as error:
            messages.error(request, str(error))
        return redirect(request.path)
    return render(request, "courses/webinars/answer.html", _page(webinar, form))


def _say(webinar: Webinar, said: str, *, by: Account | None, version: str, words: str) -> None:
    way = announce.OWN if by else announce.LINK
    number = number_in(version, otherwise=-1)
    if said == "yes":
        announce.agree(webinar, by=by, way=way, version=number)
    else:
        announce.decline(webinar, by=by, way=way, version=number, words=words)


def _page(webinar: Webinar, form: SpeakerAnswerForm) -> dict[str, Any]:
    return {
        "webinar": webinar,
        "form": form,
        "elder": _called(webinar),
        "is_asked": webinar.state == WebinarState.ASKED,
        "is_declined": webinar.state == WebinarState.DRAFT,
        "is_public": webinar.announced_at is not None and webinar.state != WebinarState.CANCELLED,
    }


def _called(webinar: Webinar) -> str:
    return people.addressed(webinar.speaker)
