"""What the pages of a studio share: who may, what they are told, and how a button answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.domain.webinars import events, slides, studio
from courses.errors import SchoolError
from courses.models import Webinar
from courses.policies_webinars import hears_concerns, is_speaker, may_see, may_use_studio
from elearn.people.api import account_of

PLACES = ("studio", "host")
PRESSED = ("now", "line", "on_air", "pause", "end")
MORE_THAN_FIRST = 2  # slides, before one can go back to a slide


def studio_of(request: HttpRequest, pk: int) -> Webinar:
    """Find a webinar whose studio this person may use. One that they may not even see is not there."""
    account_of(request)
    webinar = get_object_or_404(Webinar.objects.select_related("speaker", "broadcast__film"), pk=pk)
    if may_use_studio(request.user, webinar):
        return webinar
    if may_see(request.user, webinar):
        raise PermissionDenied
    raise Http404


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def done(request: HttpRequest, webinar: Webinar, said: str = "") -> HttpResponseBase:
    """Answer a button: with how it stands now to a script, with the page it was pressed on to everybody else."""
    if wants_json(request):
        return JsonResponse({"code": "done", "words": said, **now_of(webinar)})
    if said:
        messages.success(request, said)
    return redirect(_page(request, webinar))


def not_done(request: HttpRequest, webinar: Webinar, words: str, *, status: int = 409, **more: Any) -> HttpResponseBase:
    """Answer a button that could not do what it says."""
    if wants_json(request):
        return JsonResponse({"code": "not_done", "words": words, **more}, status=status)
    messages.error(request, words)
    return redirect(_page(request, webinar))


def in_words(error: SchoolError) -> str:
    return str(error.words)


def now_of(webinar: Webinar) -> dict[str, Any]:
    """How a studio stands now: what both its pages show, and what the host looks after."""
    row = Webinar.objects.select_related("broadcast__film").get(pk=webinar.pk)
    stands = studio.standing_of(row)
    shown = slides.listed(row)
    return {
        "state": stands.state,
        "is_stopped": stands.because not in ("", "silence"),
        "is_sending": stands.is_sending,
        "may_go_on_air": stands.may_go_on_air,
        "on_air_at": _ms(stands.on_air_at),
        "now": _ms(timezone.now()),
        "slides": shown,
        "slide": row.slide,
        "health": _health(row),
        "has_worker": films.worker_is_there("live"),
        "pictures": _pictures(row, stands.state),
    }


def events_of(request: HttpRequest, webinar: Webinar) -> str:
    """Where this person follows what happens in the webinar, from now on."""
    role: events.Role = "host" if hears_concerns(request.user, webinar) else "speaker"
    return events.events_address(webinar, account_of(request).person, role)


def slide_steps(slide: int, count: int) -> list[dict[str, Any]]:
    """The buttons of the slides, for a page without a script."""
    return [
        {"name": "back", "words": _("Slide back"), "number": max(0, slide - 1), "is_off": slide < MORE_THAN_FIRST},
        {"name": "next", "words": _("Next slide"), "number": min(count, slide + 1), "is_off": slide >= count},
        {"name": "none", "words": _("Show no slide"), "number": 0, "is_off": slide == 0},
    ]


def facts(request: HttpRequest, webinar: Webinar) -> dict[str, Any]:
    """The settings of the script of either page."""
    account, stands = account_of(request), studio.standing_of(webinar)
    return {
        # A tablet may be shared: each sends on only what they recorded themselves.
        "owner": f"live:{webinar.pk}:{account.person.key}",
        "speaker": is_speaker(account, webinar),
        "opens": _ms(stands.opens_at),
        "ends": _ms(stands.ends_at),
        "events": events_of(request, webinar),  # before the rest is read: then nothing falls in between
        "at": {
            name: reverse(f"courses:webinar_{address}", args=[webinar.pk])
            for name, address in {"open": "open_studio", **{name: name for name in PRESSED}}.items()
        },
        **now_of(webinar),
    }


def _page(request: HttpRequest, webinar: Webinar) -> str:
    place = request.POST.get("next", "")
    return reverse(f"courses:webinar_{place if place in PLACES else 'host'}", args=[webinar.pk])


def _health(webinar: Webinar) -> dict[str, Any] | None:
    if webinar.broadcast is None:
        return None
    health = films.broadcast_health(webinar.broadcast)
    return {
        "last_piece_s": health.last_piece_s,
        "delay_ms": health.delay_ms,
        "waiting": health.waiting_pieces,
        "lost": health.pieces_lost,
        "is_followed": health.is_followed,
    }


def _pictures(webinar: Webinar, state: str) -> str:
    """Where a host sees what the studio sends: on air as everybody, else what only the studio's people see."""
    if webinar.broadcast is None or state == "over":
        return ""
    return films.live_address(webinar.broadcast, rehearsal=state != "on_air")


def _ms(moment: Any) -> int | None:
    return round(moment.timestamp() * 1000) if moment else None
