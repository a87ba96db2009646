"""Captions of a film, for its teacher, their helper and coordinators: which languages there are, and the editor."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import media_pipeline.api as films
from courses.domain.films import captions as domain
from courses.domain.films.captions import Reached
from courses.models import Contribution
from courses.views._captions import editor, number_in, page, reached, saved_at, track_of
from courses.views._json import BadBody, body_of, refused
from elearn.people.api import account_of, addressed, may_act, role_required
from elearn.people.models import Person, Scope
from media_pipeline.models import CaptionState, CaptionTrack

LINES_A_PAGE = 50  # of the plain form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required()
def captions(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The languages of a film's captions: the spoken one first. POST begins one."""
    found = reached(request, film_id)
    if request.method == "POST":
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        track = domain.open_track(found, language)
        return redirect("courses:captions_edit", film_id, track.language)
    return render(request, "courses/captions.html", page(found, rows=_rows(found), is_playable=_is_playable(found)))


def _rows(found: Reached) -> list[dict[str, Any]]:
    """One row a language, whether or not there is anything in it; what is spoken comes first."""
    tracks = {track.language: track for track in films.caption_tracks(found.film)}
    spoken = found.film.language
    rows = [
        {"language": code, "track": tracks.get(code), "is_spoken": code == spoken} for code, _name in settings.LANGUAGES
    ]
    return sorted(rows, key=lambda row: not row["is_spoken"])


def _is_playable(found: Reached) -> bool:
    return films.status(found.film).playable


@never_cache
@require_safe
@role_required()
def helping(request: HttpRequest, key: UUID) -> HttpResponse:
    """The videos of an elder whose captions their helper may work on."""
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    account = account_of(request)
    if elder is None or not may_act(account, elder, Scope.RECORD):
        raise Http404
    rows = [{"contribution": one, "track": _spoken(one)} for one in domain.for_helper(account, elder)]
    return render(request, "courses/captions_helping.html", {"elder": addressed(elder), "rows": rows})


def _spoken(contribution: Contribution) -> CaptionTrack | None:
    """The captions in the language that is spoken, of a film whose tracks are here already."""
    film = contribution.film
    return next((track for track in film.caption_tracks.all() if track.language == film.language), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required()
def edit(request: HttpRequest, film_id: UUID, language: str) -> HttpResponse:
    """The editor; without JavaScript a plain form for the words. POST is that form."""
    found = reached(request, film_id)
    track = track_of(found, language)
    if not _is_playable(found):
        return redirect("courses:captions", film_id)
    if request.method == "POST":
        return _save_plain(request, found, track)
    return _editor(request, found, track)


def _editor(
    request: HttpRequest, found: Reached, track: CaptionTrack, conflicts: list[Any] | None = None
) -> HttpResponse:
    lines = films.caption_cues(track)
    part = Paginator(lines, LINES_A_PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    context = page(
        found, track, track_now=_when_changed(track), settings=editor(found, track, lines),
        playback=films.playback(found.film), part=part,
        plain=_plain_rows(part, conflicts or []), gone=[one for one in conflicts or [] if not one.theirs],
        conflicts=conflicts, may_hand_in=found.hands_in,
    )  # fmt: skip
    return render(request, "courses/captions_edit.html", context, status=409 if conflicts else 200)


def _when_changed(track: CaptionTrack) -> CaptionTrack:
    """The captions as they stand once something was changed, for the words of the page; never saved."""
    return CaptionTrack(
        film=track.film, language=track.language, state=CaptionState.CORRECTING, revision=track.revision + 1,
        public=track.public,
    )  # fmt: skip


def _plain_rows(part: "Page[Any]", conflicts: list[Any]) -> list[dict[str, Any]]:
    """The lines of the plain form; where somebody else was faster, with one's own words and theirs."""
    mine = {one.id: one.mine.text for one in conflicts if one.mine}
    return [{"line": line, "text": mine.get(line.id, line.text), "clash": line.id in mine} for line in part]


def _save_plain(request: HttpRequest, found: Reached, track: CaptionTrack) -> HttpResponse:
    """Save the words of a page of lines. The form says of each what it was, so that nobody's work is written over."""
    base, number = number_in(request.POST.get("base"), 0), number_in(request.POST.get("page"), 1)
    try:
        saved = domain.save(found, track, _typed(request.POST), base=base)
    except films.CaptionsInvalid as error:
        messages.error(request, str(error))
        return _editor(request, found, track)
    if saved.conflicts:
        track.refresh_from_db()
        return _editor(request, found, track, saved.conflicts)
    messages.success(request, _("Saved."))
    return redirect(f"{request.path}?page={number}")


def _typed(posted: QueryDict) -> list[dict[str, Any]]:
    """Give the lines whose words were changed in the plain form, each with what it was."""
    changes = []
    for name in posted:
        if not name.startswith("text-"):
            continue
        id = name.removeprefix("text-")
        text, was = str(posted[name]), str(posted.get(f"was-{id}", ""))
        start, _to, end = str(posted.get(f"time-{id}", "")).partition("-")
        line = {"id": id, "start_ms": number_in(start, -1), "end_ms": number_in(end, -1)}
        if text.split() != was.split():
            changes.append({"was": line | {"text": was}, "now": line | {"text": text}})
    return changes


@never_cache
@require_POST
@role_required()
def save(request: HttpRequest, film_id: UUID, language: str) -> JsonResponse:
    """Take what the editor's script has to save: only what changed, each line with what it was."""
    found = reached(request, film_id)
    track = track_of(found, language)
    try:
        body = body_of(request)
        changes, base = body["changes"], int(body["base"])
        if not isinstance(changes, list):
            return refused(400, "bad")
        saved = domain.save(found, track, changes, base=base)
    except (BadBody, KeyError, TypeError, ValueError) as error:
        said = {"words": str(error)} if isinstance(error, films.CaptionsInvalid) else {}
        return JsonResponse({"code": "bad", **said}, status=400)
    return JsonResponse(saved.as_json() | {"saved": saved_at()})


@require_POST
@role_required()
def hand_in(request: HttpRequest, film_id: UUID, language: str) -> HttpResponse:
    """Give captions to the coordinators."""
    found = reached(request, film_id)
    track = track_of(found, language)
    if not found.hands_in:
        raise Http404
    try:
        domain.hand_in(found, track)
    except films.CaptionsUnfit as error:
        messages.error(request, str(error))
        return redirect("courses:captions_edit", film_id, language)
    messages.success(request, _("Thank you! Our coordinator reads the captions now."))
    return redirect("courses:captions", film_id)


@require_safe
@role_required()
def export(request: HttpRequest, film_id: UUID, language: str, form: str) -> HttpResponse:
    """Give the captions as a file, for another programme."""
    if form not in ("vtt", "srt"):
        raise Http404
    track = track_of(reached(request, film_id), language)
    lines = [line for line in films.caption_cues(track) if line.text]
    written = films.write_srt(lines) if form == "srt" else films.write_vtt(lines)
    mime = "application/x-subrip" if form == "srt" else "text/vtt"
    response = HttpResponse(written, content_type=f"{mime}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="captions-{language}.{form}"'
    return response
