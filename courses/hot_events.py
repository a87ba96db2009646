"""Hot path: what happens in a webinar, as Server-Sent Events, answered before Django.

`GET  /events/<token>?after=<number>`  the stream; Last-Event-ID says more than `after`
`POST /events/<token>/applause`        {"count": 3}: so many taps within the last second

The token says which webinar, who, and in which role. An event has a number for its id; counts (applause, votes,
viewers) have none. `reset` says that too much was missed to be told: the page has to be read anew.
"""

import asyncio
import json
import logging
import random
import re
import time
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs

from .batch import Receive, Scope, Send, answer, read_body
from .domain.webinars import pulse
from .domain.webinars.events import EVENTS, NotAReader, Reader, reader_of
from .domain.webinars.pulse import Told
from .event_feed import BEAT, MOST_MISSED, Channel, Entry, Feed, in_thread, packed

__all__ = ["application", "handles"]

_PATH = re.compile(EVENTS + r"(?P<token>[\w.~-]{20,200})(?P<applause>/applause)?", re.ASCII)
MOST_EACH = 8  # streams of one person in one webinar, in one process: tabs and devices
MOST_PUBLIC = 2000  # streams of visitors without an account in one webinar, in one process
MOST_CLAPS = 10  # that one message may carry
QUIET = BEAT - 1  # seconds without a word, then a comment
CLAPS_EVERY = 0.8  # seconds between two of one person that count
RETRY = (1500, 4000)  # ms; not the same for all, so that after a restart not all come back in one moment
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
log = logging.getLogger(__name__)
_feed: Feed | None = None
_clapped: dict[tuple[int, int], float] = {}


def handles(path: str) -> bool:
    """Tell whether a path is ours."""
    return path.startswith(EVENTS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    match = _PATH.fullmatch(scope["path"])
    if match is None:
        return await answer(send, 404)
    try:
        reader = reader_of(match["token"])
    except NotAReader:
        return await answer(send, 403)
    method = "POST" if match["applause"] else "GET"
    if scope["method"] != method:
        return await answer(send, 405, headers=[(b"allow", method.encode())])
    if match["applause"]:
        return await _applaud(reader, receive, send)
    return await _follow(reader, place(scope), receive, send)


def feed() -> Feed:
    """Give the feed of this process's event loop."""
    global _feed
    if _feed is None or _feed.loop is not asyncio.get_running_loop():
        if _feed is not None:
            _feed.close()
        _feed = Feed()
    return _feed


def place(scope: Scope) -> int | None:
    """Read after which event somebody wants to go on; None: from now on."""
    found = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    if not found.isdigit():
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=4)
        found = asked.get("after", [""])[0]
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else None


async def _follow(reader: Reader, number: int | None, receive: Receive, send: Send) -> None:
    ours = feed()
    channel = ours.join(reader)
    try:
        if channel.readers[reader.person] > (MOST_EACH if reader.person else MOST_PUBLIC):
            return await answer(send, 429, headers=[(b"retry-after", b"30")])
        try:
            await ours.load(channel)
        except Exception:
            log.exception("The events of a webinar could not be read.")
            return await answer(send, 503, headers=[(b"retry-after", b"5")])
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _until_first(_send_all(channel, reader, number, send), _left(receive))
    finally:
        ours.leave(channel, reader)


async def _until_first(*work: Coroutine[Any, Any, None]) -> None:
    """Run several until one of them ends."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _left(receive: Receive) -> None:
    """Wait until the one who follows has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(channel: Channel, reader: Reader, number: int | None, send: Send) -> None:
    retry = random.randint(*RETRY)  # noqa: S311 - spreads load, guards nothing
    await _say(send, f"retry: {retry}\n\n".encode())
    place, tick, said_at = channel.last if number is None else number, 0, time.monotonic()
    while time.time() < reader.expires:
        changed = channel.changed  # taken before looking: what comes while sending is seen in the next round
        while place + 1 < channel.first:
            place = await _send_missed(channel, reader, place, send)
        lines = channel.since(place, reader) + channel.counts_since(tick, reader)
        place, tick = max(place, channel.last), channel.ticks
        if not lines and time.monotonic() - said_at > QUIET:
            lines = b": \n\n"  # so that nobody on the way takes the line for a dead one
        if lines:
            said_at = time.monotonic()
            await _say(send, lines)
        await changed.wait()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_missed(channel: Channel, reader: Reader, place: int, send: Send) -> int:
    """Send what is no longer in memory from the log itself; give the place where the memory goes on."""
    until = channel.first - 1
    missed: list[Told] = []
    if until - place <= MOST_MISSED:
        missed = await in_thread(pulse.after, channel.webinar, place, most=MOST_MISSED)
    if not missed or missed[0].number > place + 1:
        await _say(send, packed("reset", {}, channel.last))
        return channel.last
    entries = [Entry.of(told) for told in missed if told.number <= until]
    if lines := b"".join(entry.line for entry in entries if entry.is_for(reader)):
        await _say(send, lines)
    return until


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _applaud(reader: Reader, receive: Receive, send: Send) -> None:
    """Count somebody's taps. Who taps too often is answered the same and not counted."""
    body = await read_body(receive)
    if body is None:
        return await answer(send, 413)
    try:
        count = json.loads(body or b"{}")["count"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return await answer(send, 400)
    if type(count) is not int or count < 1:
        return await answer(send, 400)
    if reader.role == "public":
        return await answer(send, 403)
    if _may_clap(reader):
        feed().clap(reader.webinar, min(count, MOST_CLAPS))
    return await answer(send, 204)


def _may_clap(reader: Reader) -> bool:
    now = time.monotonic()
    if len(_clapped) > 5000:
        for key in [key for key, at in _clapped.items() if now - at > CLAPS_EVERY]:
            del _clapped[key]
    key = (reader.webinar, reader.person)
    if now - _clapped.get(key, float("-inf")) < CLAPS_EVERY:
        return False
    _clapped[key] = now
    return True
