"""Hand an e-mail to the mail server, and say which kind of failure a failure was."""

import smtplib

from django.core.mail import EmailMessage, get_connection

from .errors import NotHandedOver, PerhapsHandedOver, Refused


def send_mail(message: EmailMessage) -> None:
    """Send one message. Raises NotHandedOver, Refused or PerhapsHandedOver.

    The connection is opened first: what fails there, nobody has taken. After that only an answer of the server tells.
    """
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotHandedOver(_words(error)) from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words_of_server in error.recipients.values()]
        raise (Refused if all(code >= 500 for code in codes) else NotHandedOver)(f"recipient {codes}") from error
    except smtplib.SMTPResponseException as error:
        raise (Refused if error.smtp_code >= 500 else NotHandedOver)(_words(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise PerhapsHandedOver(_words(error)) from error
    finally:
        connection.close()


def _words(error: Exception) -> str:
    """Name a fault without the address it concerned."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__
