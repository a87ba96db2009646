"""Where somebody is signed in: note it, see it, end it."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from elearn.history import api as history

from ..agents import device_of
from ..models import Account, Device

SEEN_AGAIN = timedelta(minutes=10)  # "last used" is as exact as this, and costs one small write so often


def note_device(account: Account, *, session_key: str, agent: str) -> Device:
    """Note that somebody uses a session from a browser, now."""
    kind, browser = device_of(agent)
    device, _is_new = Device.objects.update_or_create(
        session_key=session_key,
        defaults={"account": account, "kind": kind, "browser": browser, "last_seen_at": timezone.now()},
    )
    return device


def forget_device(session_key: str) -> None:
    """Forget a session that has ended."""
    Device.objects.filter(session_key=session_key).delete()


def devices_of(account: Account) -> list[Device]:
    """Give where an account is signed in, last used first; forgets those whose session has ended."""
    devices = list(account.devices.all())
    keys = [device.session_key for device in devices]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    ended = [device.pk for device in devices if device.session_key not in alive]
    if ended:
        Device.objects.filter(pk__in=ended).delete()
    return [device for device in devices if device.session_key in alive]


def sign_out_device(device: Device) -> None:
    """End a session on another device. What was typed there and not sent is lost with it."""
    _store().delete(device.session_key)
    device.delete()


@transaction.atomic
def sign_out_elsewhere(account: Account, *, but: str) -> int:
    """End every session of an account except the one with the key `but`; give how many."""
    others = [device for device in account.devices.all() if device.session_key != but]
    for device in others:
        sign_out_device(device)
    if others:
        history.note(history.Kind.SIGNED_OUT_ELSEWHERE, who=account.person.key, devices=len(others))
    return len(others)


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()
