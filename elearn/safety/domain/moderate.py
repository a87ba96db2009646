"""Moderation: one mechanism for everything that one person writes, says or shows to another.

Words are submitted and wait; a moderator who is neither their writer nor the one they are meant for decides; the
writer is told why and may ask once that somebody else looks. A decision may be changed, and every step is kept.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.api import age_known, is_minor
from elearn.people.models import Account, Person

from ..contacts import contacts_in
from ..errors import (
    AnotherMustDecide,
    AppealClosed,
    ContactsInWords,
    DecidedMeanwhile,
    NotTheirs,
    ReasonMissing,
    WordsMissing,
)
from ..kinds import shows
from ..models import Decision, Submission, SubmissionState
from ..rules import STAFF, Handling, Who, handling
from ..signals import submission_decided
from .reasons import REASONS, reason_in_words

Did = Decision.Did


def who(person: Person) -> Who:
    """Gather what the rules ask about somebody."""
    account = Account.objects.filter(person=person, is_active=True).first()
    is_staff = account is not None and account.groups.filter(name__in=STAFF).exists()
    return Who(is_minor=person.guarded or is_minor(person), age_known=age_known(person), is_staff=is_staff)


@transaction.atomic
def submit(
    kind: str, subject: str, *, by: Person, text: str = "", to: Person | None = None, taken_by: Account | None = None
) -> Submission:
    """Take what somebody wants to say or show to `to`, or to everybody; `taken_by` wrote it down for them.

    Only a kind that shows something may come without words. Raises WordsMissing and ContactsInWords.
    """
    text = text.strip()
    if not text and not shows(kind):
        raise WordsMissing
    if found := contacts_in(text):
        raise ContactsInWords(found)
    how = handling(kind, writer=who(by), reader=who(to) if to else None)
    at_once = how == Handling.LATER
    submission = Submission.objects.create(
        kind=kind, subject=subject, person=by, to=to, taken_by=taken_by, text=text, language=by.language, handling=how,
        state=SubmissionState.APPROVED if at_once else SubmissionState.WAITING, to_look_at=at_once,
    )  # fmt: skip
    _note(submission, history.Kind.WORDS_SENT, handling=str(how))
    if at_once:
        submission_decided.send(Submission, submission=submission, is_shown=True)
    return submission


@transaction.atomic
def decide(
    submission: Submission, *, by: Account, approve: bool, reason: str = "", words: str = "", seen: int | None = None
) -> Submission:
    """Agree to show something or not; also changes an earlier decision.

    `seen` is how many steps the moderator saw on the page: with another one since then, nothing is changed.
    Raises NotTheirs, AnotherMustDecide, ReasonMissing and DecidedMeanwhile.
    """
    row = Submission.objects.select_for_update().select_related("person").get(pk=submission.pk)
    steps = list(row.decisions.all())
    _may_decide(row, steps, by=by, approve=approve, seen=seen)
    if not approve and reason not in REASONS and not words.strip():
        raise ReasonMissing
    reason = reason if reason in REASONS and not approve else ""
    step = Decision.objects.create(
        submission=row, by=by, did=Did.APPROVED if approve else Did.DECLINED, reason=reason, words=words.strip()
    )
    if approve and row.handling == Handling.TWO and not _agreed_by_another(steps, by):
        return row  # the second moderator makes it count
    was_shown = row.state == SubmissionState.APPROVED
    row.state = SubmissionState.APPROVED if approve else SubmissionState.DECLINED
    row.reason, row.words, row.decided_by, row.decided_at = reason, words.strip(), by, timezone.now()
    row.to_look_at = False
    row.save()
    _note(row, history.Kind.WORDS_APPROVED if approve else history.Kind.WORDS_DECLINED, reason=reason)
    if was_shown != approve:
        submission_decided.send(Submission, submission=row, is_shown=approve)
        _tell(row, step)
    elif not approve:
        _tell(row, step)
    return row


@transaction.atomic
def appeal(submission: Submission, *, by: Person, words: str = "") -> Submission:
    """Let the writer ask, once, that another moderator looks. Raises NotTheirs and AppealClosed."""
    _is_writer(submission, by)
    if found := contacts_in(words):
        raise ContactsInWords(found)
    changed = Submission.objects.filter(
        pk=submission.pk, state=SubmissionState.DECLINED, appealed_at__isnull=True
    ).update(state=SubmissionState.APPEALED, appealed_at=timezone.now(), appeal=words.strip())
    if not changed:
        raise AppealClosed
    return _stepped(submission, Did.APPEALED, history.Kind.WORDS_APPEALED)


@transaction.atomic
def withdraw(submission: Submission, *, by: Person) -> Submission:
    """Let the writer take words back, whether they are shown or not. Raises NotTheirs."""
    _is_writer(submission, by)
    changed = (
        Submission.objects.filter(pk=submission.pk)
        .exclude(state=SubmissionState.WITHDRAWN)
        .update(state=SubmissionState.WITHDRAWN, to_look_at=False)
    )
    if not changed:
        return submission
    row = _stepped(submission, Did.WITHDRAWN, history.Kind.WORDS_WITHDRAWN)
    submission_decided.send(Submission, submission=row, is_shown=False)  # what was sent with it goes, shown or not
    return row


def rewordable() -> QuerySet[Submission]:
    """Give the submissions whose words may still be changed: they wait, and nobody has decided anything."""
    decided = Decision.objects.filter(submission=OuterRef("pk")).exclude(did=Did.CHANGED)
    return Submission.objects.filter(~Exists(decided), state=SubmissionState.WAITING)


@transaction.atomic
def reword(submission: Submission, *, by: Person, text: str) -> bool:
    """Let the writer change the words of what waits; says whether it was in time.

    It is a step of its own: who has read the earlier words decides about nothing. Raises NotTheirs, WordsMissing and
    ContactsInWords.
    """
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    _is_writer(row, by)
    text = text.strip()
    if not text and not shows(row.kind):
        raise WordsMissing
    if found := contacts_in(text):
        raise ContactsInWords(found)
    if not rewordable().filter(pk=row.pk).exists():
        return False
    if text != row.text:
        Submission.objects.filter(pk=row.pk).update(text=text)
        _stepped(row, Did.CHANGED, history.Kind.WORDS_CHANGED)
    return True


def may_decide(submission: Submission, by: Account) -> bool:
    """Say whether somebody may decide about this one at all; for the page, which hides the buttons."""
    try:
        _may_decide(submission, list(submission.decisions.all()), by=by, approve=None, seen=None)
    except (NotTheirs, AnotherMustDecide, DecidedMeanwhile):
        return False
    return True


def _may_decide(row: Submission, steps: list[Decision], *, by: Account, approve: bool | None, seen: int | None) -> None:
    if by.person_id in (row.person_id, row.to_id) or by.pk == row.taken_by_id:
        raise NotTheirs
    if row.state == SubmissionState.WITHDRAWN or (seen is not None and seen != len(steps)):
        raise DecidedMeanwhile
    if row.appealed_at and by.pk in {step.by_id for step in _before_appeal(steps)}:
        raise AnotherMustDecide
    if approve and row.handling == Handling.TWO and by.pk in {step.by_id for step in _agreements(steps)}:
        raise AnotherMustDecide
    if approve and row.state == SubmissionState.APPROVED and not row.to_look_at:
        raise DecidedMeanwhile


def _before_appeal(steps: list[Decision]) -> list[Decision]:
    """Give the decisions that the writer asked somebody else to look at again."""
    asked = next((place for place, step in enumerate(steps) if step.did == Did.APPEALED), len(steps))
    return steps[:asked]


def _agreements(steps: list[Decision]) -> list[Decision]:
    """Give who has agreed since somebody last did not."""
    agreed: list[Decision] = []
    for step in steps:
        if step.did == Did.APPROVED:
            agreed.append(step)
        elif step.did == Did.DECLINED:
            agreed = []
    return agreed


def _agreed_by_another(steps: list[Decision], by: Account) -> bool:
    return any(step.by_id and step.by_id != by.pk for step in _agreements(steps))


def _is_writer(submission: Submission, by: Person) -> None:
    if submission.person_id != by.pk:
        raise NotTheirs


def _stepped(submission: Submission, did: Decision.Did, kind: history.Kind) -> Submission:
    row = Submission.objects.select_related("person").get(pk=submission.pk)
    account = Account.objects.filter(person=row.person_id).first()
    Decision.objects.create(submission=row, by=account, did=did)
    _note(row, kind)
    return row


def _note(row: Submission, kind: history.Kind, **facts: Any) -> None:
    history.note(
        kind, who=row.person.key, subject=f"submission:{row.pk}", is_check=row.person.is_check, of=row.kind, **facts
    )


def _tell(row: Submission, step: Decision) -> None:
    """Tell the writer what was decided, with the reason in their language and where to answer."""
    approved = row.state == SubmissionState.APPROVED
    tell(
        row.person,
        "words_approved" if approved else "words_declined",
        key=f"words:{row.pk}:{step.pk}",
        facts={
            "text": row.text,
            "reason": reason_in_words(row.reason, row.words, language=row.person.language),
            "may_appeal": row.appealed_at is None,
            "address": reverse("safety:my_words", args=[row.pk]),
        },
    )
