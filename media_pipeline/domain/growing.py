"""What has arrived of an upload, kept where films are, so that any machine goes on with it and any machine takes it in.

On a disk it is one growing file; in a bucket, where files do not grow, each part that was sent is one of its own.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models import F, Sum
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.models import Upload, UploadPart
from media_pipeline.several import in_order

from .receive import PieceSpoilt

__all__ = ["GROWING", "agreed_offset", "path_of", "promised", "remove", "whole", "write"]

GROWING = ".growing"  # nothing moves or counts it before it is whole
_HOLDS = timedelta(hours=1)  # without a byte, after which no room is kept for what has yet to come


def path_of(upload: Upload) -> Path | None:
    """Where the file lies, or is to lie, that an upload grows in; None when its parts are apart."""
    key = f"{upload.folder}/{GROWING}"
    for side in storage.sides():  # begun before the files were moved elsewhere, it goes on where it was
        if isinstance(side, FileSystemStorage) and side.exists(key):
            return Path(side.path(key))
    return None if upload.parts.exists() else storage.local_target(key)


def agreed_offset(upload: Upload) -> int:
    """How many bytes of an upload are safe; lowers the row when the disk has lost some."""
    if upload.finished_at or not upload.offset:
        return upload.offset
    size = _size(upload)
    if size < upload.offset:
        Upload.objects.filter(pk=upload.pk, finished_at=None).update(offset=size)
        upload.offset = size
    return upload.offset


def _size(upload: Upload) -> int:
    path = path_of(upload)
    if path is None:
        return upload.parts.aggregate(bytes=Sum("bytes"))["bytes"] or 0
    return path.stat().st_size if path.exists() else 0


def promised() -> int:
    """How many bytes are still to come of the uploads that are under way."""
    going = Upload.objects.filter(finished_at=None, touched_at__gt=timezone.now() - _HOLDS)
    return going.aggregate(bytes=Sum(F("length") - F("offset")))["bytes"] or 0


def write(upload: Upload, offset: int, data: bytes) -> UploadPart | None:
    """Put bytes where they belong, safe from a power cut; gives the row that is to be kept with the new offset.

    Raises NoRoom, or OSError when the disk is full all the same.
    """
    path = path_of(upload)
    if path is None:
        part = UploadPart(upload=upload, offset=offset, bytes=len(data), sha256=sha256(data).hexdigest())
        storage.films().save(part.key, ContentFile(data, name=part.key))
        return part
    storage.ensure_room_for_arrivals(len(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        view, at = memoryview(data), offset
        while view:
            written = os.pwrite(handle, view, at)
            view, at = view[written:], at + written
        os.ftruncate(handle, at)
        os.fsync(handle)
    finally:
        os.close(handle)
    return None


def whole(upload: Upload, folder: Path, check: Callable[[], object]) -> Path:
    """A file of all of a finished upload: the one it grew in, else its parts put together in `folder`.

    `check` is asked before each part and may raise. Raises NoRoom, PieceSpoilt or FileNotFoundError.
    """
    path = path_of(upload)
    if path is None:
        storage.ensure_room(upload.length)
        path = folder / "upload"
        with path.open("wb") as file:
            parts = upload.parts.order_by("offset").select_related("upload__film").iterator()
            for data in in_order(_content, parts, size=lambda part: part.bytes):
                check()
                file.write(data)
    if path.stat().st_size != upload.length:
        raise PieceSpoilt(f"{upload} is not as long as it was")
    return path


def _content(part: UploadPart) -> bytes:
    with storage.films().open(part.key, "rb") as stored:
        data = bytes(stored.read())
    if sha256(data).hexdigest() != part.sha256:
        raise PieceSpoilt(str(part))
    return data


def remove(upload: Upload) -> None:
    """Delete what has arrived of an upload; no matter if it is gone."""
    storage.remove_folder(upload.folder)
    upload.parts.all().delete()
