"""Whether a page may go to another place in the tree: what learners have done of it stays where it counts."""

from typing import Any

from wagtail.models import Page, Revision

from courses.errors import HasLearners
from courses.models import LessonPage, LessonProgress, ModulePage, PlaybackSession

from .tree import course_path


def leaves_course(page: Page, destination: Page) -> bool:
    """Say whether a lesson or module would come under another course."""
    is_in_course = issubclass(page.specific_class or Page, LessonPage | ModulePage)
    return is_in_course and course_path(page.path) != course_path(destination.path)


def has_learners(page: Page) -> bool:
    """Say whether somebody has begun a lesson, or one of a module."""
    below = {"lesson__path__startswith": page.path}
    return LessonProgress.objects.filter(**below).exists() or PlaybackSession.objects.filter(**below).exists()


def free_slug(base: str, taken: set[str]) -> str:
    """Give a part of an address that no page in the same place has."""
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def make_room(page: Page, parent: Page) -> None:
    """Give a page another part of the address where one below a new parent has it; in its newest version too."""
    slug = free_slug(page.slug, set(parent.get_children().exclude(pk=page.pk).values_list("slug", flat=True)))
    if slug == page.slug:
        return
    page.slug = slug
    Page.objects.filter(pk=page.pk).update(slug=slug)
    if version := page.latest_revision:
        Revision.objects.filter(pk=version.pk).update(content={**version.content, "slug": slug})


def refuse_to_leave(page: Page, destination: Any) -> None:
    """Raise HasLearners, by whatever way a page is moved."""
    if leaves_course(page, destination) and has_learners(page):
        raise HasLearners
