"""Asks an address on the web whether it still answers. The only place of guidance that goes outside.

Counsellors write the addresses, so our server must not be led by one to itself or to its neighbours: every name is
looked up once, each number it stands for has to be public, and exactly that number is connected to, at every redirect
anew. Only http and https at their own ports, no sign-in in the address, one deadline for all of it, and no body read.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
TIMEOUT = 8.0  # seconds for one step
DEADLINE = 20.0  # seconds for all of them, however slowly the other side dribbles
MOST_REDIRECTS = 5
AGENT = "KorpuLinkCheck/1.0"
# They are there and only do not want to be asked by a program.
SHY = frozenset({401, 403, 405, 406, 429})
# Sixth-version numbers that wrap a fourth-version one, which could be a neighbour's.
_WRAPPED = tuple(ipaddress.ip_network(net) for net in ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "2001::/32"))


class Barred(Exception):
    """Our server must not go to this address."""


@dataclass(frozen=True)
class Answer:
    """What came back. `status` is None when nobody answered; `is_barred` when nobody was asked."""

    status: int | None = None
    is_there: bool = False
    is_barred: bool = False


def ask(address: str, *, deadline: float = DEADLINE) -> Answer:
    """Ask whether an address still answers: by HEAD, and by GET where HEAD is not understood. Never raises."""
    end = time.monotonic() + deadline
    status: int | None = None
    try:
        for method in ("HEAD", "GET"):
            status = _follow(method, address, end)
            if _is_there(status):
                return Answer(status, is_there=True)
    except Barred:
        return Answer(is_barred=True)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(status)
    return Answer(status)


def _is_there(status: int) -> bool:
    return 200 <= status < 300 or status in SHY


def _follow(method: str, address: str, end: float) -> int:
    for _step in range(MOST_REDIRECTS + 1):
        status, further = _one(method, urlsplit(address), end)
        if not further:
            return status
        address = urljoin(address, further)
    return status


def _one(method: str, parts: SplitResult, end: float) -> tuple[int, str]:
    """Ask one address once; give the status, and where it leads on to, if anywhere."""
    host, port = _place(parts)
    connection = _Pinned(host, port, number_of(host, port), is_safe=parts.scheme == "https", timeout=_left(end))
    closing = threading.Timer(_left(end, most=DEADLINE), connection.cut)
    closing.daemon = True
    closing.start()
    try:
        connection.request(method, _path(parts), headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        further = answer.getheader("Location") or "" if answer.status in (301, 302, 303, 307, 308) else ""
        return answer.status, further
    finally:
        closing.cancel()
        connection.cut()


def _path(parts: SplitResult) -> str:
    """Give what is asked for; letters beyond ASCII are written in percents, as a browser would."""
    asked = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(asked, safe="!#$%&'()*+,/:;=?@[]~")


def _left(end: float, *, most: float = TIMEOUT) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, most)


def _place(parts: SplitResult) -> tuple[str, int]:
    """Give host and port of an address. Raises Barred for one that our server must not go to."""
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise Barred
    try:
        port = parts.port or PORTS[parts.scheme]
        host = parts.hostname.encode("idna").decode("ascii")
    except ValueError as error:
        raise Barred from error
    if port not in PORTS.values():
        raise Barred
    return host, port


def number_of(host: str, port: int) -> str:
    """Look a name up and give a number to connect to. Raises Barred when any of its numbers is not public."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(number) for number in found):
        raise Barred
    return found[0]


def is_public(number: str) -> bool:
    """Say whether a number of the network is one that anybody may be asked at."""
    try:
        known = ipaddress.ip_address(number.split("%", 1)[0])
    except ValueError:
        return False
    if known.version == 6 and any(known in net for net in _WRAPPED):
        return False
    return known.is_global and not known.is_multicast and not known.is_reserved


class _Pinned(http.client.HTTPConnection):
    """A connection to one number, whatever its name stands for a moment later."""

    def __init__(self, host: str, port: int, number: str, *, is_safe: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.number, self.is_safe = number, is_safe
        if is_safe:
            self.default_port = PORTS["https"]

    def connect(self) -> None:
        self.sock = socket.create_connection((self.number, self.port), self.timeout)
        if self.is_safe:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it now, from whichever thread."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
        self.close()
