"""Try the storage of films as it is set up: what works, and whether anybody gets in who should not."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile

from media_pipeline import storage

_SMALL = b"0123456789"
_LARGE = 9 * 2**20  # bytes; more than what is sent in one part
_SECONDS = 20


@dataclass(frozen=True)
class Finding:
    """One thing that was tried. `fault` is "" when it is as it must be."""

    what: str
    fault: str = ""


class Trial:
    """Tries one after the other with files of its own, which it deletes."""

    def __init__(self) -> None:
        self.films: Any = storage.sides()[0]
        self.key = f"trial/{uuid4().hex}.m4s"
        self.large = f"trial/{uuid4().hex}.large"

    def run(self) -> Iterator[Finding]:
        """What was found, as it is found."""
        deeds: list[tuple[str, Callable[[], str]]] = [
            ("a file is written, read back and listed", self._write),
            ("a large file is written in parts", self._write_large),
        ]
        if hasattr(self.films, "read_part"):
            deeds += [
                ("a part of a file is read", self._read_part),
                ("a signed address opens one file", self._signed),
                ("players of this site may read it from another origin", self._origin),
                ("nobody opens a file without a signature", self._unsigned),
                ("nobody lists what is there", self._listing),
            ]
        try:
            for what, deed in deeds:
                yield Finding(what, _tried(deed))
        finally:
            for key in (self.key, self.large):
                with suppress(Exception):  # what cannot be deleted could not be written either
                    self.films.delete(key)

    def _write(self) -> str:
        if self.films.save(self.key, ContentFile(_SMALL)) != self.key:
            return "it was kept under another name"
        with self.films.open(self.key) as file:
            if file.read() != _SMALL:
                return "what was read is not what was written"
        return "" if self.key.rpartition("/")[2] in self.films.listdir("trial")[1] else "it is not in the list"

    def _write_large(self) -> str:
        self.films.save(self.large, ContentFile(bytes(_LARGE)))
        return "" if self.films.size(self.large) == _LARGE else "it has another size"

    def _read_part(self) -> str:
        part = self.films.read_part(self.key, "bytes=2-4")
        return "" if b"".join(part.chunks()) == b"234" else "the whole came, so seeking costs more than it must"

    def _signed(self) -> str:
        with _asked(self.films.url(self.key, expire=_SECONDS)) as answer:
            return "" if answer.read() == _SMALL else "something else came"

    def _origin(self) -> str:
        if settings.MEDIA_PIPELINE["THROUGH_SITE"]:
            return ""
        with _asked(self.films.url(self.key, expire=_SECONDS), origin=settings.BASE_URL) as answer:
            allowed = answer.headers.get("access-control-allow-origin", "")
        if allowed in ("*", settings.BASE_URL):
            return ""
        return f"set CORS of the bucket: GET for {settings.BASE_URL}, or KORPU_S3_DELIVERY=through"

    def _unsigned(self) -> str:
        return _refused(_bare(self.films.url(self.key)), "anybody can read films: make the bucket private")

    def _listing(self) -> str:
        path = _bare(self.films.url(self.key))
        root = path[: path.index(self.films.key_of(self.key))]
        return _refused(root, "anybody can list what is there: make the bucket private")


def _tried(deed: Callable[[], str]) -> str:
    try:
        return deed()
    except Exception as error:  # a fault of any kind is the answer that the operator came for
        return f"{type(error).__name__}: {error}"


def _asked(address: str, *, origin: str = "") -> Any:
    asked = urllib.request.Request(address, headers={"Origin": origin} if origin else {})  # noqa: S310 - our own bucket's
    return urllib.request.urlopen(asked, timeout=_SECONDS)  # noqa: S310 - the same


def _bare(address: str) -> str:
    """The address without what signs it."""
    return urlunsplit(urlsplit(address)._replace(query=""))


def _refused(address: str, fault: str) -> str:
    try:
        with _asked(address):
            return fault
    except urllib.error.HTTPError as error:
        return "" if 400 <= error.code < 500 else f"it answers {error.code}"
