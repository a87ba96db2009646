"""Passkeys, the authenticator app and recovery codes. The protocols are allauth's and fido2's; the deeds are ours.

A passkey always asks for the finger, the face or the code of the device, so it is a whole sign-in by itself, and for
staff a second factor. Nobody needs one: whoever has one can still sign in with a code.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from elearn.history import api as history

from .domain.devices import sign_out_elsewhere
from .encryption import also_write_anew, box, decrypt, encrypt
from .fresh import has_second_factor
from .models import Account
from .phones import readable_phone

MOST_PASSKEYS = 10
NAME_LONGEST = 60


class PasskeyAdapter(DefaultMFAAdapter):
    """What allauth asks of us about passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not work. Please try again."),
    }

    def is_mfa_enabled(self, user: Account, types: Any = None) -> bool:
        """Never add a step to signing in: staff show their second factor where staff work begins, see middleware."""
        return False

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site that passkeys belong to: its one public host, whatever host was asked."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": settings.WAGTAIL_SITE_NAME}

    def _get_user_identifier(self, user: Account) -> str:
        return user.email or (readable_phone(user.phone) if user.phone else user.get_full_name())

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)


def passkeys_of(account: Account) -> list[Authenticator]:
    """Give the passkeys of an account, newest first."""
    return list(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("-created_at"))


def app_of(account: Account) -> Authenticator | None:
    """Give the authenticator app of an account, if it has one."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()


@transaction.atomic
def add_passkey(account: Account, *, name: str, credential: dict[str, Any]) -> Authenticator:
    """Keep a passkey whose registration has been checked. Raises ValidationError in words when there are too many."""
    Account.objects.select_for_update().get(pk=account.pk)
    if len(passkeys_of(account)) >= MOST_PASSKEYS:
        raise ValidationError(_("You have ten passkeys already. Remove one that you no longer use."), code="too_many")
    passkey = WebAuthn.add(account, name[:NAME_LONGEST], credential).instance
    _note(account, "passkey_added")
    return passkey


def rename_passkey(passkey: Authenticator, *, name: str) -> None:
    """Give a passkey another name."""
    passkey.wrap().name = name[:NAME_LONGEST]
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_factor(request: HttpRequest, factor: Authenticator) -> None:
    """Remove a passkey or the app. What it proved in this session counts no more; staff are signed out elsewhere.

    A passkey is removed because its device was lost or sold, and that device may still be signed in.
    """
    account: Account = factor.user
    removed = factor.pk
    factor.delete()
    _note(account, f"{factor.type}_removed")
    if not has_second_factor(account):
        Authenticator.objects.filter(user=account).delete()  # recovery codes recover nothing any more
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("id") != removed or record.get("method") != "mfa"
    ]
    if account.is_at_work:
        sign_out_elsewhere(account, but=request.session.session_key or "")


@transaction.atomic
def reset_factors(account: Account) -> int:
    """Remove everything that proves an account's second factor and sign it out everywhere; give how many there were."""
    count = Authenticator.objects.filter(user=account).delete()[0]
    _note(account, "factors_reset")
    sign_out_elsewhere(account, but="")
    return count


@transaction.atomic
def set_up_app(request: HttpRequest, account: Account, *, secret: str) -> Authenticator:
    """Keep the authenticator app that has just shown a right code."""
    app = TOTP.activate(account, secret).instance
    clear_totp_secret(request)
    _note(account, "totp_added")
    return app


def is_right_code(account: Account, code: str) -> Authenticator | None:
    """Give the app or the recovery codes that a code belongs to; each code works once. None when it is wrong."""
    digits = "".join(character for character in code if character.isdigit())
    app = app_of(account)
    if app and validate_totp_code(decrypt(app.data["secret"]), digits):
        # A code is right for three half minutes, one before and one after: it is kept for longer than that.
        return app if cache.add(f"people.app-code:{app.pk}:{digits}", "used", timeout=180) else None
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept if kept and RecoveryCodes(kept).validate_code(digits) else None


@transaction.atomic
def new_recovery_codes(account: Account) -> list[str]:
    """Make ten new recovery codes, to be shown once; older ones no longer work."""
    Account.objects.select_for_update().get(pk=account.pk)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(account)
    codes.mark_as_viewed()
    _note(account, "recovery_codes_made")
    return list(codes.get_unused_codes())


def count_recovery_codes(account: Account) -> int:
    """Count the recovery codes that still work."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


@also_write_anew
def secrets_written_anew() -> Iterator[tuple[str, int]]:
    """Encrypt with the newest key what apps and recovery codes are made from."""
    changed = 0
    for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator():
        part = "secret" if factor.type == Authenticator.Type.TOTP else "seed"
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=factor.pk).first()
            if row is not None:
                row.data[part] = box().rotate(row.data[part]).decode("ascii")
                row.save(update_fields=["data"])
                changed += 1
    if changed:
        yield "mfa.Authenticator.data", changed


def _note(account: Account, what: str) -> None:
    history.note(history.Kind.SIGN_IN_CHANGED, who=account.person.key, what=what)
