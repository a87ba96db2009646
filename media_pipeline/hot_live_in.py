"""The hot door of the studio: runs and pieces of a broadcast, answered before Django.

    GET  /live-in/<token>                  how things stand
    POST /live-in/<token>/runs             {holder, mime, on_air, ago_ms, key}: begin a run; 201 with its number
    PUT  /live-in/<token>/<run>/<number>   one piece, with X-Sha256, X-Duration-Ms and X-Waiting: 201, or 200 when known
                                           ("headless": the first piece of the run is not here)
    POST /live-in/<token>/<run>/over       {pieces, lost}: how many pieces a run has, and which of them nobody has
    POST /live-in/<token>/take-over        {holder}: this device sends from now on

410 is "over" for what was begun after the end, "closed" where the recording was sent without it, or given up.
The token is the capability of the studio's page. Every answer says whether the broadcast is on air, so that a studio
learns of a button that was pressed elsewhere even where events do not reach it.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from . import tokens
from .domain import receive
from .domain.live import broadcast as broadcasts
from .domain.live import ingest, settle
from .domain.live.health import clock_now
from .hot_reception import (
    Answer,
    Receive,
    Request,
    Scope,
    Send,
    in_thread,
    read_request,
    said,
    send_answer,
)
from .models import Broadcast, LiveRun
from .tasks_live import begin_to_follow, send_recording

__all__ = ["LIVE_IN", "PURPOSE", "application", "handles"]

LIVE_IN, PURPOSE = "/live-in/", "live-in"
_LONGEST_MS = 60_000  # of a piece
_LONGEST_AGO_MS = 6 * 3600 * 1000


class _Unclear(Exception):
    """What was sent is not what is asked for here."""


def handles(path: str) -> bool:
    """Whether a path is ours."""
    return path.startswith(LIVE_IN)


async def application(scope: Scope, receive_: Receive, send: Send) -> None:
    """Answer one request."""
    request = await read_request(scope, receive_, receive.LARGEST_PIECE)
    if request is None:
        await send_answer(send, said(413, "too_large"))
        return
    answer = await in_thread(_answer, request)
    if request.is_whole:
        await send_answer(send, answer)


def _answer(request: Request) -> Answer:
    token, *place = request.path.removeprefix(LIVE_IN).rstrip("/").split("/")
    broadcast_id = UUID(tokens.read(PURPOSE, token))
    try:
        status, code, more = _do(request, broadcast_id, place)
    except (LiveRun.DoesNotExist, Broadcast.DoesNotExist):
        status, code, more = 404, "unknown", {}
    except (_Unclear, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        status, code, more = 400, "unclear", {}
    except receive.PieceDamaged:
        status, code, more = 422, "damaged", {}
    except receive.PieceConflict:
        status, code, more = 409, "conflict", {}
    except receive.TakeClosed:
        status, code, more = 410, "closed", {}
    except ingest.Over:
        status, code, more = 410, "over", {}
    except ingest.TakenOver:
        status, code, more = 409, "taken_over", {}
    except ingest.NotOnTheAir:
        status, code, more = 409, "not_on_air", {}
    except ingest.Held:
        status, code, more = 423, "held", {}
    return said(status, code, **{**_standing(broadcast_id), **more})


def _do(request: Request, broadcast_id: UUID, place: list[str]) -> tuple[int, str, dict[str, Any]]:
    if request.method == "GET" and not place:
        return 200, "standing", _more(broadcast_id)
    if request.method == "PUT" and len(place) == 2 and all(part.isdecimal() and len(part) < 7 for part in place):
        return _put(request, broadcast_id, int(place[0]), int(place[1]))
    if request.method == "POST" and len(place) == 2 and place[0].isdecimal() and place[1] == "over":
        return _over(request, broadcast_id, int(place[0]))
    deed = _DEEDS.get(place[0]) if request.method == "POST" and len(place) == 1 else None
    if deed is None:
        return 404, "unknown", {}
    return deed(request, broadcast_id)


def _put(request: Request, broadcast_id: UUID, run: int, number: int) -> tuple[int, str, dict[str, Any]]:
    if not request.is_whole:
        return 400, "cut_short", {}
    length = request.headers.get("x-duration-ms", "0")
    waiting = request.headers.get("x-waiting", "")
    is_new = ingest.receive_piece(
        broadcast_id, run, number,
        checksum=request.headers.get("x-sha256", "").lower(),
        data=request.body,
        duration_ms=min(int(length), _LONGEST_MS) if length.isdecimal() else 0,
        waiting=min(int(waiting), receive.MOST_PIECES) if waiting.isdecimal() else None,
    )  # fmt: skip
    if is_new and number == 1:
        begin_to_follow(broadcast_id)
    more = {"headless": True} if is_new and number > 1 and ingest.is_headless(broadcast_id, run) else {}
    return 201 if is_new else 200, "arrived", more


def _begin(request: Request, broadcast_id: UUID) -> tuple[int, str, dict[str, Any]]:
    told = _told(request)
    ago = told.get("ago_ms", 0)
    facts = ingest.RunFacts(
        holder=UUID(str(told["holder"])),
        mime=str(told.get("mime", "")),
        is_on_air=told["on_air"] is True,
        ago_ms=min(max(0, int(ago)), _LONGEST_AGO_MS),
        key=str(UUID(str(told["key"]))) if told.get("key") else "",
    )
    run = ingest.begin_run(broadcast_id, facts)
    return 201, "begun", {"run": run.number, "on_air": run.is_on_air}


def _over(request: Request, broadcast_id: UUID, number: int) -> tuple[int, str, dict[str, Any]]:
    told = _told(request)
    pieces, lost = told["pieces"], told.get("lost", [])
    if type(pieces) is not int or pieces < 0 or not isinstance(lost, list):
        raise _Unclear
    if not all(type(one) is int for one in lost):
        raise _Unclear
    ingest.end_run(broadcast_id, number, pieces=pieces, lost=lost)
    if settle.is_ended(broadcast_id):
        send_recording(broadcast_id)
    return 200, "noted", {}


def _take_over(request: Request, broadcast_id: UUID) -> tuple[int, str, dict[str, Any]]:
    ingest.take_over(broadcast_id, UUID(str(_told(request)["holder"])))
    return 200, "yours", {}


_DEEDS: dict[str, Callable[[Request, UUID], tuple[int, str, dict[str, Any]]]] = {
    "runs": _begin,
    "take-over": _take_over,
}


def _told(request: Request) -> dict[str, Any]:
    if not request.is_whole or len(request.body) > 2**20:
        raise _Unclear
    told = json.loads(request.body)
    if not isinstance(told, dict):
        raise _Unclear
    return told


def _standing(broadcast_id: UUID) -> dict[str, Any]:
    """What every answer says."""
    broadcast = Broadcast.objects.filter(pk=broadcast_id).first()
    if broadcast is None:
        return {}
    newest = LiveRun.objects.filter(broadcast=broadcast).order_by("-number").values_list("number", flat=True).first()
    return {
        "mode": broadcasts.mode_of(broadcast),
        "holder": str(broadcast.holder) if broadcast.holder else "",
        "run": newest or 0,
    }


def _more(broadcast_id: UUID) -> dict[str, Any]:
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    return {
        "held_s": settle.quiet_seconds(broadcast),
        "on_air_ms": clock_now(broadcast),
        "lost": broadcast.pieces_lost,
        "again": broadcast.pieces_again,
    }
