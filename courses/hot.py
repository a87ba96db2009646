"""Hot path: playlists of playback sessions, and the reports of players, answered before Django.

`GET  /watch/<token>/master.m3u8`  the playlist; fetching it is what opens the session
`GET  /watch/<token>/audio.m3u8`   the same for the sound alone
`GET  /watch/<token>/described.m3u8`  the same for the sound that tells what is to be seen
`POST /watch/<token>/report`       {"number", "spans": [[from_ms, to_ms], …], "position_ms", "rate", "version",
                                    "shown": {"number", "digest"}}; 429 to who sends very many

Every 30 s each player sends a report; `batch.Writer` records those of many players in one transaction. The answer may
ask for something: {"check": {"number", "segment", "salt"}}, which the next report shows (`domain.load_checks`).
"""

import asyncio
import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import close_old_connections

from .batch import AGAIN, AT_ONCE, LARGEST_RATE, Pace, Receive, Scope, Send, Writer, answer, read_body
from .domain.watching import playback, watch
from .domain.watching.load_checks import LARGEST_NUMBER, Shown
from .errors import NoSuchSession, SchoolError

_PATH = re.compile(r"^/watch/(?P<token>[\w~-]{20,200})/(?P<what>(?:master|audio|described)\.m3u8|report)$")
_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_VERSION = 40
_PLAYLIST = b"application/vnd.apple.mpegurl"
log = logging.getLogger(__name__)


def handles(path: str) -> bool:
    """Tell whether a path is ours."""
    return path.startswith("/watch/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    match = _PATH.match(scope["path"])
    if match is None:
        return await answer(send, 404)
    try:
        session = playback.session_of(match["token"])
    except NoSuchSession:
        return await answer(send, 403)
    method = "POST" if match["what"] == "report" else "GET"
    if scope["method"] != method:
        return await answer(send, 405, headers=[(b"allow", method.encode())])
    if method == "POST":
        return await _take_report(session, receive, send)
    work = _WORK[match["what"]]
    try:
        status, body, headers = await asyncio.to_thread(work, session)
    except SchoolError:
        return await answer(send, 404)
    return await answer(send, status, body, _PLAYLIST, headers)


def _playlist(session: Any) -> tuple[int, bytes, list]:
    return 200, _with_database(playback.playlist, session).encode(), []


def _sound(session: Any) -> tuple[int, bytes, list]:
    return 302, b"", [(b"location", _with_database(playback.audio_playlist, session).encode())]


def _described(session: Any) -> tuple[int, bytes, list]:
    return 302, b"", [(b"location", _with_database(playback.described_playlist, session).encode())]


_WORK = {"master.m3u8": _playlist, "audio.m3u8": _sound, "described.m3u8": _described}


def _with_database(function: Callable[..., str], *args: Any) -> str:
    """Call something that reads the database from a thread that Django does not look after."""
    close_old_connections()
    try:
        return function(*args)
    finally:
        close_old_connections()


async def _take_report(session: Any, receive: Receive, send: Send) -> None:
    if not pace.takes(session):
        return await answer(send, 429, headers=[(b"retry-after", AGAIN)])
    body = await read_body(receive)
    if body is None:
        return await answer(send, 413)
    report = parse(session, body)
    if report is None:
        return await answer(send, 400)
    try:
        outcome = await writer.record(report)
    except Exception:
        # The player keeps the report and sends it again.
        log.exception("A report of watching could not be recorded.")
        return await answer(send, 503, headers=[(b"retry-after", b"10")])
    if outcome is None:
        return await answer(send, 404)
    return await answer(send, 200, json.dumps(said(outcome)).encode(), b"application/json")


def parse(session: Any, body: bytes) -> watch.Report | None:
    """Read a report. None for what is not even the shape of one; whether its figures are sound is judged later."""
    try:
        said = json.loads(body)
        number, spans = said["number"], said["spans"]
        position_ms, rate = said.get("position_ms"), said.get("rate", watch.MAX_RATE)
        version, shown = said.get("version"), said.get("shown")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    sound = (
        type(number) is int
        and 1 <= number <= watch.LARGEST
        and isinstance(spans, list)
        and all(isinstance(span, list) for span in spans)
        and (position_ms is None or type(position_ms) is int)
        and isinstance(rate, int | float)
        and not isinstance(rate, bool)
        and abs(rate) < LARGEST_RATE
    )
    if not sound:
        return None
    # What only makes the evidence stronger never makes a report unreadable.
    version = version if isinstance(version, str) else ""
    return watch.Report(session, number, spans, position_ms, float(rate), version[:LONGEST_VERSION], _shown(shown))


def _shown(said: Any) -> Shown | None:
    """Read an answer to a check; a digest that is none says that the player cannot tell."""
    number = said.get("number") if isinstance(said, dict) else None
    if type(number) is not int or not 0 < number <= LARGEST_NUMBER:
        return None
    digest = said.get("digest")
    return Shown(number, digest if isinstance(digest, str) and _DIGEST.fullmatch(digest) else "")


def said(outcome: watch.Outcome) -> dict[str, Any]:
    """Say what became of a report, for the player."""
    check = outcome.check
    asked = {"check": {"number": check.number, "segment": check.segment, "salt": check.salt}} if check else {}
    return asked | {
        "number": outcome.number,
        "counted": outcome.counted,
        "refusal": outcome.refusal,
        "watched_ms": outcome.watched_ms,
        "duration_ms": outcome.duration_ms,
        "watched": outcome.watched,
        "gone": outcome.gone,
        "anew": outcome.anew,
        "lesson_completed": outcome.advance.lesson_completed,
        "course_completed": outcome.advance.course_completed,
    }


def _record(reports: Sequence[watch.Report]) -> list[watch.Outcome | None]:
    return watch.record(reports)


# Players wait 30 s for their next turn: the longer reports gather, the fewer transactions there are.
GATHER = 0.05  # seconds

writer = Writer(_record, name="watch-writer", gather=GATHER)
pace = Pace(at_once=AT_ONCE, a_second=0.5)  # of one session
