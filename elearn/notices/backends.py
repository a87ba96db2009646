"""Django's mail backend for demonstrations: messages land in the development mailbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    """Keeps every message in the database, where /mailbox/ shows it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages, one row a recipient; give how many messages there were."""
        MailboxMessage.objects.bulk_create(
            MailboxMessage(channel="email", to=to, subject=message.subject[:300], body=str(message.body))
            for message in email_messages
            for to in message.recipients()
        )
        return len(email_messages)
