"""Keep entries true: who confirmed them, who was asked, what readers and providers say is wrong."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..care_errors import AnsweredAlready, AskedAlready, NoAddress
from ..enums_care import Confirmed, ReportKind
from ..models.care import CareReport, CareRequest, CareService, oldest

GOOD_FOR = timedelta(days=30)
ASK_AGAIN_AFTER = timedelta(days=7)
MOST_TRIES = 5
RETRY_AFTER = timedelta(minutes=10)


def subject_of(service: CareService) -> str:
    """Name a service to concerns and to the history."""
    return f"care:{service.pk}"


@transaction.atomic
def confirm(service: CareService, *, way: Confirmed, on: date, by: Account | None) -> None:
    """Write down who said, on which day, that the entry is right. An older word does not replace a newer one."""
    changed = (
        CareService.objects.filter(pk=service.pk)
        .filter(Q(confirmed_on=None) | Q(confirmed_on__lte=on))
        .update(confirmed_on=on, confirmed_way=way, changed_at=timezone.now())
    )
    if changed:
        _note(Kind.CARE_CONFIRMED, service, by, way=str(way))


@transaction.atomic
def withdraw(service: CareService, *, by: Account) -> bool:
    """List it no more, from today; what it was is kept."""
    row = CareService.objects.select_for_update().get(pk=service.pk)
    if row.withdrawn_on is not None:
        return False
    row.withdrawn_on = timezone.localdate()
    row.save(update_fields=["withdrawn_on", "changed_at"])  # saved, not updated: search listens
    _note(Kind.CARE_CHANGED, row, by, what="withdrawn")
    return True


@transaction.atomic
def list_again(service: CareService, *, by: Account) -> bool:
    """List again what was withdrawn."""
    row = CareService.objects.select_for_update().get(pk=service.pk)
    if row.withdrawn_on is None:
        return False
    row.withdrawn_on = None
    row.save(update_fields=["withdrawn_on", "changed_at"])
    _note(Kind.CARE_CHANGED, row, by, what="listed")
    return True


# Asking the provider -----------------------------------------------------------------------------
@transaction.atomic
def ask_provider(service: CareService, *, by: Account) -> CareRequest:
    """Write down that the provider is asked; whoever calls this queues the e-mail. Raises NoAddress, AskedAlready."""
    locked = CareService.objects.select_for_update(of=("self",)).select_related("provider").get(pk=service.pk)
    if not locked.provider.email:
        raise NoAddress
    lately = timezone.now() - ASK_AGAIN_AFTER
    if locked.requests.filter(answer="", at__gt=lately).exists():
        raise AskedAlready
    request = CareRequest.objects.create(service=locked, to=locked.provider.email, by=by)
    _note(Kind.CARE_ASKED, locked, by)
    return request


def open_request(key: UUID) -> CareRequest | None:
    """Give a question that can still be answered."""
    return (
        CareRequest.objects.filter(pk=key, answer="", at__gt=timezone.now() - GOOD_FOR, service__withdrawn_on=None)
        .select_related("service__provider", "service__district")
        .first()
    )


@transaction.atomic
def answer(request: CareRequest, *, words: str = "", is_right: bool) -> None:
    """Take the provider's one answer: all is right, or what has changed, which staff then look at.

    Raises AnsweredAlready. Nothing that readers see changes by a link, but the day on which it was confirmed.
    """
    said = CareRequest.Answer.RIGHT if is_right else CareRequest.Answer.CHANGED
    taken = CareRequest.objects.filter(pk=request.pk, answer="", at__gt=timezone.now() - GOOD_FOR).update(
        answer=said, answered_at=timezone.now()
    )
    if not taken:
        raise AnsweredAlready
    if is_right:
        confirm(request.service, way=Confirmed.LINK, on=timezone.localdate(), by=None)
    else:
        report_mistake(request.service, kind=ReportKind.OTHER, words=words, from_provider=True)


def claim(key: UUID) -> CareRequest | None:
    """Take a question to send, for one sender only; None when it is not to be sent."""
    found = _unsent().select_related("service__provider", "service__district").filter(pk=key).first()
    if found is None:
        return None
    taken = _unsent().filter(pk=key, tries=found.tries).update(tries=found.tries + 1, at=timezone.now())
    return found if taken else None


def sent(request: CareRequest) -> None:
    CareRequest.objects.filter(pk=request.pk).update(sent_at=timezone.now())


def _unsent() -> QuerySet[CareRequest]:
    return CareRequest.objects.filter(sent_at=None, answer="", tries__lt=MOST_TRIES)


def left_unsent() -> list[UUID]:
    """Give the questions that a crash or a fault of the mail server left out."""
    return list(_unsent().filter(at__lte=timezone.now() - RETRY_AFTER).values_list("pk", flat=True)[:100])


# What is wrong -----------------------------------------------------------------------------------
@transaction.atomic
def report_mistake(
    service: CareService, *, kind: ReportKind, words: str = "", contact: str = "", from_provider: bool = False
) -> CareReport:
    """Take what somebody says is wrong with an entry; staff look at it. Who they are is not asked."""
    report = CareReport.objects.create(
        service=service, kind=kind, words=words.strip(), contact=contact.strip(), from_provider=from_provider
    )
    note(Kind.CARE_MISTAKE, subject=subject_of(service), kind_of_mistake=str(kind), from_provider=from_provider)
    return report


@transaction.atomic
def settle(report: CareReport, *, outcome: str, by: Account) -> bool:
    """Write down what was done. The contact goes at once, since nobody is written to any more."""
    changed = CareReport.objects.filter(pk=report.pk, settled_at=None).update(
        settled_at=timezone.now(), settled_by=by, outcome=outcome.strip(), contact=""
    )
    if changed:
        _note(Kind.CARE_SETTLED, report.service, by)
    return bool(changed)


def settled_before(before: datetime, most: int) -> list[CareReport]:
    """Give what was settled before a moment: its words are needed no more."""
    return list(CareReport.objects.filter(settled_at__lt=before)[:most])


# What waits for staff ----------------------------------------------------------------------------
def to_confirm(days: int) -> QuerySet[CareService]:
    """Give what nobody has confirmed for so many days, never confirmed first, then the oldest."""
    old = Q(confirmed_on=None) | Q(confirmed_on__lt=oldest(days))
    return CareService.objects.filter(old, withdrawn_on=None).order_by(F("confirmed_on").asc(nulls_first=True), "pk")


def remove(rows: Sequence[Any]) -> None:
    for row in rows:
        row.delete()


def _note(kind: Kind, service: CareService, by: Account | None, **facts: Any) -> None:
    note(kind, who=by.person.key if by else None, subject=subject_of(service), **facts)
