"""Set and remove the optional password. Either ends every other session: they were opened under another secret."""

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from elearn.history import api as history

from ..models import Account, Device
from .devices import sign_out_elsewhere


def set_password(request: HttpRequest, account: Account, *, password: str) -> None:
    """Set or change the password; this session goes on."""
    account.set_password(password)
    _save(request, account, "password_set")


def remove_password(request: HttpRequest, account: Account) -> None:
    """Remove the password; this session goes on."""
    account.set_unusable_password()
    _save(request, account, "password_removed")


@transaction.atomic
def _save(request: HttpRequest, account: Account, what: str) -> None:
    account.save(update_fields=["password"])
    before = request.session.session_key
    update_session_auth_hash(request, account)
    now = request.session.session_key or ""
    Device.objects.filter(session_key=before).update(session_key=now)
    sign_out_elsewhere(account, but=now)
    history.note(history.Kind.SIGN_IN_CHANGED, who=account.person.key, what=what)
