"""Mistakes readers report, and the public log of what was wrong. What goes into the log, a second person agreed to."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.models import Account, Person

from ..errors_review import AlreadyDone, NotAllowed
from ..models import Correction, GuidePage, Mistake, MistakeState
from .changes import path_of


# Readers -------------------------------------------------------------------------------------------
@transaction.atomic
def report_mistake(page: GuidePage, words: str, *, person: Person | None) -> Mistake:
    """Keep that a reader found something wrong."""
    mistake = Mistake.objects.create(page=page, words=words, person=person)
    history.note(history.Kind.MISTAKE_REPORTED, who=person.key if person else None, subject=f"page:{page.pk}")
    return mistake


def mistakes_waiting() -> QuerySet[Mistake]:
    """Select what readers reported and nobody has decided, the longest waiting first."""
    return Mistake.objects.filter(state=MistakeState.WAITING).select_related("page__locale", "person")


@transaction.atomic
def decide(mistake: Mistake, *, state: MistakeState, answer: str, by: Account) -> Mistake:
    """Say what became of a reported mistake, and answer the reader if we know them. Raises AlreadyDone, NotAllowed."""
    if not by.has_perm("guidance.change_mistake"):
        raise NotAllowed
    decided = Mistake.objects.filter(pk=mistake.pk, state=MistakeState.WAITING).update(
        state=state, answer=answer, decided_by=by, decided_at=timezone.now()
    )
    if not decided:
        raise AlreadyDone
    mistake.refresh_from_db()
    history.note(
        history.Kind.MISTAKE_DECIDED, who=by.person.key, subject=f"page:{mistake.page_id}", state=state.value
    )  # fmt: skip
    if mistake.person:
        address = path_of(mistake.page) or reverse("guidance:corrections")
        told = {"title": mistake.page.title, "answer": answer, "address": address, "was_one": state == "corrected"}
        tell(mistake.person, "mistake_answered", key=f"mistake_answered:{mistake.pk}", facts=told)
    return mistake


def decided_long_ago(before: datetime, most: int) -> list[Mistake]:
    """Give the reports that were decided so long ago."""
    return list(Mistake.objects.filter(decided_at__lt=before)[:most])


# The log -------------------------------------------------------------------------------------------
@transaction.atomic
def write_correction(correction: Correction, *, by: Account) -> Correction:
    """Keep a line for the log; it waits for a second person. Raises NotAllowed, or AlreadyDone when it is public."""
    if not by.has_perm("guidance.add_correction"):
        raise NotAllowed
    if correction.pk and Correction.objects.select_for_update().get(pk=correction.pk).published_at:
        raise AlreadyDone
    if correction.page:
        correction.title, correction.language = correction.page.title, correction.page.locale.language_code
    correction.written_by = by
    correction.writers = sorted({*correction.writers, by.pk})
    correction.save()
    return correction


def may_approve(correction: Correction, account: Account) -> bool:
    """Say whether somebody may agree to a line: who approves, and wrote no word of it."""
    able = account.is_active and account.has_perm("guidance.approve_correction")
    return bool(able and not correction.published_at and account.pk not in correction.writers)


@transaction.atomic
def approve_correction(correction: Correction, *, by: Account, seen: tuple[str, str]) -> Correction:
    """Make a line of the log public, as it was read: `seen` is what was wrong and what is right.

    Raises NotAllowed for who wrote it, AlreadyDone when it is public or its words are others by now.
    """
    row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if row.published_at or (row.wrong, row.right) != seen:
        raise AlreadyDone
    if not may_approve(row, by):
        raise NotAllowed
    row.approved_by, row.published_at = by, timezone.now()
    row.save(update_fields=["approved_by", "published_at"])
    history.note(history.Kind.CORRECTION_PUBLISHED, who=by.person.key, subject=f"correction:{row.pk}")
    return row


def settle_writers(keep: Person, absorb: Person) -> None:
    """Two records become one: what either account wrote, both wrote, and neither approves."""
    accounts = {account.pk for account in Account.objects.filter(person__in=[keep, absorb])}
    for row in Correction.objects.filter(published_at=None):
        if accounts & set(row.writers):
            Correction.objects.filter(pk=row.pk).update(writers=sorted(accounts | set(row.writers)))


def log() -> QuerySet[Correction]:
    """Select the public log, the newest correction first."""
    return Correction.objects.exclude(published_at=None).select_related("page")


def corrections_of(page: GuidePage) -> QuerySet[Correction]:
    """Select the public corrections of one guide."""
    return log().filter(page_id=page.pk)
