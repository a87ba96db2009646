"""The face of a trainer, to whom they visit, to themself and to staff. The caller has asked who looks."""

import mimetypes

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponseBase

from ..models import Trainer, Visit


def face_answer(visit: Visit) -> HttpResponseBase:
    """Give the photo of who comes; nobody in between keeps it."""
    return photo_answer(visit.trainer)


def photo_answer(trainer: Trainer) -> HttpResponseBase:
    """Give the photo of a trainer. Raises Http404 when there is none."""
    key = trainer.photo
    if not key or not storages["papers"].exists(key):
        raise Http404
    kind = mimetypes.guess_type(key)[0] or "image/jpeg"
    answer = FileResponse(storages["papers"].open(key), content_type=kind)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
