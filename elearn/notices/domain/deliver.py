"""Deliver one notice: claimed by one worker, handed over at most once.

A crash between handing a message over and noting it leaves the row SENDING; after its deadline the sweep makes it
FAILED ("lost") for staff to look at. A message missing is less bad than a certificate announced twice, and staff
can send it again with one button.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from elearn.people.api import contact_for_messages, number_to_call
from elearn.people.models import ContactPoint
from elearn.people.phones import takes_sms

from ..errors import NotHandedOver, PerhapsHandedOver, Refused
from ..mail import send_mail
from ..models import Notice, NoticeState
from ..sms import send_sms
from .calls import may_be_said
from .compose import email_of, sms_of
from .tell import STOPPED

# Transports give up after 10 s; a worker silent for this long is dead.
SENDING_DEADLINE = timedelta(minutes=2)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))


def deliver(notice_id: str) -> NoticeState | None:
    """Try once to deliver a waiting notice; give its new state, or None when it was not waiting any more."""
    claimed = Notice.objects.filter(pk=notice_id, state=NoticeState.WAITING).update(
        state=NoticeState.SENDING, next_try_at=timezone.now() + SENDING_DEADLINE
    )
    if not claimed:
        return None
    notice = Notice.objects.select_related("person").get(pk=notice_id)
    if not notice.person.speaks_for_themself or _is_too_late(notice):
        return _settle(notice, NoticeState.UNREACHABLE, fault=STOPPED)
    notice.attempts += 1
    contact = contact_for_messages(notice.person)
    if contact is None or not _takes_messages(contact):
        return _by_phone(notice)
    notice.channel = "email" if contact.kind == ContactPoint.Kind.EMAIL else "sms"
    notice.to, notice.language = contact.value, notice.person.language
    try:
        hand_over(notice)
    except NotHandedOver as error:
        return _later(notice, str(error))
    except Refused as error:
        return _settle(notice, NoticeState.FAILED, fault=f"refused: {error}")
    except PerhapsHandedOver as error:
        return _settle(notice, NoticeState.FAILED, fault=f"lost: {error}")
    notice.sent_at = timezone.now()
    return _settle(notice, NoticeState.SENT)


def hand_over(notice: Notice) -> None:
    """Compose a notice and give it to mail or SMS. Raises NotHandedOver, Refused or PerhapsHandedOver."""
    with translation.override(notice.language):
        if notice.channel == "email":
            subject, body = email_of(notice)
            message = EmailMessage(subject, body, to=[notice.to], headers=_headers(notice))
            send_mail(message)
        else:
            send_sms(notice.to, sms_of(notice), reference=str(notice.pk))


def _by_phone(notice: Notice) -> NoticeState:
    """Leave it to a person who calls; what must not be read out, or has nobody to be called, reaches nobody."""
    number = number_to_call(notice.person)
    if number is None:
        return _settle(notice, NoticeState.UNREACHABLE, fault="no_contact")
    if not may_be_said(notice.kind):
        return _settle(notice, NoticeState.UNREACHABLE, fault="not_by_phone")
    notice.channel, notice.to, notice.language = "phone", number.value, notice.person.language
    return _settle(notice, NoticeState.TO_CALL)


def _is_too_late(notice: Notice) -> bool:
    """Say whether a message has lost its sense: a reminder says until when it is worth sending (`not_after`)."""
    not_after = notice.facts.get("not_after")
    return bool(not_after) and datetime.fromisoformat(not_after) < timezone.now()


def _takes_messages(contact: ContactPoint) -> bool:
    return contact.kind == ContactPoint.Kind.EMAIL or takes_sms(contact.value)


def _message_id(notice: Notice) -> str:
    host = settings.BASE_URL.split("//", 1)[-1].split(":")[0]
    return f"<{notice.pk}@{host}>"


def _headers(notice: Notice) -> dict[str, str]:
    """Name the message; where it can be stopped (`stop_address`), mail programs offer that with one tap (RFC 8058)."""
    headers = {"Message-ID": _message_id(notice)}
    if stop := notice.facts.get("stop_address"):
        headers["List-Unsubscribe"] = f"<{settings.BASE_URL}{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _later(notice: Notice, fault: str) -> NoticeState:
    if notice.attempts > len(WAITS):
        return _settle(notice, NoticeState.FAILED, fault=f"no_transport: {fault}")
    wait = WAITS[notice.attempts - 1]
    return _settle(notice, NoticeState.WAITING, fault=fault, next_try_at=timezone.now() + wait)


def _settle(notice: Notice, state: NoticeState, **fields: object) -> NoticeState:
    """Leave SENDING, unless the sweep has given this attempt up meanwhile."""
    values: dict[str, object] = {
        "state": state,
        "fault": "",
        "next_try_at": None,
        "attempts": notice.attempts,
        "channel": notice.channel,
        "to": notice.to,
        "language": notice.language,
        "sent_at": notice.sent_at,
        **fields,
    }
    Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING).update(**values)
    return state
