"""Films over HTTP: playlists, segments and posters at signed addresses, answered before Django.

`/films/<token>/<film>/<file>`: the token is in the path, so the relative addresses in a playlist
carry it along and the check costs one HMAC. Local files leave by `http.response.pathsend` where the
server knows it, else in chunks; from S3 a segment is a redirect to a presigned address. Every
attempt of ours writes to folders of its own, so a file never changes; only the master playlist is made anew from the
rows. A film may be taken back at any moment, though: then it is gone from here within a minute. So playlists are asked
for each time, segments are kept by the browser for the hour in which their address stays the same, an address in S3
lives for seconds, and every file is refused whose film is blocked.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from . import blocked, hot_reception, storage, tokens
from .domain.queries import FILMS, PURPOSE, master_playlist
from .errors import NotPlayable
from .models import Film

__all__ = ["application", "handles"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# Only names we write ourselves match, so no path leads anywhere else.
_ADDRESS = re.compile(
    FILMS + r"(?P<token>[\w.-]{1,1024})/(?P<film>[0-9a-f]{32})/"
    r"(?P<file>master\.m3u8|poster-[0-9a-f]{8}\.jpg"
    r"|[a-z0-9]{1,24}-[0-9a-f]{8}/(?:index\.m3u8|init\.mp4|s[0-9]{5,7}\.m4s))",
    re.ASCII,
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_CHUNK = 2**18
_AN_HOUR = b"private, max-age=3600, immutable"
_ASK_AGAIN = b"private, no-cache"
# Together with `blocked.FRESH` less than a minute: a redirect used again at its last moment meets a live address.
_S3_SECONDS = 40
_PRESIGNED = b"private, max-age=20"
_ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes of a file: from `start` to before `end`."""

    start: int
    end: int


def handles(path: str) -> bool:
    """Whether a path is answered here rather than by Django."""
    return path.startswith(FILMS) or hot_reception.handles(path)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request for a film's file, or pass it to reception."""
    if not scope["path"].startswith(FILMS):
        await hot_reception.application(scope, receive, send)
        return
    if scope["method"] not in ("GET", "HEAD"):
        await _say(scope, send, 405, "only GET and HEAD", [(b"allow", b"GET, HEAD")])
        return
    address = _ADDRESS.fullmatch(scope["path"])
    if address is None:
        await _say(scope, send, 404, "no such file")
        return
    try:
        if tokens.read(PURPOSE, address["token"]) != address["film"]:
            raise tokens.BadToken
    except tokens.Expired:
        await _say(scope, send, 403, "expired")
    except tokens.BadToken:
        await _say(scope, send, 403, "not allowed")
    else:
        await _unless_blocked(scope, send, address["film"], address["file"])


async def _unless_blocked(scope: Scope, send: Send, film: str, file: str) -> None:
    try:
        is_blocked = await blocked.is_blocked(film)
    except blocked.Unknown:
        await _say(scope, send, 503, "not now", [(b"retry-after", b"10")])
        return
    if is_blocked:
        await _say(scope, send, 410, "taken back")
    else:
        await _answer(scope, send, film, file)


async def _answer(scope: Scope, send: Send, film: str, file: str) -> None:
    if file == "master.m3u8":
        await _master(scope, send, film)
        return
    key = f"{film[:2]}/{film}/{file}"
    path = storage.local_path(key)
    if path is not None:
        await _local(scope, send, path)
    elif file.endswith(".m3u8"):
        await _stored_playlist(scope, send, key)
    else:
        url = await asyncio.to_thread(storage.passing_address, key, seconds=_S3_SECONDS)
        headers = [(b"location", url.encode()), (b"cache-control", _PRESIGNED)]
        await _say(scope, send, 302, "", headers)


async def _master(scope: Scope, send: Send, film: str) -> None:
    try:
        text = await sync_to_async(_master_text)(film)
    except NotPlayable:
        await _say(scope, send, 404, "nothing to watch yet")
        return
    await _playlist(scope, send, text.encode(), _ASK_AGAIN)


def _master_text(film: str) -> str:
    close_old_connections()
    try:
        return master_playlist(Film(pk=UUID(film)))
    finally:
        close_old_connections()


