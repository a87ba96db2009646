"""Text messages: into the development mailbox, nowhere, or through a gateway that takes JSON over HTTP.

The gateway gets POST {"to": "+99450…", "text": "…", "reference": "…"} with "Authorization: Bearer …" and answers 2xx
when it has taken the message. The reference is the same when one message is sent again.
"""

import http.client
import json
import socket
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings

from elearn.people.phones import takes_sms

from .errors import NotHandedOver, PerhapsHandedOver, Refused
from .models import MailboxMessage

TIMEOUT_SECONDS = 10
# Answers after which the gateway has certainly not taken the message and may take it later.
_BUSY = {408, 425, 429, 503}


def send_sms(to: str, words: str, reference: str = "") -> None:
    """Send a text message to a number in E.164. Raises NotHandedOver, Refused or PerhapsHandedOver."""
    if not takes_sms(to):
        raise Refused("no SMS to this number")
    if settings.SMS_URL == "mailbox":
        MailboxMessage.objects.create(channel="sms", to=to, body=words)
        return
    _post({"to": to, "text": words, "reference": reference or uuid4().hex})


def _post(message: dict[str, str]) -> None:
    connection = _connect()
    try:
        connection.request(
            "POST",
            _path(),
            body=json.dumps(message),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_TOKEN}",
            },
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise PerhapsHandedOver(type(error).__name__) from error
    finally:
        connection.close()
    if status in _BUSY:
        raise NotHandedOver(f"gateway {status}")
    if 300 <= status < 500:
        raise Refused(f"gateway {status}")
    if status >= 500:
        raise PerhapsHandedOver(f"gateway {status}")


def _connect() -> http.client.HTTPConnection:
    """Open the connection; what fails here, nobody has taken."""
    parts = urlsplit(settings.SMS_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.connect()
    except (OSError, socket.gaierror) as error:
        raise NotHandedOver(type(error).__name__) from error
    return connection


def _path() -> str:
    parts = urlsplit(settings.SMS_URL)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
