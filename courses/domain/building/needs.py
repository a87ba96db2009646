"""What comes before a course: no course before itself, and no ring in which each waits for another.

Courses are compared by their translation key: it is the same course in every language.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.errors import SchoolError
from courses.models import CoursePage, Prerequisite
from elearn.web.api import NotApproved


class NeedsItself(SchoolError):
    words = _("A course cannot come before itself, in another language neither.")


class NeedsInARing(SchoolError):
    """Two courses would wait for each other, directly or by way of others."""

    def __init__(self, needed: CoursePage) -> None:
        super().__init__()
        self.words = gettext(
            "“%(title)s” cannot come before this course, which comes before it already. Nobody could begin either."
        ) % {"title": needed.title}


class NeededTwice(SchoolError):
    words = _("This course stands here already.")


def refuse_unfit_need(course: CoursePage, needed: CoursePage) -> None:
    """Raise NeedsItself or NeedsInARing where one course cannot come before another; a query for each step back."""
    if needed.translation_key == course.translation_key:
        raise NeedsItself
    if course.translation_key in _before({needed.translation_key}):
        raise NeedsInARing(needed)


def refuse_unfit_needs(course: CoursePage) -> None:
    """Ask once more when a course is about to be public: others may have changed since. Raises NotApproved."""
    seen: set[UUID] = set()
    for row in course.prerequisites.all():
        try:
            if row.needed.translation_key in seen:
                raise NeededTwice
            seen.add(row.needed.translation_key)
            refuse_unfit_need(course, row.needed)
        except SchoolError as error:
            raise NotApproved(str(error)) from error


def _before(keys: Iterable[UUID]) -> set[UUID]:
    """Give the keys of all courses that come before some courses, by whatever way."""
    found: set[UUID] = set()
    ask = set(keys)
    while ask:
        rows = Prerequisite.objects.filter(course__translation_key__in=ask)
        ask = set(rows.values_list("needed__translation_key", flat=True)) - found
        found |= ask
    return found
