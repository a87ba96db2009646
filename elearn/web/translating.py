"""Translations are drafts until a second person has approved them.

wagtail-localize writes a translated page straight into what is public, whether it was told to publish or not, and
offers no place to say otherwise. So the one function through which all its ways lead is wrapped.
"""

from functools import wraps
from typing import Any

from wagtail_localize.models import TranslationSource

from .approval import only_drafting


def keep_translations_drafts() -> None:
    """Wrap wagtail-localize's making of a translated page; once, when the apps are ready."""
    make = TranslationSource.create_or_update_translation

    @wraps(make)
    def make_draft(self: TranslationSource, locale: Any, *args: Any, **kwargs: Any) -> Any:
        names = ("user", "publish", "copy_parent_pages", "fallback")
        said = {**dict(zip(names, args, strict=False)), **kwargs, "publish": False}
        with only_drafting():
            return make(self, locale, **said)

    TranslationSource.create_or_update_translation = make_draft
