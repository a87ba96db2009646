"""The page of a webinar: one address from its announcement to its recording."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.domain.learning.gate import closed_words
from courses.domain.webinars import watching
from courses.domain.webinars.afterwards import recording_of
from courses.domain.webinars.events import events_address
from courses.domain.webinars.presence import attend_address
from courses.domain.webinars.watching import LIVE, Admission, Stage
from courses.errors import SchoolError
from courses.models import Webinar
from courses.policies_webinars import may_caption, may_use_studio
from courses.views.webinars.register import register_facts, shown_webinar
from courses.views.webinars.talk import talk_facts
from courses.webinar_words import live_words
from elearn.people.api import person_of

# While these last the page changes by itself.
MOVING = (Stage.ANNOUNCED, Stage.SOON, *LIVE)


@require_safe
@never_cache
def webinar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a webinar as it stands."""
    row = shown_webinar(request, pk)
    stage, admitted = watching.stage_of(row), watching.admission(row, request.user)
    context: dict[str, Any] = {
        "webinar": row,
        "stage": stage.value,
        "is_late": watching.is_late(row),
        "may_watch": admitted.may_watch,
        "may_use_studio": may_use_studio(request.user, row),
        "may_caption": may_caption(request.user, row),
        "role": admitted.role,
        "person": admitted.person,
        **register_facts(request, row),
        **_live(request, row, admitted, stage),
        **_afterwards(request, row, admitted, stage),
    }
    return render(request, "courses/webinars/watch.html", context)


@require_POST
@never_cache
def open_live(request: HttpRequest, pk: int) -> JsonResponse:
    """Give the player what it needs, to who may watch; before the broadcast only where the events come."""
    row = shown_webinar(request, pk)
    admitted = watching.admission(row, request.user)
    if not admitted.may_watch or admitted.person is None:
        return JsonResponse({"words": live_words(row)["not_registered"]}, status=403)
    # Asked for first: what happens while the rest is read comes as an event as well.
    events = events_address(row, admitted.person, "viewer")
    try:
        opened = watching.open_live(row)
    except SchoolError as error:
        return JsonResponse({"words": str(error)}, status=409)
    return JsonResponse(
        {
            "stage": opened.stage,
            "now": round(timezone.now().timestamp() * 1000),
            "playlist": opened.playlist,
            "sound": opened.sound,
            "cues": opened.cues,
            "slides": opened.slides,
            "events": events,
            "attend": attend_address(row, admitted.person) if opened.playlist else "",
        }
    )


def _live(request: HttpRequest, webinar: Webinar, admitted: Admission, stage: Stage) -> dict[str, Any]:
    """What the page needs while it may change by itself."""
    if stage not in MOVING:
        return {}
    facts: dict[str, Any] = {"words": live_words(webinar)}
    if stage == Stage.ANNOUNCED:
        return facts
    if not admitted.may_watch:
        return {**facts, "public_events": events_address(webinar, None, "public")}
    facts |= {"open_address": reverse("courses:webinar_open", args=[webinar.pk]), "talk": talk_facts(request, webinar)}
    if stage in LIVE:
        facts |= {"opened": _opened(webinar), "slide": watching.current_slide(webinar)}
    return facts


def _opened(webinar: Webinar) -> watching.OpenedLive | None:
    """The addresses for who has no script; nothing of what was stopped."""
    try:
        return watching.open_live(webinar)
    except SchoolError:
        return None


def _afterwards(request: HttpRequest, webinar: Webinar, admitted: Admission, stage: Stage) -> dict[str, Any]:
    """How it stands with the recording; who was there may read again what was asked and answered."""
    if stage not in (Stage.OVER, Stage.RECORDING):
        return {}
    lesson = webinar.lesson if stage == Stage.RECORDING else None
    return {
        "recording": recording_of(webinar),
        "lesson": lesson,
        "closed": lesson and closed_words(person_of(request.user), lesson),
        "talk": talk_facts(request, webinar) if admitted.may_watch else {},
    }
