"""Resumable uploads by tus 1.0: the protocol is `resumable-upload`'s, the keeping is ours.

What has arrived lies in one file on the scratch disk, and how much of it counts is the row's `offset`.
Bytes are flushed to the disk before the offset is committed, so after a power cut the file is never shorter
than the row says; what is longer was never acknowledged and is written again.
"""

import fcntl
import io
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from resumable_upload.exceptions import TusHookError
from resumable_upload.locks import LockBackend
from resumable_upload.server import TusServerCore
from resumable_upload.storage import Storage

from .models import Film, FilmState, Upload

LARGEST_CHUNK = 16 * 2**20  # bytes; our own page sends 2 MB at a time
TRY_AGAIN_AFTER = timedelta(minutes=2)


def partial_path(upload_id: UUID | str) -> Path:
    """Where the bytes of an unfinished upload lie."""
    folder = Path(settings.SCRATCH_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / str(upload_id)


def agreed_offset(upload: Upload) -> int:
    """How many bytes of an upload are safe; lowers the row when the scratch disk has lost some."""
    if upload.finished_at:
        return upload.length
    path = partial_path(upload.pk)
    size = path.stat().st_size if path.exists() else 0
    if size < upload.offset:
        Upload.objects.filter(pk=upload.pk, finished_at=None).update(offset=size)
        upload.offset = size
    return upload.offset


class UploadStorage(Storage):
    """Keeps the uploads of one film; the ids of other films' uploads are unknown to it."""

    def __init__(self, film: Film) -> None:
        self.film = film

    def create_upload(
        self,
        upload_id: str,
        upload_length: int | None,
        metadata: dict[str, str],
        expires_at: datetime | None = None,
        is_partial: bool = False,
    ) -> None:
        modified = metadata.get("modified", "")
        Upload.objects.create(
            pk=UUID(upload_id),
            film=self.film,
            length=upload_length or 0,
            filename=metadata.get("filename", "")[:255],
            modified_ms=int(modified) if modified.isdecimal() and len(modified) < 16 else 0,
        )

    def get_upload(self, upload_id: str) -> dict[str, Any] | None:
        upload = Upload.objects.filter(pk=UUID(upload_id), film=self.film).first()
        if upload is None:
            return None
        return {
            "upload_id": upload_id,
            "upload_length": upload.length,
            "offset": agreed_offset(upload),
            "metadata": {"filename": upload.filename},
            "completed": upload.finished_at is not None,
            "expires_at": None,
        }

    def write_chunk(self, upload_id: str, offset: int, data: bytes) -> None:
        handle = os.open(partial_path(upload_id), os.O_RDWR | os.O_CREAT, 0o640)
        try:
            view, at = memoryview(data), offset
            while view:
                written = os.pwrite(handle, view, at)
                view, at = view[written:], at + written
            os.ftruncate(handle, at)
            os.fsync(handle)
        finally:
            os.close(handle)

    def update_offset(self, upload_id: str, offset: int) -> None:
        self.update_offset_atomic(upload_id, 0, offset)

    def update_offset_atomic(self, upload_id: str, expected_offset: int, new_offset: int) -> bool:
        """Count the bytes in; the last of them finish the upload in the same stroke."""
        row = Upload.objects.filter(
            pk=UUID(upload_id), offset=expected_offset, finished_at=None, length__gte=new_offset
        )
        now = timezone.now()
        done = row.filter(length=new_offset).update(
            offset=new_offset, finished_at=now, look_again_at=now + TRY_AGAIN_AFTER
        )
        return bool(done or row.filter(length__gt=new_offset).update(offset=new_offset))

    def complete_upload(self, upload_id: str) -> bool:
        return Upload.objects.filter(pk=UUID(upload_id), finished_at__isnull=False).exists()

    def delete_upload(self, upload_id: str) -> None:
        Upload.objects.filter(pk=UUID(upload_id), film=self.film, finished_at=None).delete()
        if not Upload.objects.filter(pk=UUID(upload_id)).exists():
            partial_path(upload_id).unlink(missing_ok=True)

    def read_file(self, upload_id: str) -> bytes:
        raise io.UnsupportedOperation("uploads are not given out")

    def get_expired_uploads(self) -> list[str]:
        return []

    def cleanup_expired_uploads(self) -> int:
        return 0


class FileLocks(LockBackend):
    """One writer an upload, over all processes of this machine. The system lets go of a dead process's lock."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}

    def acquire(self, key: str, ttl_seconds: float, wait_timeout: float = 0.0) -> str | None:
        handle = os.open(partial_path(key).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o640)
        deadline = time.monotonic() + wait_timeout
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    return None
                time.sleep(0.05)
            else:
                self.held[token := str(handle)] = handle
                return token

    def release(self, key: str, token: str) -> None:
        handle = self.held.pop(token, None)
        if handle is not None:
            os.close(handle)


class UploadServer(TusServerCore):
    """What of tus we offer: making, sending on, asking, giving up. No joining, no unknown lengths."""

    SUPPORTED_EXTENSIONS = ["creation", "creation-with-upload", "termination", "checksum"]  # noqa: RUF012

    def __init__(self, film: Film, *, address: str, when_whole: Callable[[UUID], None]) -> None:
        super().__init__(
            storage=UploadStorage(film),
            base_path=address,
            max_size=settings.MEDIA_PIPELINE["LARGEST_BYTES"],
            max_chunk_size=LARGEST_CHUNK,
            checksum_algorithms=("sha1", "sha256"),
            lock_backend=FileLocks(),
            lock_wait_seconds=2,
            disable_concatenation=True,
            on_upload_create=lambda _id, _metadata, length: self._refuse_unless_fit(length),
            on_upload_complete=lambda upload_id, _metadata, _info: when_whole(UUID(upload_id)),
        )
        self.film = film

    def _refuse_unless_fit(self, length: int | None) -> None:
        if not length:
            raise TusHookError("The length must be known and more than nothing.", status_code=400)
        if self.film.state != FilmState.RECEIVING:
            raise TusHookError("This film has come in already.", status_code=410)


def remove_partial(upload_id: UUID | str) -> None:
    """Delete the scratch files of an upload; no matter if they are gone."""
    for path in (partial_path(upload_id), partial_path(upload_id).with_suffix(".lock")):
        with suppress(FileNotFoundError):
            path.unlink()
