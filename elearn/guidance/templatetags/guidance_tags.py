"""What pages of guidance show: topics and guides, the text of a guide with its sources, words explained."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from elearn.guidance.domain import lists
from elearn.guidance.domain.reading import Cited, Reading, cited_by, read
from elearn.guidance.domain.terms import next_due
from elearn.guidance.models import (
    GlossaryPage,
    GlossaryTermPage,
    GuidanceIndexPage,
    GuidanceTopicPage,
    GuidePage,
    Source,
)
from elearn.guidance.words import lead_to_meanings

register = template.Library()
INDEX_DEPTH = 3  # the root, a home page, the front of guidance


# Lists ---------------------------------------------------------------------------------------------
@register.simple_tag
def guidance_topics(index: GuidanceIndexPage) -> QuerySet[GuidanceTopicPage]:
    """Give the topics of a language, each with the number of its guides."""
    return lists.topics_of(index)


@register.simple_tag
def newest_guides(index: GuidanceIndexPage) -> QuerySet[GuidePage]:
    return lists.newest_guides(index)


@register.simple_tag
def guides_in(topic: GuidanceTopicPage) -> QuerySet[GuidePage]:
    return lists.guides_of(topic)


@register.simple_tag
def glossary_of(index: GuidanceIndexPage) -> GlossaryPage | None:
    """Give the words explained in the language of an index, if there are any."""
    return GlossaryPage.objects.live().child_of(index).filter(numchild__gt=0).first()


@register.simple_tag
def glossary_letters(glossary: GlossaryPage) -> list[lists.Letter]:
    return lists.letters_of(GlossaryTermPage.objects.live().child_of(glossary))


@register.simple_tag
def guidance_above(page: Page) -> list[Page]:
    """Give the pages of guidance above one, from the front of it down."""
    above = page.get_ancestors().live().filter(depth__gt=INDEX_DEPTH - 1)
    return list(above.order_by("path"))


@register.simple_tag
def guidance_elsewhere(index: GuidanceIndexPage) -> list[GuidanceIndexPage]:
    """Give guidance in the other languages, as far as there is any."""
    others = GuidanceIndexPage.objects.live().exclude(pk=index.pk).select_related("locale")
    return [other for other in others if lists.topics_of(other).exists()]


# A guide -------------------------------------------------------------------------------------------
@register.simple_tag
def guide_reading(page: GuidePage) -> Reading:
    """Give the contents, sources and explained words of a guide."""
    return read(page)


@register.simple_tag
def term_sources(page: GlossaryTermPage) -> list[Cited]:
    """Give what the explanation of a word rests on, numbered."""
    return cited_by(page)


@register.simple_tag
def term_due(page: GlossaryTermPage) -> dict[str, Any]:
    """Say by when a word is to be compared with its sources again, and whether that day has passed."""
    due = next_due(page)
    return {"day": due, "is_past": due is not None and due < timezone.localdate()}


@register.simple_tag(takes_context=True)
def guide_body(context: Context, page: GuidePage, reading: Reading) -> SafeString:
    """Draw the text of a guide: every piece with its anchor, words that are explained leading to what they mean."""
    known: dict[Any, Any] = {**context.flatten(), "reading": reading}
    drawn = [
        block.render(context={**known, "anchor": part.anchor, "part_heading": part.heading})
        for part, block in zip(reading.parts, page.body, strict=True)
    ]
    return mark_safe(lead_to_meanings("".join(drawn), reading.words))  # noqa: S308  # drawn by templates


@register.filter
def cited_in(reading: Reading, sources: list[Source | None]) -> list[Cited]:
    """Give the sources of one claim with their numbers in the guide."""
    return reading.of(sources)


@register.filter
def beside(row: Any, columns: Any) -> list[tuple[str, str]]:
    """Give the answers of a line of a comparison, each with the way that it is the answer for."""
    return list(zip(columns, row["cells"], strict=False))
