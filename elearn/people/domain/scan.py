"""Let a phone that is signed in sign in another device.

The device shows a square code and two digits; the phone opens the address in the code, and its owner writes the digits.
Two secrets, of which only hashes are kept: one in the code, one in the device's own session. Whoever photographs the
code has the first and not the second, so only the device that asked is ever signed in. Whoever is sent a link to
somebody else's code must write digits they cannot see.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from elearn.history import api as history

from ..agents import device_of
from ..models import Account, DeviceRequest, DeviceRequestState

LIFE = timedelta(minutes=3)
MOST_MISSES = 2
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A request just made: the secret for the square code, and the one for the device's session."""

    request: DeviceRequest
    token: str
    device_secret: str


def ask_device(*, agent: str) -> Asked:
    """Make a request of a device to be signed in; takes away what is older than a day."""
    DeviceRequest.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    token, device_secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    kind, browser = device_of(agent)
    request = DeviceRequest.objects.create(
        token_hash=_hash(token),
        device_hash=_hash(device_secret),
        number=f"{secrets.randbelow(90) + 10}",
        kind=kind,
        browser=browser,
    )
    return Asked(request, token, device_secret)


def waiting_for(token: str) -> DeviceRequest | None:
    """Give the request behind a square code while a phone may still answer it."""
    return _alive().filter(token_hash=_hash(token), state=DeviceRequestState.WAITING).first()


@transaction.atomic
def allow_device(request: DeviceRequest, *, by: Account, number: str) -> bool:
    """Let a device in when the digits are the ones it shows; False when not. After two misses nobody may any more."""
    waiting = _alive().filter(pk=request.pk, state=DeviceRequestState.WAITING, misses__lt=MOST_MISSES)
    if number != request.number:
        waiting.update(misses=F("misses") + 1)
        DeviceRequest.objects.filter(pk=request.pk, misses__gte=MOST_MISSES, state=DeviceRequestState.WAITING).update(
            state=DeviceRequestState.REFUSED
        )
        return False
    if waiting.update(state=DeviceRequestState.ALLOWED, account=by) != 1:
        return False
    history.note(history.Kind.DEVICE_LET_IN, who=by.person.key, subject=f"device-request:{request.pk}")
    return True


def refuse_device(request: DeviceRequest) -> None:
    """Keep a device out: "this is not my device"."""
    DeviceRequest.objects.filter(pk=request.pk, state=DeviceRequestState.WAITING).update(
        state=DeviceRequestState.REFUSED
    )


def request_of(pk: int, device_secret: str) -> DeviceRequest | None:
    """Give a device its own request while it lives; None when it is over or not its own."""
    return _alive().filter(pk=pk, device_hash=_hash(device_secret)).exclude(state=DeviceRequestState.USED).first()


def take_account(request: DeviceRequest) -> Account | None:
    """Give the account that let the device in, once; None when nobody did, or it has been taken."""
    allowed = _alive().filter(pk=request.pk, state=DeviceRequestState.ALLOWED)
    if allowed.update(state=DeviceRequestState.USED) != 1:
        return None
    request.refresh_from_db()
    return request.account if request.account and request.account.is_active else None


def _alive() -> models.QuerySet[DeviceRequest]:
    return DeviceRequest.objects.filter(asked_at__gt=timezone.now() - LIFE)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
