"""What pages about certificates say as the paper says it."""

from datetime import date

from django import template

from courses.domain.certificates.wording import day_words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Write a date as on the paper: "21 noyabr 2026"."""
    return day_words(value) if value else ""
