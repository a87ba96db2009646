"""Pages of the school that are older than what they are translated from: readers are told that it is being updated."""

from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Page

from courses.models import BankPage, CoursePage, LessonPage, ModulePage, Rendering
from elearn.web.api import Renderings

TRANSLATED = (CoursePage, ModulePage, LessonPage, BankPage)
_pages = Renderings(rows=Rendering, pages=Page)


def note_rendering(page: Page) -> None:
    """After a page of the school went public: keep up to when a translation says what its original says."""
    if isinstance(page, TRANSLATED):
        _pages.note(page)


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
