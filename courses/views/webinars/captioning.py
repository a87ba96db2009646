"""The page of whoever types live captions: what is said is heard with little delay, and each line is shown at once.

Scripts get JSON; without one a line is a form, and the page comes back with it.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import media_pipeline.api as films
from courses.domain.films import captions as film_captions
from courses.domain.webinars import captioning, events
from courses.errors import MayNotCaption
from courses.models import Webinar, WebinarState
from courses.policies_webinars import is_host, is_speaker, may_caption, may_see
from courses.views.webinars._captioning_words import listening_words, page_words
from elearn.people.api import account_of, public_name
from elearn.people.models import Account, Person
from media_pipeline.models import BroadcastState

NEWEST = 12  # lines that the page shows
LONGEST_TIME = 24 * 3600 * 1000
_STATES = {
    BroadcastState.REHEARSAL: "before",
    BroadcastState.ON_AIR: "on_air",
    BroadcastState.PAUSED: "paused",
    BroadcastState.ENDED: "over",
}


def captioned(request: HttpRequest, pk: int) -> Webinar:
    """Find a webinar whose captions this person may type. One that they may not even see is not there."""
    webinar = get_object_or_404(Webinar.objects.select_related("speaker", "broadcast__film"), pk=pk)
    if may_caption(request.user, webinar):
        return webinar
    if may_see(request.user, webinar):
        raise PermissionDenied
    raise Http404


@require_safe
@never_cache
@login_required
def captions(request: HttpRequest, pk: int) -> HttpResponse:
    """The page to type on."""
    webinar = captioned(request, pk)
    account = account_of(request)
    hosts = is_host(account, webinar)
    facts = _now(request, webinar)
    rows = captioning.newest(webinar, most=NEWEST)
    context = {
        "webinar": webinar,
        "state": facts["state"],
        "lines": [
            {"row": row, "is_own": row.by_id == account.pk, "may_take": hosts or row.by_id == account.pk}
            for row in rows
        ],
        "longest": films.LONGEST_LINE,
        "hosts": hosts,
        "typists": [{"key": one.key, "name": public_name(one)} for one in webinar.captioners.order_by("pk")],
        "is_typist": webinar.captioners.filter(pk=account.person_id).exists(),
        "invitation": request.build_absolute_uri(captioning.invitation(webinar)),
        "is_open": webinar.state in captioning.OPEN,
        "machine": facts["machine"],
        "machine_writes": facts["machine_writes"],
        "machine_knows": webinar.language in films.speech_languages(),
        "recording": _recording(account, webinar),
        "settings": {
            **facts,
            "words": page_words(),
            # A tablet may be shared: each sends on only what they typed themselves.
            "owner": str(account.person.key),
            "hosts": hosts,
            "mine": [row.pk for row in rows if row.by_id == account.pk],
        },
    }
    return render(request, "courses/webinars/captions.html", context)


@require_safe
@never_cache
@login_required
def now(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How it stands, with addresses that open for a while again."""
    return JsonResponse(_now(request, captioned(request, pk)))


