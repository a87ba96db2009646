"""The hot door of reception: pieces of a take and tus uploads, answered before Django.

    PUT  /pieces/<token>/<run>/<number>   one piece, with X-Sha256 (and X-Duration-Ms): 201, or 200 when known
    GET  /pieces/<token>/<run>/<number>   that piece again, to watch back what another device recorded
    GET  /pieces/<token>                  what has arrived
    …    /uploads/<token>[/<id>]          tus 1.0

The token is the capability: the page that belongs to the owner makes it, nobody else can. A piece is
acknowledged after its row is committed. One commit a piece is enough here: a recorder sends one in two seconds.
"""

import asyncio
import errno
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from . import tokens, tus
from .domain import receive
from .models import Film, Piece, Take
from .tasks_reception import begin_to_follow, begin_to_take_in

__all__ = [
    "PIECES",
    "UPLOADS",
    "Answer",
    "Request",
    "application",
    "handles",
    "in_thread",
    "read_request",
    "said",
    "send_answer",
]

PIECES, UPLOADS = "/pieces/", "/uploads/"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

logger = logging.getLogger(__name__)
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="reception")


@dataclass(frozen=True)
class Request:
    """One request, read whole. `is_whole` is False when the line broke before the end of the body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    is_whole: bool = True


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def handles(path: str) -> bool:
    """Whether a path is ours."""
    return path.startswith((PIECES, UPLOADS))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    is_piece = scope["path"].startswith(PIECES)
    limit = LARGEST[PIECES if is_piece else UPLOADS]
    request = await read_request(scope, receive, limit)
    if request is None:
        await send_answer(send, said(413, "too_large"))
        return
    answer = await in_thread(_answer_piece if is_piece else _answer_upload, request)
    if request.is_whole:
        await send_answer(send, answer)


LARGEST = {PIECES: receive.LARGEST_PIECE, UPLOADS: tus.LARGEST_CHUNK}


async def read_request(scope: Scope, receive: Receive, limit: int) -> Request | None:
    """Read a request; None when its body is larger than allowed."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    request = partial(Request, scope["method"], scope["path"], headers)
    announced = headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > limit:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return request(bytes(body), False)
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return request(bytes(body), len(body) >= int(announced))


async def send_answer(send: Send, answer: Answer) -> None:
    named = {name.lower() for name, _ in answer.headers}
    headers = [*answer.headers, ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
    if "content-length" not in named and answer.status != 204:
        headers.append(("content-length", str(len(answer.body))))
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        }
    )
    await send({"type": "http.response.body", "body": answer.body})


async def in_thread(deed: Callable[[Request], Answer], request: Request) -> Answer:
    """The database and the disk block, so they get a thread; these have connections of their own."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _guarded, deed, request)


def _guarded(deed: Callable[[Request], Answer], request: Request) -> Answer:
    close_old_connections()
    try:
        return deed(request)
    except tokens.Expired:
        return said(403, "expired")
    except tokens.BadToken:
        return said(403, "not_yours")
    except (Take.DoesNotExist, Piece.DoesNotExist, Film.DoesNotExist, FileNotFoundError):
        return said(404, "unknown")
    except OSError as error:
        logger.exception("reception could not write")
        return said(507 if error.errno in (errno.ENOSPC, errno.EDQUOT) else 503, "try_later")
    except Exception:
        logger.exception("reception failed")
        return said(500, "fault")
    finally:
        close_old_connections()


def said(status: int, code: str, **more: Any) -> Answer:
    """An answer of ours: a code the page has words for."""
    body = json.dumps({"code": code, **more}).encode()
    return Answer(status, body, (("content-type", "application/json"),))


# Pieces -------------------------------------------------------------------------------------------
def _answer_piece(request: Request) -> Answer:
    token, *place = request.path.removeprefix(PIECES).rstrip("/").split("/")
    take_id = UUID(tokens.read("pieces", token))
    if not place and request.method == "GET":
        return _summary(take_id)
    if len(place) != 2 or not all(part.isdecimal() and len(part) < 7 for part in place):
        return said(404, "unknown")
    run, number = map(int, place)
    if request.method == "PUT":
        return _put(request, take_id, run, number) if request.is_whole else said(400, "cut_short")
    if request.method == "GET":
        data, checksum = receive.read_piece(take_id, run, number)
        kind = ("content-type", "application/octet-stream")
        return Answer(200, data, (kind, ("x-sha256", checksum)))
    return Answer(405, b"", (("allow", "GET, PUT"),))


def _put(request: Request, take_id: UUID, run: int, number: int) -> Answer:
    milliseconds = request.headers.get("x-duration-ms", "0")
    try:
        is_new = receive.receive_piece(
            take_id,
            run=run,
            number=number,
            checksum=request.headers.get("x-sha256", "").lower(),
            data=request.body,
            duration_ms=min(int(milliseconds), 600_000) if milliseconds.isdecimal() else 0,
        )
    except receive.PieceDamaged:
        return said(422, "damaged")
    except receive.PieceConflict:
        return said(409, "conflict")
    except receive.TakeClosed:
        return said(410, "closed")
    if is_new and (run, number) == (1, 1):
        begin_to_follow(take_id)
    return said(201 if is_new else 200, "arrived")


def _summary(take_id: UUID) -> Answer:
    take = receive.take_summary(take_id)
    return said(
        200, "summary", id=str(take.id), state=take.state, mime=take.mime, runs=take.counts,
        bytes=take.bytes, duration_ms=take.duration_ms,
    )  # fmt: skip


# Uploads ------------------------------------------------------------------------------------------
def _answer_upload(request: Request) -> Answer:
    """Let the tus core answer. What arrived of a broken PATCH is kept: on a slow line it may be all there is."""
    token = request.path.removeprefix(UPLOADS).split("/")[0]
    terms = tus.Terms.read(tokens.read("uploads", token))
    film = Film.objects.get(pk=terms.film)
    if not request.is_whole and not _may_keep_part(request):
        return said(400, "cut_short")
    address = f"{UPLOADS}{token}"
    server = tus.UploadServer(film, terms, address=address, when_whole=lambda upload_id: begin_to_take_in(film.pk))
    status, headers, body = server.handle_request(request.method, request.path, request.headers, request.body)
    is_silent = request.method == "HEAD" or status == 204
    return Answer(status, b"" if is_silent else bytes(body), tuple(headers.items()))


def _may_keep_part(request: Request) -> bool:
    return request.method == "PATCH" and "upload-checksum" not in request.headers and bool(request.body)
