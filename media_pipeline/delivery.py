"""How a stored file leaves: from this machine's disk, by a redirect to S3, or from S3 through the site.

Every attempt of ours writes to folders of its own, so a file never changes. It may be taken back at any moment, though:
shared caches (a CDN) ask again after half a minute, which costs a few hundred bytes, and are refused then; a browser
keeps a segment for as long as its address stays the same; an address in S3 lives for seconds.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

from . import limits, storage
from .parts import NoSuchPart, Part

__all__ = ["Headers", "Receive", "Scope", "Send", "body", "caching", "say", "start", "stored", "text"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_CHUNK = 2**18
# With `blocked.FRESH` less than a minute until what was taken back is gone from shared caches, and from S3's too:
# a redirect used again at its last moment meets a live address.
_SHARED_SECONDS = 30
_S3_SECONDS = 40
_PRESIGNED = b"private, max-age=20"


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes of a file: from `start` to before `end`."""

    start: int
    end: int


async def stored(scope: Scope, send: Send, key: str) -> None:
    """Answer with a stored file, or the part of it that was asked for."""
    path = await asyncio.to_thread(storage.local_path, key) if storage.is_moving() else storage.local_path(key)
    if path is not None:
        await _local(scope, send, path)
    elif _goes_through(key):
        await _through(scope, send, key)
    else:
        url = await asyncio.to_thread(storage.passing_address, key, seconds=_S3_SECONDS)
        await say(scope, send, 302, "", [(b"location", url.encode()), (b"cache-control", _PRESIGNED)])


def _goes_through(key: str) -> bool:
    """Playlists carry our own addresses on, so they always come from us."""
    return key.endswith(".m3u8") or limits.is_through_site()


def caching(name: str) -> bytes:
    """A playlist is asked for each time by browsers; a segment is kept while its address is the same."""
    if name.endswith(".m3u8"):
        return b"public, max-age=0, s-maxage=%d, must-revalidate" % _SHARED_SECONDS
    return b"public, max-age=%d, s-maxage=%d, immutable" % (limits.window(), _SHARED_SECONDS)


def _facts(name: str, etag: bytes, modified: float) -> Headers:
    return [
        (b"content-type", storage.TYPES[Path(name).suffix].encode()),
        (b"cache-control", caching(name)),
        (b"etag", etag),
        (b"last-modified", formatdate(modified, usegmt=True).encode()),
        (b"accept-ranges", b"bytes"),
    ]


async def _local(scope: Scope, send: Send, path: Path) -> None:
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        await say(scope, send, 404, "no such file")
        return
    asked = dict(scope["headers"])
    etag = b'"%x-%x"' % (stat.st_mtime_ns, stat.st_size)
    headers = _facts(path.name, etag, stat.st_mtime)
    if _is_known(asked, etag):
        await _unchanged(scope, send, headers)
        return
    whole = Slice(0, stat.st_size)
    part = _asked_part(asked, etag, stat.st_size)
    if part is None:
        await _no_such_range(scope, send, headers, stat.st_size)
        return
    await _begin(send, headers, part, stat.st_size)
    if scope["method"] == "HEAD" or part.start == part.end:
        await body(scope, send, b"")
    elif part == whole and "http.response.pathsend" in (scope.get("extensions") or {}):
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


async def _through(scope: Scope, send: Send, key: str) -> None:
    """Pass a file on from S3. Its own ETag says when a cache has it already."""
    asked = dict(scope["headers"])
    wanted = _range_of(asked)
    try:
        part = await asyncio.to_thread(_read_part, key, wanted)
        etag = part.etag.encode()
        if wanted and asked.get(b"if-range", etag) != etag:
            await asyncio.to_thread(part.body.close)
            part = await asyncio.to_thread(_read_part, key, "")
    except FileNotFoundError:
        await say(scope, send, 404, "no such file")
        return
    except NoSuchPart as error:
        await _no_such_range(scope, send, [], error.size)
        return
    try:
        await _pass_on(scope, send, key, part)
    finally:
        await asyncio.to_thread(part.body.close)


