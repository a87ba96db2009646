"""A lean way to ask over HTTP/1.1: what a thousand viewers of a test cost must not be what is measured.

One connection, one request after another; bodies that nobody wants are counted and let go. Everything of one loop reads
into one buffer, because what comes is dealt with before the next comes.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Answer", "Asker", "Cut", "Listener"]

_BUFFER = bytearray(2**18)
_VIEW = memoryview(_BUFFER)


class Cut(ConnectionError):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes  # empty unless it was wanted
    size: int


class _Reading(asyncio.BufferedProtocol):
    """Reads head and body of one answer after another."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.head = bytearray()
        self.body = bytearray()
        self.status = self.left = self.size = 0
        self.is_in_body = self.is_chunked = self.keeps = False
        self.answer: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - it was opened as one
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self.answer and not self.answer.done():
            self.answer.set_exception(Cut())

    def get_buffer(self, sizehint: int) -> bytearray:
        return _BUFFER

    def buffer_updated(self, count: int) -> None:
        if self.is_in_body:
            self.took(_VIEW[:count])
            return
        self.head += _VIEW[:count]
        head, end, rest = bytes(self.head).partition(b"\r\n\r\n")
        if end:
            self.begin(head)
            self.took(memoryview(rest))

    def begin(self, head: bytes) -> None:
        lines = head.lower().split(b"\r\n")
        self.status = int(lines[0].split(b" ", 2)[1])
        named = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
        self.left = self.size = int(named.get(b"content-length", b"0"))
        self.is_chunked = named.get(b"transfer-encoding") == b"chunked"
        self.is_in_body = True

    def took(self, data: memoryview) -> None:
        self.left -= len(data)
        if self.keeps:
            self.body += data
        if self.left <= 0 and self.answer and not self.answer.done():
            self.answer.set_result(Answer(self.status, bytes(self.body), self.size))


class Asker(_Reading):
    """Asks for one thing after another. Open it by `await Asker.to(host, port)`."""

    @classmethod
    async def to(cls, host: str, port: int) -> "Asker":
        _, asker = await asyncio.get_running_loop().create_connection(cls, host, port)
        return asker

    async def ask(self, path: str, *, method: str = "GET", headers: str = "", body: bytes = b"", keep: bool) -> Answer:
        """Send one request; its body is given back if it is to be kept. Raises Cut."""
        self.head.clear()
        self.body.clear()
        self.is_in_body, self.keeps = False, keep
        self.answer = asyncio.get_running_loop().create_future()
        length = f"content-length: {len(body)}\r\n" if body or method != "GET" else ""
        self.transport.write(f"{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}{length}\r\n".encode() + body)
        return await self.answer

    def close(self) -> None:
        self.transport.close()


class Listener(_Reading):
    """Hears events until it is closed; `hear` gets each line that comes."""

    def __init__(self, hear: Callable[[bytes], None]) -> None:
        super().__init__()
        self.hear = hear
        self.chunk = bytearray()
        self.line = bytearray()
        self.lost = False

    @classmethod
    async def to(cls, host: str, port: int, path: str, hear: Callable[[bytes], None]) -> "Listener":
        _, listener = await asyncio.get_running_loop().create_connection(lambda: cls(hear), host, port)
        listener.transport.write(
            f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n".encode()
        )
        return listener

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True

    def took(self, data: memoryview) -> None:
        self.line += self._unchunked(data) if self.is_chunked else data
        *lines, rest = bytes(self.line).split(b"\n")
        self.line = bytearray(rest)
        for line in lines:
            self.hear(line)

    def _unchunked(self, data: memoryview) -> bytes:
        self.chunk += data
        whole = b""
        while True:
            size, end, rest = bytes(self.chunk).partition(b"\r\n")
            if not end or len(rest) < int(size, 16) + 2:
                return whole
            length = int(size, 16)
            whole += rest[:length]
            self.chunk = bytearray(rest[length + 2 :])

    def close(self) -> None:
        self.transport.close()
