"""What is held of a person about questions beside their answers: attempts granted to them, and work on banks."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, not_given, plain, stays
from elearn.people.models import Person

from ..models import ExtraAttempt

Row = dict[str, Any]
_AT_WORK = ("courses.ExtraAttempt.by", "courses.BankImport.by")


@holds("courses.extra_attempts", words=_("Further attempts at questions that were granted to you"))
def extra_attempts(person: Person) -> Iterator[Row]:
    for row in ExtraAttempt.objects.filter(enrolment__person=person).select_related("lesson"):
        yield {"lesson": row.lesson.title} | plain(row, "reason", "at")


@forgets("courses.extra_attempts")
def forget_extra_attempts(person: Person) -> None:
    ExtraAttempt.objects.filter(enrolment__person=person).delete()


not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK)
stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)
