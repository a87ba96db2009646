"""Limits on asking for codes, counted by allauth in the cache that all processes share.

The amounts are ACCOUNT_RATE_LIMITS in settings: per visitor's address generous, because a village or a whole mobile
network may share one; per e-mail address or number tight, because that is what an attacker would try.
"""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .models import ContactPoint


def take_a_code(request: HttpRequest, kind: ContactPoint.Kind, value: str, *, counted_by_allauth: bool = False) -> None:
    """Count one more code for an address. Raises ValidationError in words when there were too many.

    allauth's sign-in form counts codes itself, but knows nothing of what an SMS costs.
    """
    actions = [] if counted_by_allauth else ["request_login_code"]
    if kind == ContactPoint.Kind.PHONE:
        actions.append("send_sms")
    for action in actions:
        if not ratelimit.consume(request, action=action, key=value):
            raise ValidationError(
                _("We have just sent several codes there. Wait 10 minutes, then try again."),
                code="too_many",
            )


def may_try(request: HttpRequest, value: str) -> bool:
    """Count one try at the code of an address; False when there were too many.

    Tries are also counted in the session, five for each code; but many requests at the same moment all read the same
    session. This count is taken one request after the other.
    """
    return bool(ratelimit.consume(request, action="try_code", key=value))


def take_a_try(request: HttpRequest, action: str, key: str) -> bool:
    """Count one try of some kind for a key (an address, an account); False when there were too many."""
    return bool(ratelimit.consume(request, action=action, key=key))
