"""Move files from one storage to another while the site goes on serving: copy, read back, compare, write down.

What was compared is written down in a ledger, so a move that was cut short goes on where it was, and a later pass only
takes what is new. Nothing is deleted in the storage that is moved from.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from .listing import Entry, entries

__all__ = ["Ledger", "Move", "Tally", "survey"]

_CHUNK = 2**20
_AHEAD = 4  # files a thread that wait to be copied
_ROUNDED = 1  # second by which listings and single answers of S3 differ


@dataclass
class Tally:
    """What a pass has met: files and bytes in all, copied now, and what went wrong."""

    files: int = 0
    bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    deleted: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A file that was found the same in both storages, as it was then."""

    bytes: int
    source_modified: str
    target_modified: int  # seconds since 1970
    sha256: str

    def holds(self, source: Entry, target: Entry | None) -> bool:
        """Whether both files are still those."""
        return (
            target is not None
            and self.bytes == source.bytes == target.bytes
            and self.source_modified == source.modified.isoformat()
            and abs(self.target_modified - _seconds(target.modified)) <= _ROUNDED
        )


class Ledger:
    """What has been compared, in a small database beside the data. For one thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(path, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=NORMAL")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS line (place TEXT, name TEXT, bytes INTEGER, source_modified TEXT, "
            "target_modified INTEGER, sha256 TEXT, PRIMARY KEY (place, name))"
        )

    def lines(self, place: str, folder: str) -> dict[str, Line]:
        """Name → line, of one folder of a storage; "" is the files that lie in none."""
        rows = self._rows.execute(
            "SELECT name, bytes, source_modified, target_modified, sha256 FROM line WHERE place = ? AND "
            "CASE WHEN instr(name, '/') THEN substr(name, 1, instr(name, '/') - 1) ELSE '' END = ?",
            (place, folder),
        )
        return {name: Line(*rest) for name, *rest in rows}

    def write(self, place: str, name: str, line: Line) -> None:
        values = (place, name, line.bytes, line.source_modified, line.target_modified, line.sha256)
        self._rows.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?, ?)", values)

    def strike(self, place: str, name: str) -> None:
        self._rows.execute("DELETE FROM line WHERE place = ? AND name = ?", (place, name))

    def close(self) -> None:
        self._rows.close()


@dataclass
class Move:
    """One pass over one storage. `place` is its name in the ledger; `told` hears after each file.

    `prune`: the storage moved from is still the one in use, so what was deleted there is deleted in the other too.
    """

    place: str
    source: Storage
    target: Storage
    ledger: Ledger
    prune: bool = False
    dry_run: bool = False
    jobs: int = 4
    told: Callable[[Tally], object] = lambda tally: None
    tally: Tally = field(default_factory=Tally)

    def run(self) -> Tally:
        """Copy what is not there yet; gives what was met. A file that fails is told, and the others go on."""
        source_folders, target_folders = _top(self.source), _top(self.target)
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="move") as threads:
            for folder in sorted(source_folders | (target_folders if self.prune else set())):
                self._folder(threads, folder, is_there=bool(source_folders))
        return self.tally

    def _folder(self, threads: ThreadPoolExecutor, folder: str, *, is_there: bool) -> None:
        here = {entry.name: entry for entry in _inside(self.source, folder) if _is_whole(entry)}
        there = {entry.name: entry for entry in _inside(self.target, folder)}
        lines = self.ledger.lines(self.place, folder)
        left = []
        for name, entry in here.items():
            self.tally.files += 1
            self.tally.bytes += entry.bytes
            if name not in lines or not lines[name].holds(entry, there.get(name)):
                left.append(entry)
        self._copy_all(threads, left, there)
        if self.prune and is_there:
            self._delete_gone(lines, here, there)

    def _copy_all(self, threads: ThreadPoolExecutor, left: list[Entry], there: dict[str, Entry]) -> None:
        running: dict[Future[Line | None], Entry] = {}
        for entry in left:
            if self.dry_run:
                self._count(entry)
                continue
            running[threads.submit(_bring, self.source, self.target, entry, there.get(entry.name))] = entry
            if len(running) >= self.jobs * _AHEAD:
                self._take_down(running)
        while running:
            self._take_down(running)

    def _take_down(self, running: dict[Future[Line | None], Entry]) -> None:
        """Write down what has been brought and compared meanwhile."""
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            entry = running.pop(done)
            try:
                line = done.result()
            except Exception as error:  # of any storage's kind; the move goes on with the other files
                self.tally.faults.append(f"{self.place}/{entry.name}: {error}")
                continue
            if line is not None:
                self.ledger.write(self.place, entry.name, line)
                self._count(entry)

    def _count(self, entry: Entry) -> None:
        self.tally.copied += 1
        self.tally.copied_bytes += entry.bytes
        self.told(self.tally)

    def _delete_gone(self, lines: dict[str, Line], here: dict[str, Entry], there: dict[str, Entry]) -> None:
        """Delete what we brought, that is as we brought it, and that has been deleted where it came from."""
        for name in lines.keys() - here.keys():
            lies = there.get(name)
            if self.dry_run or self.source.exists(name):
                continue
            if lies and lies.bytes == lines[name].bytes and _digest(self.target, name) == lines[name].sha256:
                self.target.delete(name)
                self.tally.deleted += 1
            self.ledger.strike(self.place, name)


def survey(source: Storage) -> Tally:
    """How much lies in a storage."""
    tally = Tally()
    for entry in entries(source):
        tally.files += 1
        tally.bytes += entry.bytes
    return tally


def _is_whole(entry: Entry) -> bool:
    """Files being written have names that begin with a point, until they are whole."""
    return not entry.name.rpartition("/")[2].startswith(".")


def _top(storage: Storage) -> set[str]:
    """The folders at the top, and "" for the files beside them; empty when nothing is there."""
    try:
        folders, names = storage.listdir("")
    except FileNotFoundError:
        return set()
    return {*folders, *([""] if names else [])}


def _inside(storage: Storage, folder: str) -> Iterator[Entry]:
    if folder:
        yield from entries(storage, folder)
        return
    try:
        _folders, names = storage.listdir("")
    except FileNotFoundError:
        return
    for name in names:
        yield Entry(name, storage.size(name), storage.get_modified_time(name))


def _bring(source: Storage, target: Storage, entry: Entry, lies: Entry | None) -> Line | None:
    """Copy one file unless the same lies there; compare by reading back. None when it is gone meanwhile."""
    name = entry.name
    try:
        wanted = _digest(source, name)
        if lies is None or lies.bytes != entry.bytes or _digest(target, name) != wanted:
            _copy(source, target, name)
            if _digest(target, name) != wanted:
                raise OSError("what arrived is not what was sent")
    except FileNotFoundError:
        if source.exists(name):
            raise
        return None
    return Line(entry.bytes, entry.modified.isoformat(), _seconds(target.get_modified_time(name)), wanted)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _digest(storage: Any, name: str) -> str:
    """SHA-256 of a stored file, read in parts."""
    found = sha256()
    if hasattr(storage, "read_part"):
        part = storage.read_part(name)
        for data in part.chunks():
            found.update(data)
        part.body.close()
        return found.hexdigest()
    with storage.open(name, "rb") as file:
        while data := file.read(_CHUNK):
            found.update(data)
    return found.hexdigest()


def _copy(source: Storage, target: Storage, name: str) -> None:
    """Write a file whole or not at all."""
    with source.open(name, "rb") as file:
        if not isinstance(target, FileSystemStorage):
            saved = target.save(name, File(file, name=name))
            if saved != name:
                target.delete(saved)
                raise OSError("the storage must allow overwriting")
            return
        place = Path(target.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.{os.getpid()}.moving")
        with beside.open("wb") as written:
            while data := file.read(_CHUNK):
                written.write(data)
            written.flush()
            os.fsync(written.fileno())
        beside.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        beside.replace(place)
