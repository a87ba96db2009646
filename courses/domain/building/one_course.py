"""What holds for a course in every language: its days, its seats, who lets people in, its order, what comes before it.

A translation is a page of its own and would keep the terms of the day it was made, until somebody publishes it again:
whoever is refused in one language could take the course in the other. So the terms go over as soon as the original is
public, and a translation that becomes public takes those of its original.
"""

from django.db.models import QuerySet
from wagtail.models import Page

from courses.models import CoursePage, Prerequisite
from elearn.web.api import is_kept_by_translators, kept_by_translators

from .lagging import original_of

TERMS = ("order", "enrol_by", "opens_at", "closes_at", "seats")


def bind_terms(page: Page) -> None:
    """After a course went public: give its terms to its translations, or take those of its original.

    A page that is translated no more, but written by itself, has terms of its own.
    """
    if not isinstance(page, CoursePage):
        return
    original = original_of(page)
    if original is None:
        for made in same_course(page).exclude(pk=page.pk).filter(kept_by_translators()):
            _give(CoursePage.objects.get(pk=page.pk), made)
    elif is_kept_by_translators(page):
        _give(CoursePage.objects.get(pk=original.pk), page)


def same_course(course: CoursePage) -> QuerySet[CoursePage]:
    """Give the pages of a course, one for each language."""
    return CoursePage.objects.filter(translation_key=course.translation_key)


def _give(original: CoursePage, made: CoursePage) -> None:
    CoursePage.objects.filter(pk=made.pk).update(**{name: getattr(original, name) for name in TERMS})
    wanted = set(Prerequisite.objects.filter(course=original).values_list("needed", flat=True))
    rows = Prerequisite.objects.filter(course=made)
    rows.exclude(needed__in=wanted).delete()
    missing = wanted - set(rows.values_list("needed", flat=True))
    Prerequisite.objects.bulk_create([Prerequisite(course=made, needed_id=key) for key in sorted(missing)])
