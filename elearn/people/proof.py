"""Prove that an address is somebody's before anything is stored under it: a code goes there and comes back.

Used for signing up and for adding a second address. allauth proves sign-ins; its own sign-up stores the account first
and asks afterwards, which lets a stranger occupy an address that is not theirs. The state lives in the session.
"""

import time
from dataclasses import asdict, dataclass, field
from typing import Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from .adapter import send_sms
from .models import ContactPoint
from .texts import text

SESSION_KEY = "address_proof"


@dataclass
class Proof:
    """An address waiting for its code: 15 minutes, 5 tries, 3 messages."""

    kind: str
    value: str
    purpose: str  # "join" or "add"
    facts: dict[str, str] = field(default_factory=dict)
    code: str = ""
    sent_at: float = 0.0
    tries: int = 0
    messages: int = 0

    @classmethod
    def current(cls, request: HttpRequest, purpose: str) -> Self | None:
        """Give the proof under way in this session; None when there is none or its time is over."""
        kept = request.session.get(SESSION_KEY)
        if not kept or kept["purpose"] != purpose:
            return None
        proof = cls(**kept)
        if time.time() - proof.sent_at > app_settings.LOGIN_BY_CODE_TIMEOUT:
            proof.end(request)
            return None
        return proof

    @property
    def can_resend(self) -> bool:
        return self.messages <= app_settings.LOGIN_BY_CODE_MAX_RESEND_COUNT

    @property
    def contact_kind(self) -> ContactPoint.Kind:
        return ContactPoint.Kind(self.kind)

    def send(self, request: HttpRequest) -> None:
        """Make a new code, send it and keep it in the session; an earlier code is worth nothing any more."""
        self.code = get_adapter().generate_login_code()
        self.sent_at = time.time()
        self.messages += 1
        self._keep(request)
        if self.kind == ContactPoint.Kind.EMAIL:
            get_adapter().send_mail("account/email/login_code", self.value, {"code": self.code})
        else:
            send_sms(self.value, text("account/sms/code.txt", {"code": self.code}))

    def miss(self, request: HttpRequest) -> bool:
        """Count a wrong code; False when that was the last try, and the proof is over."""
        self.tries += 1
        if self.tries >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
            self.end(request)
            return False
        self._keep(request)
        return True

    def end(self, request: HttpRequest) -> None:
        """Forget the proof."""
        request.session.pop(SESSION_KEY, None)

    def _keep(self, request: HttpRequest) -> None:
        request.session[SESSION_KEY] = asdict(self)
