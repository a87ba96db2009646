"""What pages about certificates say as the paper says it."""

from datetime import date
from typing import Any

from django import template

from courses.domain.certificates.claims import name_for_papers
from courses.domain.certificates.wording import day_words
from elearn.people.api import person_of
from elearn.web.signs import unprintable

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Write a date as on the paper: "21 noyabr 2026"."""
    return day_words(value) if value else ""


@register.inclusion_tag("courses/_unprintable.html", takes_context=True)
def name_on_papers(context: dict[str, Any]) -> dict[str, str]:
    """Tell who is signed in, long before a course is done, that their name cannot be printed as it is."""
    request = context.get("request")
    person = person_of(request.user) if request else None
    name = name_for_papers(person) if person else ""
    return {"name": name, "signs": " ".join(unprintable(name))}
