"""A course taken up again: what learners see of it as a course of its own, all drafts, put before a second person.

Neither learners nor their work come along, nor the days when it opened and closed. What was only a draft stays behind.
"""

from anyascii import anyascii
from django.db import transaction
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from elearn.history.api import Kind, note
from elearn.people.models import Account
from elearn.web.api import NotApproved, ask_for_approval

from .moving import free_slug
from .tree import public_lessons


@transaction.atomic
def copy_course(course: CoursePage, *, title: str, by: Account) -> CoursePage:
    """Copy a course beside itself, under a new title; give the copy, a draft with all that is in it.

    The pieces of lessons keep their ids, so that questions and steps are the same ones in another place.
    """
    attrs = {"title": title, "draft_title": title, "slug": _slug(course, title), "opens_at": None, "closes_at": None}
    if course.design and course.design.is_recognised:  # a decision is about one course, not about a copy of it
        attrs["design"] = None
    made = CopyPageAction(
        course, recursive=True, copy_revisions=False, keep_live=False, user=by, update_attrs=attrs
    ).execute(skip_permission_checks=True)
    _leave_drafts_behind(course, made)
    note(Kind.COURSE_COPIED, who=by.person.key, subject=f"course:{made.pk}", of=course.pk)
    for page in made.get_descendants(inclusive=True).order_by("path").specific():
        _ask(page, by)
    return CoursePage.objects.get(pk=made.pk)


def _leave_drafts_behind(course: CoursePage, made: Page) -> None:
    """Delete the copies of what learners do not see: what is copied of a draft is not what its author wrote last."""
    public = set(public_lessons().filter(path__startswith=course.path).values_list("pk", flat=True))
    sources = course.get_descendants().order_by("path")
    copies = made.get_descendants().order_by("path")
    is_lesson = set(LessonPage.objects.filter(path__startswith=course.path).values_list("pk", flat=True))
    away = [
        copy.pk
        for source, copy in zip(sources, copies, strict=True)
        if (source.pk not in public if source.pk in is_lesson else not source.live)
    ]
    for page in Page.objects.filter(pk__in=away).order_by("path"):
        if found := Page.objects.filter(pk=page.pk).first():  # not with its module already
            found.delete()


def _ask(page: Page, by: Account) -> None:
    """Put a draft before a second person; what is missing in it yet stays a draft, and its editor reads why."""
    try:
        ask_for_approval(page, by=by)
    except NotApproved:
        return


def _slug(course: CoursePage, title: str) -> str:
    """Give an address that no other page beside the course has."""
    base = slugify(anyascii(title)) or "kurs"
    return free_slug(base, set(course.get_siblings().values_list("slug", flat=True)))
