"""Tell somebody that the way into their account was changed, so that they notice when it was not they who did it."""

import logging
import smtplib
from collections.abc import Collection, Iterable

from allauth.core import context
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string
from django.utils.translation import override

from .domain.address import addressed
from .errors import CannotSend
from .models import Account, Person
from .network import network_of
from .phones import takes_sms
from .texts import text

logger = logging.getLogger(__name__)

SMS_LONGEST = 134  # units of two UCS-2 segments, as notices count them


def tell_of_change(account: Account, what: str, *, before: Iterable[str | None] = ()) -> None:
    """Say what was changed, by e-mail; by SMS to whom no e-mail reaches. What cannot be sent undoes no change.

    `before` are the addresses that signed in until now, when those were changed: an old one is told as well as the new
    one, which may be a thief's. So an e-mail address that is new spares nobody the text message.
    """
    known = [value for value in before if value]
    addresses = {value for value in (account.email, account.phone, *known) if value}
    _send("changed", {"what": what}, addresses, spares=any("@" in value for value in known or addresses))


def tell_of_staffs_change(account: Account, what: str, *, by: Person, before: Collection[str]) -> None:
    """Say what our staff changed, and who it was, at the addresses known before; in the language of the account."""
    with override(account.person.language):
        facts = {"what": what, "by": addressed(by)}
        _send("changed_by_staff", facts, before, spares=any("@" in value for value in before))


def _send(letter: str, facts: dict[str, str], addresses: Collection[str], *, spares: bool) -> None:
    """Write a letter to the e-mail addresses; the numbers get a text message unless a letter spares them that."""
    for email in sorted(value for value in addresses if "@" in value):
        _write(email, letter, facts)
    if spares:
        return
    for phone in sorted(value for value in addresses if "@" not in value):
        _text(phone, facts["what"])


def _write(email: str, letter: str, facts: dict[str, str]) -> None:
    facts = {**facts, "base_url": settings.BASE_URL, "help_phone": settings.HELP_PHONE}
    message = EmailMessage(
        subject=text(f"account/email/{letter}_subject.txt", facts),
        body=text(f"account/email/{letter}_message.txt", facts) + "\n",
        to=[email],
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("A letter about a changed sign-in could not be sent: %s", type(error).__name__)


def _text(phone: str, what: str) -> None:
    """Send it in two segments; what does not fit is left out, never the number to call."""
    if not takes_sms(phone):
        return
    try:
        import_string(settings.SMS_SENDER)(phone, sms_words(what), network=network_of(context.request))
    except CannotSend as error:
        logger.warning("A text message about a changed sign-in could not be sent: %s", type(error).__name__)


def sms_words(what: str) -> str:
    """Give the text message: what was changed if it fits, in any case what to do."""
    facts = {"what": what, "help_phone": settings.HELP_PHONE}
    words = text("account/sms/changed.txt", facts)
    if len(words.encode("utf-16-le")) // 2 <= SMS_LONGEST:
        return words
    return text("account/sms/changed.txt", {**facts, "what": ""})
