"""Text messages leave here and nowhere else: into the development mailbox, or through a gateway over HTTP.

Every message is cut to two segments and counted against the caps before it leaves. Settings say how the gateway wants
to be spoken to (names in the environment begin with KORPU_):

- SMS_METHOD and SMS_BODY: POST or PUT with "json", "form" or "query" (fields in the address); GET takes "query" only.
- SMS_FIELDS: our field → the gateway's, such as to=msisdn,text=body. Leaving `reference` out leaves it unsent.
- SMS_EXTRA: fields that never change, such as sender=Korpu.
- SMS_AUTHORIZATION: a header in which {token} stands for SMS_TOKEN; empty for none.
- SMS_PLUS: whether numbers begin with "+".
- SMS_TAKEN: words that the answer must hold, for gateways that answer 200 to everything.

The reference is the same when one message is sent again.
"""

import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings

from elearn.people.phones import takes_sms

from .errors import NotHandedOver, PerhapsHandedOver, Refused
from .limits import count_sms
from .models import MailboxMessage
from .segments import fitted

# Answers after which the gateway has certainly not taken the message and may take it later.
_BUSY = {408, 425, 429, 503}
_ANSWER_LONGEST = 20_000
_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Call:
    """One HTTP request to the gateway."""

    path: str
    body: str
    headers: dict[str, str]


def send_sms(to: str, words: str, reference: str = "", *, network: str = "") -> None:
    """Send a text message to a number in E.164, asked for from a network ("" when no visitor asked for it).

    Raises NotHandedOver (TooManySms when a cap is reached), Refused or PerhapsHandedOver.
    """
    if not takes_sms(to):
        raise Refused("no SMS to this number")
    count_sms(to, network=network)
    words = fitted(" ".join(words.split()))
    if settings.SMS_URL == "mailbox":
        MailboxMessage.objects.create(channel="sms", to=to, body=words)
        return
    _hand_over(call_for(to, words, reference or uuid4().hex))


def call_for(to: str, words: str, reference: str) -> Call:
    """Write the request for one message as the settings say."""
    values = {"to": to if settings.SMS_PLUS else to.lstrip("+"), "text": words, "reference": reference}
    fields = {theirs: values[ours] for ours, theirs in settings.SMS_FIELDS.items()} | settings.SMS_EXTRA
    parts = urlsplit(settings.SMS_URL)
    query, body, headers = parts.query, "", {"Accept": "application/json, text/plain"}
    if settings.SMS_BODY == "query":
        query = "&".join(filter(None, [query, urlencode(fields)]))
    else:
        body = json.dumps(fields) if settings.SMS_BODY == "json" else urlencode(fields)
        headers["Content-Type"] = _TYPES[settings.SMS_BODY]
    if settings.SMS_AUTHORIZATION:
        name, _, value = settings.SMS_AUTHORIZATION.partition(": ")
        headers[name] = value.replace("{token}", settings.SMS_TOKEN)
    return Call(f"{parts.path or '/'}{'?' + query if query else ''}", body, headers)


def _hand_over(call: Call) -> None:
    deadline = time.monotonic() + settings.SMS_TIMEOUT_SECONDS
    connection = _connect()
    try:
        connection.request(settings.SMS_METHOD, call.path, body=call.body or None, headers=call.headers)
        if connection.sock:
            connection.sock.settimeout(max(0.1, deadline - time.monotonic()))
        answer = connection.getresponse()
        status = answer.status
        said = answer.read(_ANSWER_LONGEST).decode("utf-8", "replace") if settings.SMS_TAKEN else ""
    except (OSError, http.client.HTTPException) as error:
        raise PerhapsHandedOver(f"gateway: {type(error).__name__}") from error
    finally:
        connection.close()
    _judge(status, said)


def _judge(status: int, said: str) -> None:
    """Raise what an answer of the gateway means; nothing when it has taken the message."""
    if status in _BUSY:
        raise NotHandedOver(f"gateway {status}")
    if 300 <= status < 500:
        raise Refused(f"gateway {status}")
    if status >= 500:
        raise PerhapsHandedOver(f"gateway {status}")
    if settings.SMS_TAKEN and settings.SMS_TAKEN not in said:
        raise Refused(f"gateway {status}, without the words that say it was taken")


def _connect() -> http.client.HTTPConnection:
    """Open the connection; what fails here, nobody has taken."""
    parts = urlsplit(settings.SMS_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=settings.SMS_TIMEOUT_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        raise NotHandedOver(f"gateway: {type(error).__name__}") from error
    return connection