async def _stored_playlist(scope: Scope, send: Send, key: str) -> None:
    try:
        text = await asyncio.to_thread(_read, key)
    except FileNotFoundError:
        await _say(scope, send, 404, "no such file")
        return
    await _playlist(scope, send, text, _ASK_AGAIN)


def _read(key: str) -> bytes:
    with storage.films().open(key, "rb") as file:
        return bytes(file.read())


async def _playlist(scope: Scope, send: Send, text: bytes, caching: bytes) -> None:
    headers = [
        (b"content-type", storage.TYPES[".m3u8"].encode()),
        (b"content-length", b"%d" % len(text)),
        (b"cache-control", caching),
    ]
    await _start(send, 200, headers)
    await _body(scope, send, text)


async def _local(scope: Scope, send: Send, path: Path) -> None:
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        await _say(scope, send, 404, "no such file")
        return
    asked = dict(scope["headers"])
    etag = b'"%x-%x"' % (stat.st_mtime_ns, stat.st_size)
    headers: Headers = [
        (b"content-type", storage.TYPES[path.suffix].encode()),
        (b"cache-control", _ASK_AGAIN if path.suffix == ".m3u8" else _AN_HOUR),
        (b"etag", etag),
        (b"last-modified", formatdate(stat.st_mtime, usegmt=True).encode()),
        (b"accept-ranges", b"bytes"),
    ]
    if etag in (tag.strip().removeprefix(b"W/") for tag in asked.get(b"if-none-match", b"").split(b",")):
        await _start(send, 304, headers)
        await _body(scope, send, b"")
        return
    whole = Slice(0, stat.st_size)
    part = _asked_part(asked, etag, stat.st_size)
    if part is None:
        headers.append((b"content-range", b"bytes */%d" % stat.st_size))
        await _say(scope, send, 416, "no such range", headers[2:])
        return
    headers.append((b"content-length", b"%d" % (part.end - part.start)))
    if part != whole:
        told = b"bytes %d-%d/%d" % (part.start, part.end - 1, stat.st_size)
        await _start(send, 206, [*headers, (b"content-range", told)])
    else:
        await _start(send, 200, headers)
    await _content(scope, send, path, part, is_whole=part == whole)


async def _content(scope: Scope, send: Send, path: Path, part: Slice, *, is_whole: bool) -> None:
    if scope["method"] == "HEAD" or part.start == part.end:
        await _body(scope, send, b"")
    elif is_whole and "http.response.pathsend" in (scope.get("extensions") or {}):
        await send({"type": "http.response.pathsend", "path": str(path)})
    else:
        await _chunks(send, path, part)


async def _chunks(send: Send, path: Path, part: Slice) -> None:
    """Read beside the event loop and send piece by piece."""
    at = part.start
    file = os.open(path, os.O_RDONLY)
    try:
        while at < part.end:
            size = min(_CHUNK, part.end - at)
            data = await asyncio.to_thread(os.pread, file, size, at)
            at += len(data)
            more = bool(data) and at < part.end
            await send({"type": "http.response.body", "body": data, "more_body": more})
            if not data:
                return
    finally:
        os.close(file)


def _asked_part(asked: dict[bytes, bytes], etag: bytes, size: int) -> Slice | None:
    """The part a Range header asks for, the whole if none we know, None if it cannot be."""
    whole = Slice(0, size)
    match = _RANGE.fullmatch(asked.get(b"range", b"").decode("latin-1").strip())
    if match is None or asked.get(b"if-range", etag) != etag:
        return whole
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return whole
    return Slice(start, end) if start < end else None


async def _start(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_ALWAYS]})


async def _body(scope: Scope, send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _say(scope: Scope, send: Send, status: int, words: str, headers: Headers | None = None) -> None:
    """A short answer in plain text; for machines, so not translated. Errors are not to be kept."""
    headers = headers or []
    named = {name for name, _ in headers}
    if b"cache-control" not in named:
        headers = [*headers, (b"cache-control", b"no-store")]
    body = words.encode()
    plain = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
    ]
    await _start(send, status, [*plain, *headers])
    await _body(scope, send, body)
