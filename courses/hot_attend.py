"""Hot path: what pages say that show a webinar while it is live, answered before Django.

`POST /attend/<token>/join`    {}: the page is open
`POST /attend/<token>/report`  {"number", "spans": [[from_ms, to_ms], …], "delay_ms", "rate"}, every 10 s while playing
`POST /attend/<token>/leave`   the same, or without a number when nothing was played: the page closes

Spans are on the recording's clock. The token is one opening of the page by one person. Words of many pages are
recorded in one transaction, and each is acknowledged only after it is committed (`batch.Writer`).
"""

import json
import logging
import re
from collections.abc import Sequence
from typing import Any

from .batch import AGAIN, AT_ONCE, LARGEST_RATE, Pace, Receive, Scope, Send, Writer, answer, read_body
from .domain.watching.weighing import LARGEST
from .domain.webinars import attendance
from .domain.webinars.presence import Heard, Opening, What, Word, opening_of
from .errors import NoSuchSession

_PATH = re.compile(r"^/attend/(?P<token>[\w~-]{20,200})/(?P<what>join|report|leave)$")
# Seconds. Of 500 viewers 50 report in a second; one alone costs 6 ms of processor, among twelve each costs 1 ms.
GATHER = 0.25
log = logging.getLogger(__name__)


def handles(path: str) -> bool:
    """Tell whether a path is ours."""
    return path.startswith("/attend/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    match = _PATH.match(scope["path"])
    if match is None:
        return await answer(send, 404)
    try:
        opening = opening_of(match["token"])
    except NoSuchSession:
        return await answer(send, 403)
    if scope["method"] != "POST":
        return await answer(send, 405, headers=[(b"allow", b"POST")])
    if not pace.takes((opening.webinar, opening.person)):
        return await answer(send, 429, headers=[(b"retry-after", AGAIN)])
    body = await read_body(receive)
    if body is None:
        return await answer(send, 413)
    word = parse(opening, What(match["what"]), body)
    if word is None:
        return await answer(send, 400)
    try:
        heard = await writer.record(word)
    except Exception:
        # The page keeps the report and sends it again.
        log.exception("A report of a webinar could not be recorded.")
        return await answer(send, 503, headers=[(b"retry-after", b"10")])
    if heard is None:
        return await answer(send, 404)
    return await answer(send, 200, json.dumps(said(heard)).encode(), b"application/json")


def parse(opening: Opening, what: What, body: bytes) -> Word | None:
    """Read a word. None for what is not even the shape of one; whether its figures are sound is judged later."""
    if what == What.JOIN:
        return Word(opening, what)
    try:
        told = json.loads(body or b"{}")
        if what == What.LEAVE and told.get("number") is None:
            return Word(opening, what)
        number, spans = told["number"], told["spans"]
        delay_ms, rate = told.get("delay_ms"), told.get("rate", 1)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    is_sound = (
        _is_whole(number)
        and number >= 1
        and isinstance(spans, list)
        and all(isinstance(span, list) for span in spans)
        and isinstance(rate, int | float)
        and not isinstance(rate, bool)
        and abs(rate) < LARGEST_RATE
    )
    delay_ms = delay_ms if _is_whole(delay_ms) else None  # a player's guess: never a reason to lose a report
    return Word(opening, what, number, spans, delay_ms, float(rate)) if is_sound else None


def _is_whole(figure: Any) -> bool:
    return type(figure) is int and 0 <= figure <= LARGEST


def said(heard: Heard) -> dict[str, Any]:
    """Say what became of a word, for the page."""
    return {
        "number": heard.number,
        "counted": heard.counted,
        "refusal": heard.refusal,
        "watched_ms": heard.watched_ms,
        "attended": heard.attended,
    }


def _record(words: Sequence[Word]) -> list[Heard | None]:
    return attendance.record(words)


writer = Writer(_record, name="attendance-writer", gather=GATHER)
pace = Pace(at_once=AT_ONCE, a_second=1)  # of one person, however many pages they have open