async def _pass_on(scope: Scope, send: Send, key: str, part: Part) -> None:
    etag = part.etag.encode()
    headers = _facts(key, etag, part.modified.timestamp())
    if _is_known(dict(scope["headers"]), etag):
        await _unchanged(scope, send, headers)
        return
    await _begin(send, headers, Slice(part.start, part.end), part.size)
    if scope["method"] == "HEAD" or part.start == part.end:
        await body(scope, send, b"")
        return
    pieces, left = iter(part.chunks()), part.end - part.start
    while left:
        data = await asyncio.to_thread(next, pieces)
        left -= len(data)
        await send({"type": "http.response.body", "body": data, "more_body": left > 0})


def _read_part(key: str, wanted: str) -> Part:
    """Begin to read from the storage elsewhere; one that cannot give parts is read as a whole."""
    elsewhere = storage.reading_side(key)
    if hasattr(elsewhere, "read_part"):
        part: Part = elsewhere.read_part(key, wanted)
        return part
    size, modified = elsewhere.size(key), elsewhere.get_modified_time(key)
    return Part(0, size, size, f'"{modified.timestamp():.0f}-{size:x}"', modified, elsewhere.open(key, "rb"))


def _range_of(asked: dict[bytes, bytes]) -> str:
    """What part is asked for, if it is one that we know, as it is passed on."""
    written = asked.get(b"range", b"").decode("latin-1").strip()
    match = _RANGE.fullmatch(written)
    return written if match and any(match.groups()) else ""


def _asked_part(asked: dict[bytes, bytes], etag: bytes, size: int) -> Slice | None:
    """The bytes that a Range header asks for, the whole without one we know, None beyond the end."""
    whole = Slice(0, size)
    match = _RANGE.fullmatch(_range_of(asked))
    if match is None or asked.get(b"if-range", etag) != etag:
        return whole
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    else:
        start, end = max(0, size - int(last)), size
    return Slice(start, end) if start < end else None


def _is_known(asked: dict[bytes, bytes], etag: bytes) -> bool:
    tags = asked.get(b"if-none-match", b"").split(b",")
    return etag in (tag.strip().removeprefix(b"W/") for tag in tags)


async def _unchanged(scope: Scope, send: Send, headers: Headers) -> None:
    await start(send, 304, headers)
    await body(scope, send, b"")


async def _no_such_range(scope: Scope, send: Send, headers: Headers, size: int) -> None:
    kept = [(name, value) for name, value in headers if name in (b"etag", b"last-modified", b"accept-ranges")]
    await say(scope, send, 416, "no such range", [*kept, (b"content-range", b"bytes */%d" % size)])


async def _begin(send: Send, headers: Headers, part: Slice, size: int) -> None:
    length = (b"content-length", b"%d" % (part.end - part.start))
    if part == Slice(0, size):
        await start(send, 200, [*headers, length])
    else:
        told = b"bytes %d-%d/%d" % (part.start, part.end - 1, size)
        await start(send, 206, [*headers, length, (b"content-range", told)])


async def text(scope: Scope, send: Send, words: bytes, *, kind: str, caching: bytes) -> None:
    """Answer with a text that was made now."""
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", b"%d" % len(words)),
        (b"cache-control", caching),
    ]
    await start(send, 200, headers)
    await body(scope, send, words)


async def start(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Begin an answer. Behind an address of its own (a CDN's), films are read across origins."""
    always: Headers = [(b"x-content-type-options", b"nosniff")]
    if limits.films_address():
        always += [
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", b"content-length, content-range"),
        ]
    else:
        always.append((b"cross-origin-resource-policy", b"same-origin"))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *always]})


async def body(scope: Scope, send: Send, content: bytes) -> None:
    """End an answer; HEAD gets nothing."""
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})


async def say(scope: Scope, send: Send, status: int, words: str, headers: Headers | None = None) -> None:
    """A short answer in plain text; for machines, so not translated. Errors are not to be kept."""
    headers = headers or []
    named = {name for name, _ in headers}
    if b"cache-control" not in named:
        headers = [*headers, (b"cache-control", b"no-store")]
    content = words.encode()
    plain = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(content)),
    ]
    await start(send, status, [*plain, *headers])
    await body(scope, send, content)
