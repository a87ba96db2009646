"""What templates ask of reviews: the facts that stand on a guide, and the days messages were given."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from ..domain.page_facts import PageFacts, page_facts
from ..domain.prepare_review import criteria_page
from ..domain.standing import current, standing_of
from ..models import CriteriaPage, GuidePage

register = template.Library()


@register.simple_tag
def guide_standing(page: GuidePage) -> PageFacts:
    """Give what is said of a guide beside its own words."""
    return page_facts(page)


@register.simple_tag
def guide_robots(page: GuidePage) -> str:
    """Ask search engines to leave out a guide that is long past its day."""
    standing = standing_of(page)
    gone = standing is not None and current(standing).has_left
    return mark_safe('<meta name="robots" content="noindex">') if gone else ""


@register.simple_tag
def guidance_criteria(language: str) -> CriteriaPage | None:
    """Give the public criteria, in a language or in the first there is."""
    return criteria_page(language)


@register.filter
def day_in_words(day: str) -> str:
    """Say a day that a message was given: "24 November 2026"."""
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


@register.filter
def day_in_digits(day: str) -> str:
    """Say such a day shortly, for text messages: "24.11.2026"."""
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""
