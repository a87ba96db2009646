"""Tell somebody that the way into their account was changed, so that they notice when it was not they who did it."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from .models import Account
from .texts import text

logger = logging.getLogger(__name__)


def tell_of_change(account: Account, what: str) -> None:
    """Write an e-mail that says what was changed; a letter that cannot be sent does not undo the change.

    Nothing is sent by SMS: those cost money, and every change took a fresh proof in any case.
    """
    if not account.email:
        return
    facts = {"what": what, "base_url": settings.BASE_URL, "help_phone": settings.HELP_PHONE}
    message = EmailMessage(
        subject=text("account/email/changed_subject.txt", facts),
        body=text("account/email/changed_message.txt", facts) + "\n",
        to=[account.email],
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("A letter about a changed sign-in could not be sent: %s", type(error).__name__)
