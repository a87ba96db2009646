"""Translations that are older than their original. Each language has its own page, published by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource


@dataclass(frozen=True)
class Renderings:
    """The translated pages of a room: `rows` is its table (a RenderingRow), `pages` the kind of pages it is about."""

    rows: Any
    pages: Any

    def original_of(self, page: Page) -> Any | None:
        """Give the page that a page is translated from; None when it is an original itself."""
        rendering = self.rows.objects.filter(page_id=page.pk).select_related("original").first()
        return rendering.original if rendering else self._find_original(page)

    def _find_original(self, page: Page) -> Any | None:
        """Look for it: what it is translated from in the admin, else the first of its languages that went public."""
        others = self.pages.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
        source = TranslationSource.objects.filter(object_id=page.translation_key).first()
        if source:
            return None if source.locale_id == page.locale_id else others.filter(locale=source.locale_id).first()
        first = others.exclude(first_published_at=None).order_by("first_published_at", "pk").first()
        if first is None or first.first_published_at is None:
            return None
        is_older = page.first_published_at is None or first.first_published_at < page.first_published_at
        return first if is_older else None

    def note(self, page: Page) -> None:
        """After a page went public: keep up to when a translation says what its original says.

        A first publication was made from what the original said by then. Later ones move it only when every sentence
        of the original, as it was last handed over to translators, is translated.
        """
        handed_over = _translated_as_of(page)
        rendering = self.rows.objects.filter(page_id=page.pk).first()
        if rendering is None:
            original = self._find_original(page)
            if original is None or original.last_published_at is None:
                return
            if handed_over is None and _translations(page).exists():
                handed_over = original.first_published_at
            says_as_of = handed_over or original.last_published_at
            self.rows.objects.create(page_id=page.pk, original_id=original.pk, says_as_of=says_as_of)
        elif handed_over and handed_over > rendering.says_as_of:
            self.rows.objects.filter(pk=rendering.pk).update(says_as_of=handed_over)

    def lags_behind(self, page: Page) -> Any | None:
        """Give the original when a translation is older than what that says now."""
        rendering = self.lagging().filter(page_id=page.pk).first()
        return rendering.original if rendering else None

    def lagging(self) -> QuerySet[Any]:
        """Select the public translations that are older than their public original."""
        older = {"page__live": True, "original__live": True, "original__last_published_at__gt": F("says_as_of")}
        found: QuerySet[Any] = self.rows.objects.filter(**older).select_related("page__locale", "original__locale")
        return found

    def says_the_same(self, page: Page, *, as_of: datetime) -> None:
        """Keep that somebody compared a translation with what its original said at a moment."""
        self.rows.objects.filter(page_id=page.pk, says_as_of__lt=as_of).update(says_as_of=as_of)


def kept_by_translators() -> Exists:
    """Give the condition that a page is made from its original and the translators' words: others' would be lost."""
    return Exists(
        Translation.objects.filter(
            source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
        )
    )


def is_kept_by_translators(page: Page) -> bool:
    """Say the same of one page."""
    return _translations(page).exists()


def _translations(page: Page) -> QuerySet[Translation]:
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    return found.select_related("source")


def _translated_as_of(page: Page) -> datetime | None:
    """Say when what is translated was handed over; None when a sentence is missing or nothing was handed over."""
    translation = _translations(page).first()
    if translation is None:
        return None
    total, done = translation.get_progress()
    return translation.source.last_updated_at if done >= total else None
