"""How webinars are doing now, for staff: one page that stays open while they run, and keeps itself fresh."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

import media_pipeline.api as films
from courses.domain.webinars import health
from courses.models import LiveCaptions
from courses.policies_webinars import RUN
from courses.views.webinars._captioning_words import listening_words
from elearn.people.api import public_name

from .videos import home_crumb


@require_safe
@never_cache
@permission_required(RUN)
def webinars_now(request: HttpRequest) -> HttpResponse:
    """The page; with `part` only what is made anew every few seconds."""
    doing = health.doing_now()
    wanted = any(one.captions.kind == LiveCaptions.MACHINE for one in doing)
    context = {
        "rows": [_row(one) for one in doing],
        "workers": health.workers_now().problems(machine_wanted=wanted),
        "at": timezone.localtime(),
    }
    if "part" in request.GET:
        return render(request, "courses/admin/_webinars_now.html", context)
    context |= {
        "header_title": _("Webinars now"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Webinars now")}],
        "header_icon": "desktop",
    }
    return render(request, "courses/admin/webinars_now.html", context)


def _row(doing: health.Doing) -> dict[str, Any]:
    known = doing.health
    return {
        "webinar": doing.webinar,
        "speaker": public_name(doing.webinar.speaker),
        "state": _state(doing),
        "tone": "on_air" if doing.is_on_air else "",
        "problems": doing.problems,
        "facts": [*_picture(known), *_people(doing), (_("Captions"), _captions(doing.captions))],
    }


def _state(doing: health.Doing) -> str:
    if doing.health is None:
        return _("The studio is not open yet")
    return {
        "rehearsal": _("Rehearsal"), "on_air": _("On air"), "paused": _("Interrupted"),
    }.get(doing.health.state, _("Over"))  # fmt: skip


def _picture(known: "films.Health | None") -> list[tuple[str, str]]:
    if known is None:
        return []
    nothing = "–"
    return [
        (_("Last piece"), nothing if known.last_piece_s is None else _ago(known.last_piece_s)),
        (_("Delay"), nothing if known.delay_ms is None else _seconds(known.delay_ms / 1000)),
        (_("Live worker"), _("works") if known.is_followed else _("nobody")),
        (_("Pieces still to come from the studio"), str(known.waiting_pieces)),
        (_("Pieces lost"), str(known.pieces_lost)),
        (_("Pieces that came twice"), str(known.pieces_again)),
    ]


def _people(doing: health.Doing) -> list[tuple[str, str]]:
    return [(_("People watching"), str(doing.viewers))] if doing.health else []


def _captions(captions: health.Captions) -> str:
    if captions.kind == LiveCaptions.NONE and not captions.lines:
        return _("none announced")
    count = ngettext("%(count)d line", "%(count)d lines", captions.lines) % {"count": captions.lines}
    typing = ngettext("%(count)d person types", "%(count)d people type", captions.typists)
    parts = [count, typing % {"count": captions.typists}] if captions.kind != LiveCaptions.MACHINE else [count]
    return " · ".join([*parts, *filter(None, [listening_words(captions.listening), _load(captions.listening)])])


def _load(listening: "films.Listening") -> str:
    """What the machine takes, measured while it listens."""
    if not listening.load:
        return ""
    words = _("%(clock).2f s of work and %(cpu).2f s of processor for a second of sound")
    return words % {"clock": listening.load, "cpu": listening.cpu}


def _seconds(seconds: float) -> str:
    return _("%(seconds).1f s") % {"seconds": seconds}


def _ago(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return _("%(seconds)d s ago") % {"seconds": round(seconds)}
    return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
