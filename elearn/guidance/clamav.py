"""Asks ClamAV whether there is a virus in some bytes, over its socket (the INSTREAM command of clamd).

Where no scanner is set, or it does not answer, the file is taken and staff read that it was not scanned: it was made
anew before, and who asks should not lose what they wrote because a scanner is down.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from .case_enums import Scan

TIMEOUT = 20  # seconds
CHUNK = 2**16  # bytes
logger = logging.getLogger(__name__)


class VirusFound(Exception):
    """The scanner found something; what, is in its own log."""


def scan(data: bytes) -> Scan:
    """Say whether bytes were scanned. Raises VirusFound."""
    if not settings.CLAMAV:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(data)
    except OSError:
        logger.warning("ClamAV does not answer; files are taken without being scanned.")
        return Scan.NOT_SCANNED
    if answer.endswith("FOUND"):
        raise VirusFound
    if answer.endswith("OK"):
        return Scan.CLEAN
    logger.warning("ClamAV could not scan a file: %s", answer[:100])
    return Scan.NOT_SCANNED


def _ask(data: bytes) -> str:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), CHUNK):
            piece = data[at : at + CHUNK]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 1000 and (more := line.recv(1000)):
            answer += more
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connected() -> socket.socket:
    if settings.CLAMAV.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        line.connect("/" + settings.CLAMAV.removeprefix("unix:").lstrip("/"))
        return line
    address = urlsplit(settings.CLAMAV)
    return socket.create_connection((address.hostname or "localhost", address.port or 3310), timeout=TIMEOUT)
