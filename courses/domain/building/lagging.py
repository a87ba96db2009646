"""Pages of the school that are older than what they are translated from: readers are told that it is being updated."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet
from wagtail.models import Page, Revision

from courses.models import BankPage, CoursePage, LessonPage, ModulePage, Rendering
from elearn.web.api import Renderings

TRANSLATED = (CoursePage, ModulePage, LessonPage, BankPage)
_pages = Renderings(rows=Rendering, pages=Page)
# What a translation does not take from its original, or takes by itself (one_course): how its publication stands, its
# own address, and the terms of a course. Everything else that changes makes it older.
_OWN = {
    "numchild", "url_path", "slug", "draft_title", "live", "has_unpublished_changes", "owner",
    "first_published_at", "last_published_at", "latest_revision", "latest_revision_created_at", "live_revision",
    "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by", "wagtail_admin_comments",
    "order", "enrol_by", "opens_at", "closes_at", "seats", "prerequisites",
}  # fmt: skip


@dataclass(frozen=True)
class Before:
    """What of a page was public until now: since when, and by which version (None: by none that is kept)."""

    since: datetime | None
    version: int | None


def remember_public(page: Page) -> None:
    """Before a page of the school is saved: where this makes it public anew, keep what was public until now."""
    if not isinstance(page, TRANSLATED) or page.pk is None or page.last_published_at is None:
        return
    was = Page.objects.filter(pk=page.pk).values_list("last_published_at", "live_revision_id").first()
    if was and was[0] != page.last_published_at:
        page.was_public = Before(*was)


def note_rendering(page: Page) -> None:
    """After a page of the school went public: keep up to when a translation says what its original says."""
    if isinstance(page, TRANSLATED):
        _pages.note(page)
        _carry_over(page)


def _carry_over(page: Page) -> None:
    """Where a page says what it said before, let the translations that said it then say it still; no others."""
    before: Before | None = getattr(page, "was_public", None)
    if before is None or before.since is None or None in (before.version, page.live_revision_id):
        return
    versions = Revision.objects.in_bulk([before.version, page.live_revision_id])
    if len({before.version, page.live_revision_id} - set(versions)) or not _say_the_same(*versions.values()):
        return
    rows = Rendering.objects.filter(original=page.pk, says_as_of__gte=before.since)
    # Modules and lessons that came after a translation are not in it.
    if added := page.get_children().aggregate(newest=Max("first_published_at"))["newest"]:
        rows = rows.filter(says_as_of__gte=added)
    rows.filter(says_as_of__lt=page.last_published_at).update(says_as_of=page.last_published_at)


def lost_a_part(part: Page) -> None:
    """After a module or a lesson was taken away from the public: what holds it says something else from now on."""
    if not isinstance(part, (ModulePage, LessonPage)):
        return
    since = Page.objects.parent_of(part).values_list("pk", "last_published_at").first()
    if since and since[1]:
        rows = Rendering.objects.filter(original=since[0], says_as_of__gte=since[1])
        rows.update(says_as_of=since[1] - timedelta.resolution)


def _say_the_same(*versions: Revision) -> bool:
    """Say whether versions of a page differ in nothing that its translations say or show."""
    first, *others = [_said(version.content) for version in versions]
    return all(other == first for other in others)


def _said(content: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in content.items() if name not in _OWN}
    return said | {"hours": Decimal(said["hours"])} if said.get("hours") else said  # "2" is "2.0" once it is kept


def original_of(page: Page) -> Page | None:
    """Give the page that a page is translated from; None when it is an original itself."""
    return _pages.original_of(page)


def lags_behind(page: Page) -> Page | None:
    """Give the original when a translation is older than what that says now; one query."""
    return _pages.lags_behind(page)


def lagging() -> QuerySet[Rendering]:
    """Select the public translations that are older than their public original."""
    return _pages.lagging()


def says_the_same(page: Page, *, as_of: datetime) -> None:
    """Keep that somebody compared a translation with what its original said at a moment."""
    _pages.says_the_same(page, as_of=as_of)
