"""Where films lie (`storages["films"]`: a local disk or S3), and where ffmpeg works.

Keys are relative paths with forward slashes. ffmpeg reads and writes local files only, so a source
is fetched and results are put in when they are whole.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from .fallback import FallingBack
from .several import in_order

SCRATCH_PREFIX = "film-"

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".vtt": "text/vtt; charset=utf-8",
}
RESERVE = 2**30  # bytes of the scratch disk that no work may take, unless the settings say otherwise


class NoRoom(OSError):
    """The disk would be full before the work is done."""


def films() -> Storage:
    """The storage that keeps films, pieces and uploads."""
    return storages["films"]


def passing_address(key: str, *, seconds: int, filename: str = "") -> str:
    """An address of a file in a storage elsewhere, which opens it for so many seconds only.

    With a file name a browser keeps the file under it instead of showing it.
    """
    elsewhere = reading_side(key)
    asked = {"ResponseContentDisposition": f'attachment; filename="{filename}"'} if filename else {}
    return str(elsewhere.url(key, expire=seconds, parameters=asked))  # type: ignore[call-arg]  # S3's storage takes them


def local_path(key: str) -> Path | None:
    """Where to read a file on this machine's disk, or None when it lies elsewhere."""
    storage = reading_side(key)
    return Path(storage.path(key)) if isinstance(storage, FileSystemStorage) else None


def local_target(key: str) -> Path | None:
    """Where to write a file on this machine's disk, or None when files are kept elsewhere."""
    storage = films()
    if isinstance(storage, FallingBack):
        storage = storage.now
    return Path(storage.path(key)) if isinstance(storage, FileSystemStorage) else None


def sides() -> list[Storage]:
    """The storage, or both while files are being moved."""
    storage = films()
    return [storage.now, storage.before] if isinstance(storage, FallingBack) else [storage]


def is_moving() -> bool:
    """Whether files are read from two storages, so that asking where one lies is work."""
    return isinstance(films(), FallingBack)


def reading_side(key: str) -> Storage:
    """The storage that a file is read from."""
    storage = films()
    return storage.side_of(key) if isinstance(storage, FallingBack) else storage


def free_bytes(folder: Path) -> int:
    """How many bytes a process of ours may still write to a disk, the reserve left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    reserve = int(getattr(settings, "MEDIA_PIPELINE", {}).get("RESERVE_BYTES", RESERVE))
    return max(0, shutil.disk_usage(folder).free - reserve)


def ensure_room(needs: int) -> None:
    """Raise NoRoom when the scratch disk cannot take so many bytes and keep its reserve."""
    free = free_bytes(Path(settings.SCRATCH_DIR))
    if needs > free:
        raise NoRoom(errno.ENOSPC, f"{needs} bytes are needed on the scratch disk, {free} are free")


def room_for_arrivals() -> int | None:
    """How many bytes may still be written to the disk that films lie on; None where they are kept elsewhere."""
    root = local_target("")
    return None if root is None else free_bytes(root)


def ensure_room_for_arrivals(needs: int) -> None:
    """Raise NoRoom when so many bytes that come in would take what the disk of films is to keep free."""
    free = room_for_arrivals()
    if free is not None and needs > free:
        raise NoRoom(errno.ENOSPC, f"{needs} bytes are needed on the disk of films, {free} are free")


@contextmanager
def workspace(prefix: str, *, needs: int = 0) -> Iterator[Path]:
    """A private empty folder for ffmpeg's results; gone afterwards. Raises NoRoom."""
    root = Path(settings.SCRATCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    if needs:
        ensure_room(needs)
    with tempfile.TemporaryDirectory(
        prefix=f"{SCRATCH_PREFIX}{prefix}-", dir=root, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def fetch(key: str, into: Path) -> Path:
    """A local file with the content of `key`: the stored one itself, else a copy in `into`. Raises NoRoom."""
    here = local_path(key)
    if here is not None:
        return here
    ensure_room(int(films().size(key)))
    copy = into / f"source{Path(key).suffix}"
    elsewhere = reading_side(key)
    if hasattr(elsewhere, "download"):
        elsewhere.download(key, copy)
        return copy
    with elsewhere.open(key, "rb") as stored, copy.open("wb") as target:
        shutil.copyfileobj(stored, target, 2**20)
    return copy


def put(key: str, source: Path) -> None:
    """Move a finished local file into the storage, whole or not at all, over what lay there."""
    target = local_target(key)
    if target is None:
        with source.open("rb") as content:
            _replace(key, content)
        source.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError:  # another file system: copy beside it, then rename
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(source, beside)
        beside.replace(target)
        source.unlink()
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    forget_before(key)


def put_all(files: Iterable[tuple[str, Path]]) -> None:
    """`put` many files by their keys, several at a time: a storage elsewhere takes its while for each."""
    for _done in in_order(lambda file: put(*file), files):
        pass


def forget_before(key: str) -> None:
    """After writing to this machine's disk: what lay there before the move elsewhere is out of date."""
    storage = films()
    if isinstance(storage, FallingBack):
        storage.before.delete(key)


def put_copy(key: str, source: Path) -> None:
    """Like `put`, and the file stays where it was."""
    with workspace("copy", needs=source.stat().st_size) as folder:
        put(key, Path(shutil.copyfile(source, folder / "copy")))


def _replace(key: str, content: IO[bytes]) -> None:
    storage = films()
    file = File(content, name=key)
    file.content_type = TYPES.get(Path(key).suffix, "application/octet-stream")  # type: ignore[attr-defined]  # S3 reads it
    saved = storage.save(key, file)
    if saved != key:
        storage.delete(saved)
        raise OSError(f"the storage kept {key} under another name; it must allow overwriting")


def remove(key: str) -> None:
    """Delete one file; no matter if it is gone."""
    films().delete(key)


def remove_folder(prefix: str) -> None:
    """Delete everything under a prefix; no matter if it is gone."""
    for side in sides():
        _remove_folder(side, prefix)


def _remove_folder(storage: Storage, prefix: str) -> None:
    if isinstance(storage, FileSystemStorage):
        shutil.rmtree(storage.path(prefix), ignore_errors=True)
        return
    if hasattr(storage, "delete_below"):
        storage.delete_below(prefix)
        return
    inside, names = storage.listdir(prefix)
    for folder in inside:
        _remove_folder(storage, f"{prefix}/{folder}")
    for name in names:
        storage.delete(f"{prefix}/{name}")


def folders(prefix: str) -> list[str]:
    """Names of the folders directly under a prefix, sorted; empty when there is none."""
    return _listed(prefix)[0]


def files(prefix: str) -> list[str]:
    """Names of the files directly under a prefix, sorted; empty when there is none."""
    return _listed(prefix)[1]


def _listed(prefix: str) -> tuple[list[str], list[str]]:
    try:
        inside, names = films().listdir(prefix)
    except FileNotFoundError:
        return [], []
    return sorted(inside), sorted(names)
