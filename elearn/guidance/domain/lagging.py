"""Guides that are older than their original. Each language has its own page, and its own reviews."""

from datetime import datetime

from django.db.models import QuerySet

from elearn.web.api import Renderings

from ..models import GuidePage, Rendering

_guides = Renderings(rows=Rendering, pages=GuidePage)


def original_of(page: GuidePage) -> GuidePage | None:
    """Give the guide that a guide is translated from; None when it is an original itself."""
    return _guides.original_of(page)


def note_rendering(page: GuidePage) -> None:
    """After a guide went public: keep up to when a translation says what its original says."""
    _guides.note(page)


def lags_behind(page: GuidePage) -> GuidePage | None:
    """Give the original when a translation is older than what that says now."""
    return _guides.lags_behind(page)


def lagging() -> QuerySet[Rendering]:
    """Select the public translations that are older than their public original."""
    return _guides.lagging()


def says_the_same(page: GuidePage, *, as_of: datetime) -> None:
    """Keep that somebody compared a translation with what its original said at a moment."""
    _guides.says_the_same(page, as_of=as_of)