@require_POST
@login_required
def say(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a line."""
    webinar = captioned(request, pk)
    posted = request.POST
    at = posted.get("at_ms", "")
    at_ms = int(at) if at.isascii() and at.isdecimal() and len(at) < 10 else None
    try:
        cue = captioning.say(
            webinar, by=account_of(request), text=posted.get("text", ""), at_ms=at_ms,
            language=posted.get("language", ""),
        )  # fmt: skip
    except captioning.TooFast:
        return _refused(request, pk, _("This cannot be done."), status=429)
    except films.NotOnAir as error:
        return _refused(request, pk, str(error), status=409)
    except films.CaptionsInvalid:
        words = _("A line has at least one letter, and at most %(count)d.") % {"count": films.LONGEST_LINE}
        return _refused(request, pk, words, status=422)
    if not _wants_json(request):
        return redirect("courses:webinar_captions", pk)
    return JsonResponse({"id": cue.pk, "delay_ms": cue.delay_ms, "text": cue.text})


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back a line, without its number the last of one's own."""
    webinar = captioned(request, pk)
    number = request.POST.get("line", "")
    line = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else None
    if number and line is None:
        raise Http404
    try:
        gone = captioning.take_back(webinar, by=account_of(request), line=line)
    except films.NotOnAir:
        return _refused(request, pk, _("The webinar is over. The line can still be corrected."), status=409)
    if _wants_json(request):
        return JsonResponse({"id": gone.pk if gone else None, "text": gone.text if gone else ""})
    if gone:
        messages.success(request, _("The line is taken back: “%(text)s”") % {"text": gone.text})
    return redirect("courses:webinar_captions", pk)


@require_POST
@login_required
def machine(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have the machine write, or write no more. Hosts only."""
    webinar = captioned(request, pk)
    writes = request.POST.get("writes") == "yes"
    try:
        does = captioning.let_machine(webinar, by=account_of(request), writes=writes)
    except films.NotOnAir as error:
        return _refused(request, pk, str(error), status=409)
    if writes and not does:
        messages.error(request, _("The machine does not know this language."))
    return redirect("courses:webinar_captions", pk)


@require_POST
@login_required
def let_go(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let somebody type no more: a host, or the one who types."""
    webinar = captioned(request, pk)
    person = get_object_or_404(Person, key=_key(request.POST.get("person", "")))
    account = account_of(request)
    gone = captioning.let_go(webinar, person, by=account)
    if person.pk == account.person_id and not may_caption(account, webinar):
        messages.success(request, _("Thank you for saying so. The hosts see that they need somebody else."))
        return redirect("courses:webinar", pk)
    if gone:
        words = _("%(name)s types no more. The invitation from before no longer opens anything.")
        messages.success(request, words % {"name": public_name(person)})
    return redirect("courses:webinar_captions", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def join(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """An invitation to type captions, and the yes to it."""
    webinar = get_object_or_404(Webinar.objects.select_related("speaker"), pk=pk)
    account = account_of(request)
    if request.method == "POST":
        try:
            captioning.join(webinar, by=account, key=key)
        except MayNotCaption:
            if captioning.may_join(webinar, key):  # else the page says that it holds no more
                messages.error(request, _("Only adults type captions: everybody reads a line the moment it is typed."))
        else:
            return redirect("courses:webinar_captions", pk)
    holds = captioning.may_join(webinar, key)
    context = {
        "webinar": webinar if holds else None,
        "speaker": public_name(webinar.speaker),
        "minutes": webinar.minutes,
    }
    return render(request, "courses/webinars/captions_join.html", context, status=200 if holds else 410)


def _now(request: HttpRequest, webinar: Webinar) -> dict[str, Any]:
    account, broadcast = account_of(request), webinar.broadcast
    role: events.Role = "viewer"
    if is_host(account, webinar):
        role = "speaker" if is_speaker(account, webinar) else "host"
    address = events.events_address(webinar, account.person, role)
    state = _STATES[BroadcastState(broadcast.state)] if broadcast else "before"
    if webinar.state in (WebinarState.ENDED, WebinarState.CANCELLED):
        state = "over"
    heard = broadcast is not None and state in ("on_air", "paused")
    listening = films.listening(broadcast) if broadcast else films.Listening()
    return {
        "state": state,
        "now": round(timezone.now().timestamp() * 1000),
        "events": address,
        "pictures": films.live_address(broadcast) if heard and broadcast else "",
        "sound": films.live_sound_address(broadcast) if heard and broadcast else "",
        "language": webinar.language,
        "machine": listening_words(listening),
        "machine_writes": listening.state in ("waiting", "listening"),
    }


def _recording(account: Account, webinar: Webinar) -> UUID | None:
    """The film whose captions this person may correct by now."""
    if webinar.broadcast is None or webinar.state != WebinarState.ENDED:
        return None
    film = webinar.broadcast.film
    return film.pk if films.caption_tracks(film) and film_captions.reach(account, film.pk) else None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refused(request: HttpRequest, pk: int, words: str, *, status: int) -> HttpResponseBase:
    if _wants_json(request):
        return JsonResponse({"code": "refused", "words": words}, status=status)
    messages.error(request, words)
    return redirect("courses:webinar_captions", pk)
