"""Where films lie (`storages["films"]`: a local disk or S3), and where ffmpeg works.

Keys are relative paths with forward slashes. ffmpeg reads and writes local files only, so a source
is fetched and results are put in when they are whole.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

SCRATCH_PREFIX = "film-"

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
}


def films() -> Storage:
    """The storage that keeps films, pieces and uploads."""
    return storages["films"]


def passing_address(key: str, *, seconds: int) -> str:
    """An address of a file in a storage elsewhere, which opens it for so many seconds only."""
    return str(films().url(key, expire=seconds))  # type: ignore[call-arg]  # S3's storage takes it


def local_path(key: str) -> Path | None:
    """The file on this machine's disk, or None when the storage is elsewhere."""
    storage = films()
    return Path(storage.path(key)) if isinstance(storage, FileSystemStorage) else None


@contextmanager
def workspace(prefix: str) -> Iterator[Path]:
    """A private empty folder for ffmpeg's results; gone afterwards."""
    root = Path(settings.SCRATCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f"{SCRATCH_PREFIX}{prefix}-", dir=root, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def fetch(key: str, into: Path) -> Path:
    """A local file with the content of `key`: the stored one itself, else a copy in `into`."""
    here = local_path(key)
    if here is not None:
        return here
    copy = into / f"source{Path(key).suffix}"
    with films().open(key, "rb") as stored, copy.open("wb") as target:
        shutil.copyfileobj(stored, target, 2**20)
    return copy


def put(key: str, source: Path) -> None:
    """Move a finished local file into the storage, whole or not at all, over what lay there."""
    target = local_path(key)
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


def put_copy(key: str, source: Path) -> None:
    """Like `put`, and the file stays where it was."""
    with workspace("copy") as folder:
        put(key, Path(shutil.copyfile(source, folder / "copy")))


def _replace(key: str, content: IO[bytes]) -> None:
    storage = films()
    saved = storage.save(key, File(content, name=key))
    if saved != key:
        storage.delete(saved)
        raise OSError(f"the storage kept {key} under another name; it must allow overwriting")


def remove(key: str) -> None:
    """Delete one file; no matter if it is gone."""
    films().delete(key)


def remove_folder(prefix: str) -> None:
    """Delete everything under a prefix; no matter if it is gone."""
    here = local_path(prefix)
    if here is not None:
        shutil.rmtree(here, ignore_errors=True)
        return
    for folder in folders(prefix):
        remove_folder(f"{prefix}/{folder}")
    for name in files(prefix):
        remove(f"{prefix}/{name}")


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
