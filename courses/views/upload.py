"""Choose a file instead of recording: the page, and the address its script sends to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

import media_pipeline.api as films
from courses.domain.films import contribute
from courses.models import Contribution
from courses.views._teacher import teacher_of
from courses.views._words import upload_words
from elearn.people.api import Role, role_required
from elearn.people.models import Account, Person


@require_GET
@role_required(Role.ELDER)
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page. What has arrived of an earlier try is shown, and the same file asked for."""
    shown = sender(teacher_of(request), begin=reverse("courses:upload_begin"))
    return render(request, "courses/upload.html", {"settings": shown, "largest": shown["largest"]})


def sender(person: Person, *, begin: str, by: Account | None = None) -> dict[str, Any]:
    """Give the settings of the upload's script; `by` sends for the person."""
    drafts = contribute.unfinished(person, is_recording=False, by=by)
    return {
        "begin": begin,
        "largest": settings.MEDIA_PIPELINE["LARGEST_BYTES"],
        "unfinished": [one for draft in drafts if (one := _described(draft))],
        "words": upload_words(),
    }


@require_POST
@role_required(Role.ELDER)
def upload_begin(request: HttpRequest) -> JsonResponse:
    """Open a film for a file and say where to send it."""
    return begin(teacher_of(request))


def begin(person: Person, *, by: Account | None = None) -> JsonResponse:
    """Open a film of a person for a file; `by` sends it for them."""
    draft = contribute.begin_contribution(person, is_recording=False, by=by)
    return JsonResponse({"address": films.open_upload_address(draft.film), "next": _after(draft)})


def _after(draft: Contribution) -> str:
    return reverse("courses:helped_describe" if draft.is_helped else "courses:describe", args=[draft.pk])


def _described(draft: Contribution) -> dict[str, Any] | None:
    """What has arrived of a draft's file; None when nothing was begun."""
    begun = films.upload_summary(draft.film)
    if begun is None or begun.is_finished or not begun.offset:
        return None
    return {
        "address": begun.address,
        "name": begun.filename,
        "modified": begun.modified_ms,
        "size": begun.length,
        "arrived": begun.offset,
        "percent": begun.percent,
        "next": _after(draft),
    }
