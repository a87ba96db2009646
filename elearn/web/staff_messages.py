"""What staff read that others wrote: the texts of Wagtail and its companions, and which of them lack a language.

Wagtail has no Azerbaijani and some packages have no catalogue at all, so we keep translations of their texts in
elearn/locale_staff. Only what a package itself lacks, or what we say otherwise on purpose, stands there: a text stays
in our catalogue for as long as a package asks for it. After an upgrade `manage.py messages` adds what is new.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation, translation

from .messages import Key, Text, find_texts

DOMAINS = ("django", "djangojs")
# Packages whose texts reach the screen although they are no installed app, so that no catalogue of theirs is read.
UNLISTED = ("django.conf", "django_filters")
# django-filter's own screens for REST; nobody meets them.
_NOT_SHOWN = ("rest_framework",)


def package_texts(domain: str) -> dict[Key, Text]:
    """Find the texts of all installed packages: in their English catalogues, else in their source."""
    found: dict[Key, Text] = {}
    for name, folder in _packages():
        for text in _texts_of_package(folder, domain):
            known = found.setdefault(text.key, text)
            known.plural = known.plural or text.plural
            known.places = sorted({*known.places, name})
    return found


def _packages() -> Iterator[tuple[str, Path]]:
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if not folder.is_relative_to(settings.BASE_DIR) or "site-packages" in folder.parts:
            yield config.module.__name__ if config.module else config.name, folder
    for name in UNLISTED:
        spec = find_spec(name)
        if spec and spec.origin:
            yield name, Path(spec.origin).parent


def _texts_of_package(folder: Path, domain: str) -> Iterator[Text]:
    path = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if path.exists():
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield Text(entry.msgid, entry.msgctxt, entry.msgid_plural or None)
    elif domain == "django" and not (folder / "locale" / "en").exists():
        for text in find_texts(folder.parent, [folder.name]).values():
            if not any(part in place for place in text.places for part in _NOT_SHOWN):
                yield Text(text.text, text.context, text.plural)


def kept_texts(path: Path, language: str, texts: dict[Key, Text]) -> dict[Key, Text]:
    """Choose the texts that our catalogue at `path` holds: what the packages lack, and what it has of theirs."""
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    ours = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    lacking = {text.key for text in untranslated(language, path.stem, texts)}
    return {key: text for key, text in texts.items() if key in ours | lacking}


def untranslated(language: str, domain: str, texts: dict[Key, Text]) -> list[Text]:
    """List the texts for which gettext finds nothing in a language, whoever should have translated them."""
    known = _catalogue(language, domain)
    return [text for text in texts.values() if _gettext_key(text) not in known and text.text]


def _catalogue(language: str, domain: str) -> set[str | tuple[str, int]]:
    """Give the keys of the merged catalogue of all packages and of ours, without any fallback to another language."""
    if domain == "django":
        merged = translation(language)
    else:
        places = [str(folder / "locale") for _, folder in _packages() if (folder / "locale").is_dir()]
        merged = DjangoTranslation(language, domain=domain, localedirs=places)
    return {key for key, value in merged._catalog.items() if value}  # type: ignore[attr-defined]


def _gettext_key(text: Text) -> str | tuple[str, int]:
    msgid = f"{text.context}\x04{text.text}" if text.context else text.text
    return (msgid, 0) if text.plural else msgid
