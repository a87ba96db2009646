"""What allauth asks of us: our words, our telephone numbers, our way of sending. The flow itself is allauth's."""

import logging
import smtplib
from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .domain.register import note_proof
from .errors import CannotSend
from .fields import PhoneField
from .fresh import second_factor_was_shown
from .models import Account, ContactPoint
from .network import network_of
from .texts import text

logger = logging.getLogger(__name__)


class SignInAdapter(DefaultAccountAdapter):
    """Codes by e-mail or SMS for accounts without passwords.

    Codes are sent at once and are never kept as notices: a code that arrives late is useless.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code we sent. Look at the newest message and try again."),
        "invalid_login": _("Enter an e-mail address or a telephone number."),
        "too_many_login_attempts": _("Too many tries. Wait 10 minutes, then ask for a new code."),
        "rate_limited": _("We have just sent several codes. Wait a few minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of templates/account/email/, as plain text."""
        facts = {"base_url": settings.BASE_URL, **context}
        message = EmailMessage(
            subject=text(f"{template_prefix}_subject.txt", facts),
            body=text(f"{template_prefix}_message.txt", facts) + "\n",
            to=[email],
        )
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            could_not_send(error)

    def send_verification_code_sms(self, user: Account, phone: str, code: str, **kwargs: Any) -> None:
        """Send a code by SMS."""
        send_sms(phone, text("account/sms/code.txt", {"code": code}))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Tell the holder of a number that nobody signs in with it."""
        facts = {"url": f"{settings.BASE_URL}{reverse('account_signup')}"}
        send_sms(phone, text("account/sms/unknown.txt", facts))

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Give the field that understands local numbers."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> Account | None:
        """Find who signs in with a number (E.164)."""
        return Account.objects.filter(phone=phone, is_active=True).first()

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        """Give the number an account signs in with and whether a code has proved it."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        """Set the number an account signs in with."""
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Account, phone: str) -> None:
        """Note that a code has proved the number."""
        if Account.objects.filter(pk=user.pk, phone=phone).update(phone_verified=True):
            note_proof(user, kind=ContactPoint.Kind.PHONE, value=phone)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Pass on errors only: what happened is said by the page itself, not by a message that vanishes."""
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Go where the person was going; the first time by way of what we ask once, staff by their second factor."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        person = user.person
        if person.asked_at is None and person.birth_year is None:
            query = urlencode({"next": answer["Location"]})
            return redirect(f"{reverse('account_welcome')}?{query}")
        if user.needs_second_factor and not second_factor_was_shown(request, user):
            query = urlencode({"next": answer["Location"]})
            return redirect(f"{reverse('account_second')}?{query}")
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """Say kindly that this sign-in has been closed."""
        return render(request, "account/closed.html", status=403)


def send_sms(to: str, words: str) -> None:
    """Send a text message at once through the sender that settings name (people may not import notices)."""
    sender = import_string(settings.SMS_SENDER)
    try:
        sender(to, words, network=network_of(context.request))
    except CannotSend as error:
        could_not_send(error)


def could_not_send(error: Exception) -> NoReturn:
    """Log that a code could not be sent, without the address, and say so on the page it was asked for on.

    Raises ImmediateHttpResponse, which allauth's middleware answers with; outside of a request the error itself.
    """
    said = str(error) if isinstance(error, CannotSend) else ""  # a mail server's words may hold the address
    logger.warning("A code could not be sent: %s %s", type(error).__name__, said)
    request = context.request
    if request is None:
        raise error
    messages.error(
        request,
        _("We could not send the code just now. Try again in a few minutes, or use your other address. Or call us."),
    )
    raise ImmediateHttpResponse(redirect(request.path)) from error
