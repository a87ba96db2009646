"""Translations that are older than their original. Each language has its own page, and its own reviews."""

from datetime import datetime

from django.db.models import F, QuerySet
from wagtail_localize.models import Translation, TranslationSource

from ..models import GuidePage, Rendering


def original_of(page: GuidePage) -> GuidePage | None:
    """Give the guide that a guide is translated from; None when it is an original itself."""
    rendering = Rendering.objects.filter(page_id=page.pk).select_related("original").first()
    if rendering:
        return rendering.original
    return _find_original(page)


def _find_original(page: GuidePage) -> GuidePage | None:
    """Look for it: what it is translated from in the admin, else the first of its languages that went public."""
    others = GuidePage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    if source:
        return None if source.locale_id == page.locale_id else others.filter(locale=source.locale_id).first()
    first = others.exclude(first_published_at=None).order_by("first_published_at", "pk").first()
    if first is None or first.first_published_at is None:
        return None
    is_older = page.first_published_at is None or first.first_published_at < page.first_published_at
    return first if is_older else None


def note_rendering(page: GuidePage) -> None:
    """After a guide went public: keep up to when a translation says what its original says.

    A first publication was made from what the original said by then. Later ones move it only when every sentence of
    the original, as it was last handed over to translators, is translated.
    """
    handed_over = _translated_as_of(page)
    rendering = Rendering.objects.filter(page=page).select_related("original").first()
    if rendering is None:
        original = _find_original(page)
        if original is None or original.last_published_at is None:
            return
        if handed_over is None and _is_being_translated(page):
            handed_over = original.first_published_at
        Rendering.objects.create(page=page, original=original, says_as_of=handed_over or original.last_published_at)
    elif handed_over and handed_over > rendering.says_as_of:
        Rendering.objects.filter(pk=rendering.pk).update(says_as_of=handed_over)


def _translations(page: GuidePage) -> QuerySet[Translation]:
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    return found.select_related("source")


def _is_being_translated(page: GuidePage) -> bool:
    return bool(_translations(page).exists())


def _translated_as_of(page: GuidePage) -> datetime | None:
    """Say when what is translated was handed over; None when a sentence is missing or nothing was handed over."""
    translation = _translations(page).first()
    if translation is None:
        return None
    total, done = translation.get_progress()
    return translation.source.last_updated_at if done >= total else None


def lags_behind(page: GuidePage) -> GuidePage | None:
    """Give the original when a translation is older than what that says now."""
    rendering = lagging().filter(page_id=page.pk).first()
    return rendering.original if rendering else None


def lagging() -> QuerySet[Rendering]:
    """Select the public translations that are older than their public original."""
    return Rendering.objects.filter(
        page__live=True, original__live=True, original__last_published_at__gt=F("says_as_of")
    ).select_related("page__locale", "original__locale")


def says_the_same(page: GuidePage, *, as_of: datetime) -> None:
    """Keep that somebody compared a translation with what its original said at a moment."""
    Rendering.objects.filter(page=page, says_as_of__lt=as_of).update(says_as_of=as_of)
