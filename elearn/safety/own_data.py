"""What safety holds of a person, what goes when their data are removed, and how long concerns are kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from elearn.people.api import delete_rows, forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from .models import Concern, ConcernEntry, ConcernState, Submission, SubmissionState


@holds("safety.concerns", words=_("Concerns you reported"), of=["safety.Concern.person"])
def concerns(person: Person) -> Iterator[dict[str, Any]]:
    """What the person wrote. What an officer noted may speak of others and is not given."""
    for concern in Concern.objects.filter(person=person):
        yield plain(concern, "text", "about", "contact", "state", "created_at")


@holds("safety.words", words=_("What you wrote to others"), of=["safety.Submission.person", "safety.Submission.to"])
def words(person: Person) -> Iterator[dict[str, Any]]:
    for row in Submission.objects.filter(person=person):
        yield plain(row, "text", "state", "created_at", "decided_at", "appeal") | {"reason": row.words}


@forgets("safety.concerns", of=["safety.Concern.person"])
def forget_concerns(person: Person) -> None:
    """A concern protects somebody and stays; who reported it does not."""
    Concern.objects.filter(person=person).update(person=None, contact="")


@forgets("safety.words", of=["safety.Submission.person", "safety.Submission.to"])
def forget_words(person: Person) -> None:
    """What was written by the person, or to them alone, goes."""
    Submission.objects.filter(Q(person=person) | Q(to=person)).delete()


_OFFICE = (
    "safety.ConcernEntry.by", "safety.Hidden.decided_by", "safety.Submission.decided_by", "safety.Decision.by",
    "safety.Submission.taken_by",
)  # fmt: skip
not_given("What somebody decided at work is kept with what was decided.", *_OFFICE)
stays("Stays with what was decided, while the account that did it is no longer named.", *_OFFICE)


def closed_long_ago(before: datetime, most: int) -> list[Concern]:
    """Give concerns that are closed and that nobody has touched since."""
    touched = ConcernEntry.objects.filter(concern=OuterRef("pk"), at__gte=before)
    old = Concern.objects.filter(~Exists(touched), state=ConcernState.CLOSED, created_at__lt=before)
    return list(old.order_by("pk")[:most])


def words_never_shown(before: datetime, most: int) -> list[Submission]:
    never = Submission.objects.filter(
        state__in=[SubmissionState.DECLINED, SubmissionState.WITHDRAWN], created_at__lt=before, decided_at__lt=before
    )
    return list(never.order_by("pk")[:most])


keep(
    "safety.concerns", what=_("A concern, after it was closed"), days=3 * 365,
    why=_("Because the same may come up again, and to answer for what we did."),
    find=closed_long_ago, clear=delete_rows,
)  # fmt: skip
keep(
    "safety.words", what=_("Words to others that were not shown"), days=365,
    why=_("So that the decision can be explained."), find=words_never_shown, clear=delete_rows,
)  # fmt: skip
