"""Broadcasts over HTTP while they run: playlists, segments and captions at signed addresses, answered before Django.

    GET /live/<token>/<broadcast>/master.m3u8
    GET /live/<token>/<broadcast>/{live,livesound,captions-<language>}.m3u8[?_HLS_msn=<number>&_HLS_skip=YES]
    GET /live/<token>/<broadcast>/captions-<language>-<number>.vtt
    GET /live/<token>/<broadcast>/<what a row names>

With `_HLS_msn` the answer waits until that segment is there; with `_HLS_skip` it leaves out what the player has. A
token opens what is on air or what is rehearsed, never both, and no file that no row of that side names. When the film
is taken back, everything is refused within seconds.
"""

import logging
import re

from . import blocked, delivery, storage, tokens
from .captions.live import live_vtt
from .delivery import Receive, Scope, Send, say
from .domain.live.playable import NotThere
from .domain.live.playlist import Line, Reel, Text, master
from .hot_live_shelf import Shelf, shelf_of

__all__ = ["LIVE", "PURPOSE", "application", "handles", "subject_of"]

LIVE, PURPOSE = "/live/", "live"
HOLD = 3.0  # seconds that a player waits for the next segment; three target durations
HOLD_UNCHANGED = 2.0  # seconds before who has the newest playlist is told that it is the newest
_FAR = 2  # numbers beyond the newest that may be asked for

_ADDRESS = re.compile(
    LIVE + r"(?P<token>[\w.-]{1,1024})/(?P<broadcast>[0-9a-f]{32})/(?:"
    r"(?P<master>master\.m3u8)"
    r"|(?P<media>live|livesound|captions-[A-Za-z0-9-]{2,8})\.m3u8"
    r"|(?P<captions>captions-[A-Za-z0-9-]{2,8})-(?P<number>[0-9]{1,7})\.vtt"
    r"|(?P<file>[a-z0-9-]{1,40}/[a-z0-9]{1,40}\.(?:m4s|mp4)))",
    re.ASCII,
)
_NUMBER = re.compile(rb"(?:^|&)_HLS_msn=([0-9]{1,9})(?:&|$)", re.ASCII)
_SKIP = re.compile(rb"(?:^|&)_HLS_skip=(?:YES|v2)(?:&|$)", re.ASCII)
_PLAYLIST = storage.TYPES[".m3u8"].encode()
_SHARED = b"public, max-age=0, s-maxage=1, must-revalidate"
_ALONE = b"private, max-age=0, must-revalidate"

logger = logging.getLogger("media_pipeline")


def handles(path: str) -> bool:
    """Whether a path is ours."""
    return path.startswith(LIVE)


def subject_of(broadcast: str, *, rehearsal: bool) -> str:
    """What a token names: the broadcast by its 32 hex digits, and which side of it."""
    return f"{broadcast}/rehearsal" if rehearsal else broadcast


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["method"] not in ("GET", "HEAD"):
        await say(scope, send, 405, "only GET and HEAD", [(b"allow", b"GET, HEAD")])
        return
    address = _ADDRESS.fullmatch(scope["path"])
    if address is None:
        await say(scope, send, 404, "no such file")
        return
    try:
        is_on_air = _side(address["token"], address["broadcast"])
    except tokens.Expired:
        await say(scope, send, 403, "expired")
    except tokens.BadToken:
        await say(scope, send, 403, "not allowed")
    else:
        await _from_shelf(scope, send, address, is_on_air)


def _side(token: str, broadcast: str) -> bool:
    """Whether a token opens what is on air; else what is rehearsed. Raises Expired or BadToken."""
    subject = tokens.read(PURPOSE, token)
    if subject not in (broadcast, subject_of(broadcast, rehearsal=True)):
        raise tokens.BadToken
    return subject == broadcast


async def _from_shelf(scope: Scope, send: Send, address: re.Match[str], is_on_air: bool) -> None:
    try:
        shelf = await shelf_of(address["broadcast"], is_on_air=is_on_air)
    except NotThere:
        await say(scope, send, 404, "no such broadcast")
        return
    except Exception:
        logger.exception("It could not be read what can be played of a broadcast.")
        await say(scope, send, 503, "not now", [(b"retry-after", b"2")])
        return
    if await _is_refused(scope, send, shelf):
        return
    if address["master"]:
        await _master(scope, send, shelf)
    elif address["media"]:
        await _media(scope, send, shelf, address["media"])
    elif address["captions"]:
        await _captions(scope, send, shelf, address["captions"], int(address["number"]))
    else:
        await _file(scope, send, shelf, address["file"])


