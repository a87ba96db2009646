"""Where a key that signs lies: made once, replaceable, and the public half of every one that ever signed is kept.

KEYS_DIR holds `<name>.pem` (for nobody else to read) and `<kept>/`, with one public file for each key.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class KeyPlace:
    """A key of one purpose. `make` gives the text of a new one, `public` the name and text of its public half."""

    name: str
    kept: str
    make: Callable[[], bytes]
    public: Callable[[bytes], tuple[str, bytes]]

    @property
    def file(self) -> Path:
        return Path(settings.KEYS_DIR) / f"{self.name}.pem"

    @property
    def _folder(self) -> Path:
        return Path(settings.KEYS_DIR) / self.kept

    def prepare(self) -> None:
        """Make a key unless there is one. Safe to run again, and by two processes at once."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.file.exists():
            self._put(self.make(), replace=False)
        self.keep(self.file.read_bytes())

    def replace(self) -> bytes:
        """Put a new key in the place of the old one, which stays known."""
        self.prepare()
        made = self.make()
        self._put(made, replace=True)
        self.keep(made)
        return made

    def changed(self) -> int:
        """Say when the key was changed last, in nanoseconds; it is made first if there is none."""
        try:
            return self.file.stat().st_mtime_ns
        except FileNotFoundError:
            self.prepare()
            return self.file.stat().st_mtime_ns

    def read(self) -> bytes:
        """Give the key, whoever put it there, and see to it that its public half is kept."""
        text = self.file.read_bytes()
        self.keep(text)
        return text

    def keep(self, text: bytes) -> None:
        name, public = self.public(text)
        kept = self._folder / name
        if not kept.exists():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(public, kept, replace=True)

    def known(self) -> list[bytes]:
        """Give the public half of every key that ever signed here."""
        return [path.read_bytes() for path in sorted(self._folder.glob("[!.]*"))]

    def _put(self, made: bytes, *, replace: bool) -> None:
        _write_whole(made, self.file, replace=replace)


def _write_whole(text: bytes, target: Path, *, replace: bool) -> None:
    """Write a file whole or not at all; without `replace`, the first of two writers wins."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".key-")  # mkstemp: 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(target)
        else:
            os.link(name, target)
    except FileExistsError:
        return
    finally:
        Path(name).unlink(missing_ok=True)
