"""A studio that sends a recording once more, each piece at the moment at which it was whole."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from hashlib import sha256
from uuid import uuid4

from .pieces import Recording
from .wire import Asker

__all__ = ["Refused", "send"]

AGAIN = 0.5  # seconds


class Refused(RuntimeError):
    """The site does not take what a studio sends."""


async def send(
    recording: Recording, *, host: str, port: int, address: str, on_air: Callable[[], Awaitable[None]]
) -> float:
    """Go on air and send all of it, which takes its length; gives the lateness of the latest acknowledgement, in s."""
    asker = await Asker.to(host, port)
    await on_air()
    told = {"holder": str(uuid4()), "mime": recording.mime, "on_air": True, "ago_ms": 0}
    begun = await asker.ask(f"{address}/runs", method="POST", body=json.dumps(told).encode(), keep=True)
    if begun.status != 201:
        raise Refused(f"a run was answered {begun.status}: {begun.body.decode()}")
    run, zero, worst = json.loads(begun.body)["run"], time.time(), 0.0
    whole_at = zero
    for number, (data, ms) in enumerate(recording.pieces, start=1):
        whole_at += ms / 1000
        await asyncio.sleep(max(0.0, whole_at - time.time()))
        headers = f"x-sha256: {sha256(data).hexdigest()}\r\nx-duration-ms: {ms}\r\nx-waiting: 0\r\n"
        while True:
            answer = await asker.ask(f"{address}/{run}/{number}", method="PUT", headers=headers, body=data, keep=True)
            if answer.status in (200, 201):
                break
            if answer.status not in (429, 500, 503, 507):
                raise Refused(f"piece {number} was answered {answer.status}: {answer.body.decode()}")
            await asyncio.sleep(AGAIN)
        worst = max(worst, time.time() - whole_at)
    return worst
