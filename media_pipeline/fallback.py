"""Two storages as one while an installation is being moved: written to one, read from both.

What has not been moved yet is found in the storage from before. A file lies at most in two places
with the same content: writing it anew, or deleting it, also deletes it from before.
"""

from datetime import datetime
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

__all__ = ["FallingBack"]


class FallingBack(Storage):
    """Writes to `now`, reads from either. Both are given as in STORAGES."""

    def __init__(self, *, now: dict[str, Any], before: dict[str, Any]) -> None:
        self.now: Storage = storages.create_storage(now)
        self.before: Storage = storages.create_storage(before)
        self._local_first = sorted((self.now, self.before), key=lambda side: not isinstance(side, FileSystemStorage))

    def side_of(self, name: str) -> Storage:
        """The storage to read a file from. The disk is looked at first, which costs nothing; S3 last."""
        first, last = self._local_first
        return first if first.exists(name) else last

    def _open(self, name: str, mode: str = "rb") -> File:
        file: File = self.side_of(name).open(name, mode)
        return file

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        saved: str = self.now.save(name, content, max_length)
        self.before.delete(saved)
        return saved

    def delete(self, name: str) -> None:
        self.now.delete(name)
        self.before.delete(name)

    def exists(self, name: str) -> bool:
        return any(side.exists(name) for side in self._local_first)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folders: set[str] = set()
        files: set[str] = set()
        missing = 0
        for side in self._local_first:
            try:
                inside, names = side.listdir(path)
            except FileNotFoundError:
                missing += 1
                continue
            folders.update(inside)
            files.update(names)
        if missing == len(self._local_first):
            raise FileNotFoundError(path)
        return sorted(folders), sorted(files)

    def size(self, name: str) -> int:
        return int(self.side_of(name).size(name))

    def get_modified_time(self, name: str) -> datetime:
        return self.side_of(name).get_modified_time(name)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return str(self.now.get_available_name(name, max_length))

    def get_valid_name(self, name: str) -> str:
        return str(self.now.get_valid_name(name))

    def url(self, name: str | None, **kwargs: Any) -> str:
        return str(self.side_of(name or "").url(name, **kwargs))

    def path(self, name: str) -> str:
        return str(self.side_of(name).path(name))
