"""Every file that lies in a storage, with its size and time, whichever kind of storage it is."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage

from .fallback import FallingBack

__all__ = ["Entry", "entries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored file. `name` is relative to the storage, with forward slashes."""

    name: str
    bytes: int
    modified: datetime


def entries(storage: Storage, prefix: str = "") -> Iterator[Entry]:
    """Every file below a prefix, in no order. Files that vanish meanwhile are left out."""
    if isinstance(storage, FallingBack):
        yield from entries(storage.now, prefix)
        yield from entries(storage.before, prefix)
    elif isinstance(storage, FileSystemStorage):
        yield from _on_disk(Path(storage.path("")), Path(storage.path(prefix)))
    elif hasattr(storage, "entries"):
        for name, size, modified in storage.entries(prefix):
            yield Entry(name, size, modified)
    else:
        yield from _one_by_one(storage, prefix)


def _on_disk(root: Path, folder: Path) -> Iterator[Entry]:
    try:
        inside = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for found in inside:
        path = Path(found.path)
        if found.is_dir(follow_symlinks=False):
            yield from _on_disk(root, path)
            continue
        try:
            stat = found.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        yield Entry(path.relative_to(root).as_posix(), stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))


def _one_by_one(storage: Storage, prefix: str) -> Iterator[Entry]:
    folders, names = storage.listdir(prefix)
    for folder in folders:
        yield from _one_by_one(storage, f"{prefix}/{folder}".strip("/"))
    for name in names:
        key = f"{prefix}/{name}".strip("/")
        yield Entry(key, storage.size(key), storage.get_modified_time(key))
