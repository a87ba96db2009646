"""Films over HTTP: playlists, segments and posters at signed addresses, answered before Django.

`/films/<token>/<film>/<file>`: the token is in the path, so the relative addresses in a playlist
carry it along and the check costs one HMAC; for everybody and for an hour the address of a film is the same, so shared
caches can keep what it opens. `delivery` sends the files. Only master playlists and captions are made anew from
the rows. A film may be taken back at any moment: then every file of it is refused here within seconds, and a cache that
asks again is told.
"""

import re
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from . import blocked, delivery, hot_live, hot_live_in, hot_reception, storage, tokens
from .delivery import Receive, Scope, Send, say
from .domain.caption_queries import vtt_of
from .domain.queries import FILMS, PURPOSE, master_playlist
from .errors import NotPlayable
from .models import Film

__all__ = ["application", "handles"]

# Only names we write ourselves match, so no path leads anywhere else.
_ADDRESS = re.compile(
    FILMS + r"(?P<token>[\w.-]{1,1024})/(?P<film>[0-9a-f]{32})/"
    r"(?P<file>master\.m3u8|poster-[0-9a-f]{8}\.jpg|slide-[0-9a-f]{8}-[0-9]{3}\.webp|captions-[0-9]{1,18}-[0-9]{1,9}\.vtt"
    r"|[a-z0-9]{1,24}-[0-9a-f]{8}/(?:index\.m3u8|init(?:[0-9]{2})?\.mp4|s[0-9]{5,7}\.m4s))",
    re.ASCII,
)
_ASK_AGAIN = b"private, no-cache"
_PARTS = (hot_live, hot_live_in, hot_reception)


def handles(path: str) -> bool:
    """Whether a path is answered here rather than by Django."""
    return path.startswith(FILMS) or any(part.handles(path) for part in _PARTS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request for a film's file, or pass it to broadcasts or to reception."""
    for part in _PARTS:
        if part.handles(scope["path"]):
            await part.application(scope, receive, send)
            return
    if scope["method"] not in ("GET", "HEAD"):
        await say(scope, send, 405, "only GET and HEAD", [(b"allow", b"GET, HEAD")])
        return
    address = _ADDRESS.fullmatch(scope["path"])
    if address is None:
        await say(scope, send, 404, "no such file")
        return
    try:
        if tokens.read(PURPOSE, address["token"]) != address["film"]:
            raise tokens.BadToken
    except tokens.Expired:
        await say(scope, send, 403, "expired")
    except tokens.BadToken:
        await say(scope, send, 403, "not allowed")
    else:
        await _unless_blocked(scope, send, address["film"], address["file"])


async def _unless_blocked(scope: Scope, send: Send, film: str, file: str) -> None:
    try:
        is_blocked = await blocked.is_blocked(film)
    except blocked.Unknown:
        await say(scope, send, 503, "not now", [(b"retry-after", b"10")])
        return
    if is_blocked:
        await say(scope, send, 410, "taken back")
    else:
        await _answer(scope, send, film, file)


async def _answer(scope: Scope, send: Send, film: str, file: str) -> None:
    if file == "master.m3u8":
        await _master(scope, send, film)
    elif file.endswith(".vtt"):
        await _captions(scope, send, film, file)
    else:
        await delivery.stored(scope, send, f"{film[:2]}/{film}/{file}")


async def _master(scope: Scope, send: Send, film: str) -> None:
    try:
        words = await sync_to_async(_master_text)(film)
    except NotPlayable:
        await say(scope, send, 404, "nothing to watch yet")
        return
    await delivery.text(scope, send, words.encode(), kind=storage.TYPES[".m3u8"], caching=_ASK_AGAIN)


async def _captions(scope: Scope, send: Send, film: str, file: str) -> None:
    """Captions are made from their rows. Under the number of an older version comes what holds now, not to be kept."""
    _name, track, revision = file.removesuffix(".vtt").split("-")
    found = await sync_to_async(_captions_text)(film, int(track))
    if found is None:
        await say(scope, send, 404, "no such captions")
        return
    number, words = found
    caching = delivery.caching(file) if number == int(revision) else b"no-store"
    await delivery.text(scope, send, words.encode(), kind=storage.TYPES[".vtt"], caching=caching)


def _captions_text(film: str, track: int) -> tuple[int, str] | None:
    close_old_connections()
    try:
        return vtt_of(UUID(film), track)
    finally:
        close_old_connections()


def _master_text(film: str) -> str:
    close_old_connections()
    try:
        return master_playlist(Film(pk=UUID(film)))
    finally:
        close_old_connections()
