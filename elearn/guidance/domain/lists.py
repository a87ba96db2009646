"""Topics and guides as their lists show them."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from wagtail.models import Page

from ..models import GlossaryTermPage, GuidanceIndexPage, GuidanceTopicPage, GuidePage

NEWEST = 3


@dataclass(frozen=True)
class Letter:
    """The words of a glossary that begin with one letter."""

    letter: str
    terms: list[GlossaryTermPage]


def topics_of(index: GuidanceIndexPage) -> QuerySet[GuidanceTopicPage]:
    """Give the live topics of a language in their order, each with how many live guides it has as `guides`."""
    steps = Page.steplen
    guides = (
        GuidePage.objects.live()
        .annotate(above=Substr("path", 1, length=index.depth * steps + steps))
        .filter(above=OuterRef("path"))
        .order_by()
        .values("above")
        .annotate(number=Count("pk"))
        .values("number")
    )
    topics = GuidanceTopicPage.objects.live().child_of(index)
    return topics.annotate(guides=Coalesce(Subquery(guides), 0)).order_by("path")


def guides_of(topic: GuidanceTopicPage) -> QuerySet[GuidePage]:
    """Give the live guides of a topic in their order, without their text."""
    return GuidePage.objects.live().child_of(topic).defer("body").select_related("locale").order_by("path")


def newest_guides(index: GuidanceIndexPage, count: int = NEWEST) -> QuerySet[GuidePage]:
    """Give the guides of a language that were published or changed last."""
    live = GuidePage.objects.live().descendant_of(index).defer("body").select_related("locale")
    return live.order_by("-last_published_at", "-pk")[:count]


def letters_of(terms: QuerySet[GlossaryTermPage]) -> list[Letter]:
    """Put words in the order of the Azerbaijani, Latin or Russian alphabet, letter by letter."""
    letters: dict[str, list[GlossaryTermPage]] = {}
    for term in sorted(terms, key=lambda term: sorting_key(term.title)):
        first = "İ" if term.title[:1] == "i" else term.title[:1].upper()
        letters.setdefault(first, []).append(term)
    return [Letter(letter, found) for letter, found in letters.items()]


# Azerbaijani letters stand after those they are made of; others sort as they are.
_ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"


def sorting_key(word: str) -> list[tuple[int, str]]:
    small = word.replace("İ", "i").replace("I", "ı").lower()
    return [(_ALPHABET.find(sign) if sign in _ALPHABET else len(_ALPHABET), sign) for sign in small]
