"""How people, numbers and codes are written on pages and in messages."""

from django import template

from ..domain.address import addressed as with_form_of_address
from ..models import Person
from ..phones import readable_phone as readable

register = template.Library()


@register.filter
def addressed(person: Person) -> str:
    """Write a person's name with the form of address they chose."""
    return with_form_of_address(person)


@register.filter
def readable_phone(number: str) -> str:
    """Write a number in E.164 the way it is read aloud."""
    return readable(number) if number else ""


@register.filter
def spaced_code(code: str) -> str:
    """Write six digits as three and three."""
    return f"{code[:3]} {code[3:]}"