async def _is_refused(scope: Scope, send: Send, shelf: Shelf) -> bool:
    """Whether the film was taken back, or that cannot be said; the answer is given then."""
    try:
        is_blocked = await blocked.is_blocked(shelf.film)
    except blocked.Unknown:
        await say(scope, send, 503, "not now", [(b"retry-after", b"10")])
        return True
    if is_blocked:
        await say(scope, send, 410, "taken back")
    return is_blocked


async def _master(scope: Scope, send: Send, shelf: Shelf) -> None:
    looks = {name: (look, shelf.reels[name].lines) for name, look in shelf.looks.items() if shelf.reels[name].lines}
    if not looks:
        await say(scope, send, 404, "not yet")
        return
    languages = shelf.languages if shelf.side.is_on_air else []
    await delivery.text(scope, send, master(looks, languages), kind=_PLAYLIST.decode(), caching=b"private, no-cache")


async def _media(scope: Scope, send: Send, shelf: Shelf, name: str) -> None:
    reel = shelf.reel(name)
    if reel is None:
        await say(scope, send, 404, "not yet")
        return
    query, asked = scope.get("query_string") or b"", dict(scope["headers"])
    is_delta = _SKIP.search(query) is not None
    wanted = _NUMBER.search(query)
    if wanted:
        if not await _reaches(shelf, reel, int(wanted[1])):
            await say(scope, send, 400, "too far ahead")
            return
    elif _has(asked, reel.text(is_delta=is_delta)):
        newest = reel.last
        await shelf.until(lambda: reel.last > newest, seconds=HOLD_UNCHANGED)
    shelf.reel(name)  # captions follow the reel that they belong to
    if not await _is_refused(scope, send, shelf):
        await _playlist(scope, send, reel.text(is_delta=is_delta), asked, _SHARED if shelf.side.is_on_air else _ALONE)


async def _reaches(shelf: Shelf, reel: Reel, number: int) -> bool:
    """Wait for a number; says False for one that nobody can know of yet."""
    source = shelf.main if not reel.has_inits else reel
    if number > source.last + _FAR and not source.is_over:
        await shelf.look()  # another process may have told of one that this one has not read
        if number > source.last + _FAR:
            return False
    await shelf.until(lambda: source.last >= number, seconds=HOLD)
    return True


def _has(asked: dict[bytes, bytes], text: Text) -> bool:
    """Whether who asks has this very text, packed or not, or a cache between us has."""
    tags = asked.get(b"if-none-match", b"").split(b",")
    return text.etag.removeprefix(b"W/") in (tag.strip().removeprefix(b"W/") for tag in tags)


async def _playlist(scope: Scope, send: Send, text: Text, asked: dict[bytes, bytes], caching: bytes) -> None:
    headers = [
        (b"content-type", _PLAYLIST),
        (b"cache-control", caching),
        (b"etag", text.etag),
        (b"vary", b"accept-encoding"),
    ]
    if _has(asked, text):
        await delivery.start(send, 304, headers)
        await delivery.body(scope, send, b"")
        return
    content = text.plain
    if text.packed and b"gzip" in asked.get(b"accept-encoding", b""):
        content = text.packed
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(content)))
    await delivery.start(send, 200, headers)
    await delivery.body(scope, send, content)


async def _captions(scope: Scope, send: Send, shelf: Shelf, name: str, number: int) -> None:
    """The lines seen while a segment plays. They are made from rows that may still come, so nobody keeps them long."""
    reel = shelf.reel(name)
    line = reel.line_of(number) if reel else None
    if line is None:
        await say(scope, send, 404, "no such captions")
        return
    lines = shelf.captions.lines.get(name.partition("-")[2], [])
    words = live_vtt(lines, start_ms=line.start_ms, end_ms=line.end_ms, mpegts=await _zero(shelf, line))
    kind = storage.TYPES[".vtt"]
    await delivery.text(scope, send, words.encode(), kind=kind, caching=_SHARED if shelf.side.is_on_air else _ALONE)


async def _zero(shelf: Shelf, line: Line) -> int:
    try:
        return await shelf.zero_of(line)
    except (OSError, ValueError):  # the segments are gone; nobody plays what these captions belong to
        return 0


async def _file(scope: Scope, send: Send, shelf: Shelf, file: str) -> None:
    if file not in shelf.files:
        await shelf.look()
    if file in shelf.files:
        await delivery.stored(scope, send, f"{shelf.folder}/{file}")
    else:
        await say(scope, send, 404, "no such file")
