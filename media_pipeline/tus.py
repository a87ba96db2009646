"""Resumable uploads by tus 1.0: the protocol is `resumable-upload`'s, the keeping is ours.

What has arrived lies where films are kept (`domain.growing`), and how much of it counts is the row's `offset`.
Bytes are safe before the offset is committed, so after a power cut there is never less than the row says; what is
more was never acknowledged and is written again. Any machine may take the next bytes: two that do so at once are
told apart by the offset, and the file lock only spares one of them the work.
"""

import fcntl
import io
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from resumable_upload.exceptions import TusHookError
from resumable_upload.locks import LockBackend
from resumable_upload.server import TusServerCore
from resumable_upload.storage import Storage

from . import storage
from .domain import growing
from .domain import work as works
from .models import Film, FilmState, Upload, UploadPart, WorkKind

LARGEST_CHUNK = 16 * 2**20  # bytes; our own page sends 2 MB at a time
A_WHILE = timedelta(minutes=2)  # then the sweep sees that it was taken in, and clears it away


@dataclass(frozen=True)
class Terms:
    """On what terms a file is taken: `film` it belongs to, at most how many bytes, and whether it is kept apart.

    What is kept apart is not taken in: no film is made of it, whoever asked for it reads it once it is whole.
    """

    film: UUID
    largest: int = 0  # bytes; 0 is as much as the pipeline takes at all
    is_apart: bool = False

    @property
    def words(self) -> str:
        """The terms as a token says them."""
        return f"{self.film}:{self.largest}:{'apart' if self.is_apart else ''}"

    @classmethod
    def read(cls, words: str) -> "Terms":
        """Read what a token says, the shorter form of earlier ones too."""
        film, largest, apart = [*words.split(":"), "0", ""][:3]
        return cls(UUID(film), int(largest), apart == "apart")

    @property
    def most(self) -> int:
        """Bytes of the largest file."""
        taken: int = settings.MEDIA_PIPELINE["LARGEST_BYTES"]
        return min(self.largest or taken, taken)


def lock_path(upload_id: UUID | str) -> Path:
    """The file that is locked while bytes of an upload are written."""
    folder = Path(settings.SCRATCH_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{upload_id}.lock"


class UploadStorage(Storage):
    """Keeps the uploads of one film; the ids of other films' uploads are unknown to it."""

    def __init__(self, film: Film, *, is_apart: bool = False) -> None:
        self.film = film
        self.is_apart = is_apart
        self._written: UploadPart | None = None  # and not counted in yet

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
            "offset": growing.agreed_offset(upload),
            "metadata": {"filename": upload.filename},
            "completed": upload.finished_at is not None,
            "expires_at": None,
        }

    def write_chunk(self, upload_id: str, offset: int, data: bytes) -> None:
        self._written = growing.write(self._row(upload_id), offset, data)

    def update_offset(self, upload_id: str, offset: int) -> None:
        self.update_offset_atomic(upload_id, 0, offset)

    @transaction.atomic
    def update_offset_atomic(self, upload_id: str, expected_offset: int, new_offset: int) -> bool:
        """Count the bytes in; the last of them finish the upload in the same stroke, and have it taken in."""
        now = timezone.now()
        row = Upload.objects.filter(
            pk=UUID(upload_id), offset=expected_offset, finished_at=None, length__gte=new_offset
        )
        changes = {"offset": new_offset, "touched_at": now}
        look_again = None if self.is_apart else now + A_WHILE
        is_whole = bool(row.filter(length=new_offset).update(finished_at=now, look_again_at=look_again, **changes))
        if not is_whole and not row.filter(length__gt=new_offset).update(**changes):
            return False
        if self._written is not None:
            self._written.save(force_insert=True)
            self._written = None
        if is_whole and not self.is_apart:
            works.ask(self.film.pk, WorkKind.TAKE_IN, UUID(upload_id).hex)
        return True

    def complete_upload(self, upload_id: str) -> bool:
        return Upload.objects.filter(pk=UUID(upload_id), finished_at__isnull=False).exists()

    def delete_upload(self, upload_id: str) -> None:
        upload = Upload.objects.filter(pk=UUID(upload_id), film=self.film).first()
        if upload and Upload.objects.filter(pk=upload.pk, finished_at=None).delete()[0]:
            growing.remove(upload)

    def _row(self, upload_id: str) -> Upload:
        return Upload.objects.select_related("film").get(pk=UUID(upload_id), film=self.film)

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
        handle = os.open(lock_path(key), os.O_RDWR | os.O_CREAT, 0o640)
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

    def __init__(self, film: Film, terms: Terms, *, address: str, when_whole: Callable[[UUID], None]) -> None:
        super().__init__(
            storage=UploadStorage(film, is_apart=terms.is_apart),
            base_path=address,
            max_size=terms.most,
            max_chunk_size=LARGEST_CHUNK,
            checksum_algorithms=("sha1", "sha256"),
            lock_backend=FileLocks(),
            lock_wait_seconds=2,
            disable_concatenation=True,
            on_upload_create=lambda _id, _metadata, length: self._refuse_unless_fit(length),
            on_upload_complete=lambda upload_id, _metadata, _info: when_whole(UUID(upload_id)),
        )
        self.film, self.terms = film, terms

    def _refuse_unless_fit(self, length: int | None) -> None:
        if not length:
            raise TusHookError("The length must be known and more than nothing.", status_code=400)
        has_come = self.terms.is_apart and self.film.uploads.filter(finished_at__isnull=False).exists()
        if self.film.state != FilmState.RECEIVING or has_come:
            raise TusHookError("This film has come in already.", status_code=410)
        free = storage.room_for_arrivals()
        if free is not None and length > free - growing.promised():
            raise TusHookError("There is no room for it now.", status_code=507)
