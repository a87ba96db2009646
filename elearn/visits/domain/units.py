"""The skills that are offered, in words."""

from collections.abc import Iterable

from django.utils.translation import get_language

from ..models import Unit


def titles(units: Iterable[Unit]) -> list[tuple[int, str]]:
    """Give skills with their titles in the active language, else in the first one written; one query more."""
    rows = list(units)
    words: dict[int, dict[str, str]] = {}
    for row in Unit.objects.filter(pk__in=[unit.pk for unit in rows]).prefetch_related("texts"):
        words[row.pk] = {text.language: text.title for text in row.texts.all()}
    language = get_language() or ""
    return [(unit.pk, words[unit.pk].get(language) or next(iter(words[unit.pk].values()), unit.code)) for unit in rows]


def offered() -> list[tuple[int, str]]:
    """Give the skills that can be asked for."""
    return titles(Unit.objects.filter(is_offered=True))
