"""What reviews hold of a person: which topics they follow, and the mistakes they found."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from elearn.people.api import delete_rows, forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from .domain.corrections import decided_long_ago
from .models import Follow, Mistake


@holds("guidance.follows", words=_("Topics you follow"), of=["guidance.Follow.person"])
def follows(person: Person) -> Iterator[dict[str, Any]]:
    for row in Follow.objects.filter(person=person).select_related("topic"):
        yield {"title": row.topic.title, "at": row.since}


@holds("guidance.mistakes", words=_("Mistakes you told us about"), of=["guidance.Mistake.person"])
def mistakes(person: Person) -> Iterator[dict[str, Any]]:
    for row in Mistake.objects.filter(person=person).select_related("page"):
        yield {"title": row.page.title} | plain(row, "words", "at", "state", "answer")


@forgets("guidance.reader", of=["guidance.Follow.person", "guidance.Mistake.person"])
def forget_reader(person: Person) -> None:
    """Nothing is sent any more; what was put right stays right, without the reader's words."""
    Follow.objects.filter(person=person).delete()
    Mistake.objects.filter(person=person).delete()


_OFFICE = (
    "guidance.Review.by", "guidance.ReviewAnswer.by", "guidance.SourceCheck.by", "guidance.Standing.owner",
    "guidance.Standing.deputy", "guidance.Mistake.decided_by", "guidance.Correction.written_by",
    "guidance.Correction.approved_by", "guidance.Source.checked_by",
)  # fmt: skip
not_given("What somebody did at work is a record of the office, kept with the guide it was done to.", *_OFFICE)
stays("Stays with the guide, while the account that did it is no longer named.", *_OFFICE)

keep(
    "guidance.mistakes", what=_("Your words when you told us about a mistake in a guide"), days=settings.MISTAKE_DAYS,
    why=_("In case somebody asks how it was put right."), find=decided_long_ago, clear=delete_rows,
)  # fmt: skip
