"""Choose a file instead of recording: the page, and the address its script sends to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

import media_pipeline.api as films
from courses.domain import contribute
from courses.models import Contribution
from courses.views._teacher import teacher_of
from courses.views._words import upload_words
from elearn.people.api import Role, role_required


@require_GET
@role_required(Role.ELDER)
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page. What has arrived of an earlier try is shown, and the same file asked for."""
    person = teacher_of(request)
    drafts = contribute.unfinished(person, is_recording=False)
    shown = {
        "begin": reverse("courses:upload_begin"),
        "largest": settings.MEDIA_PIPELINE["LARGEST_BYTES"],
        "unfinished": [one for draft in drafts if (one := _described(draft))],
        "words": upload_words(),
    }
    return render(
        request,
        "courses/upload.html",
        {"settings": shown, "largest": settings.MEDIA_PIPELINE["LARGEST_BYTES"]},
    )


@require_POST
@role_required(Role.ELDER)
def upload_begin(request: HttpRequest) -> JsonResponse:
    """Open a film for a file and say where to send it."""
    draft = contribute.begin_contribution(teacher_of(request), is_recording=False)
    return JsonResponse(
        {
            "address": films.open_upload_address(draft.film),
            "next": reverse("courses:describe", args=[draft.pk]),
        }
    )


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
        "next": reverse("courses:describe", args=[draft.pk]),
    }
