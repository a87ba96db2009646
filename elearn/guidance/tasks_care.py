"""Mails to providers: is your entry still right? Thin, by id, safe to run twice."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from elearn.notices.mail import send_mail

from .domain import care_keep
from .models.care import CareRequest


@task(queue_name="quick")
def send_request(key: str) -> bool:
    """Send one question to a provider. What fails is taken up by the sweep, five times in all."""
    request = care_keep.claim(UUID(key))
    if request is None:
        return False
    with translation.override(request.service.language):
        send_mail(_mail(request))
    care_keep.sent(request)
    return True


def enqueue_request(request: CareRequest) -> None:
    """Queue a question once it is committed."""
    transaction.on_commit(lambda: send_request.enqueue(str(request.pk)))


def due_care() -> int:
    """Queue what a crash or a fault of the mail server left out; give how many."""
    left = care_keep.left_unsent()
    for key in left:
        send_request.enqueue(str(key))
    return len(left)


def _mail(request: CareRequest) -> EmailMessage:
    address = f"{settings.BASE_URL}{reverse('guidance:care_confirm', args=[request.pk])}"
    facts = {
        "service": request.service,
        "address": address,
        "days": care_keep.GOOD_FOR.days,
        "phone": settings.HELP_PHONE,
    }
    subject = render_to_string("guidance/care/ask.subject.txt", facts)
    body = render_to_string("guidance/care/ask.email.txt", facts)
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[request.to])
