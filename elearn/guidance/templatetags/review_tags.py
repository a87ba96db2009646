"""What templates ask of reviews: the facts that stand on a guide, and the days messages were given."""

from django import template
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
