"""How people, numbers and codes are written on pages and in messages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..consent_words import statement, use_in_words
from ..domain.address import addressed as with_form_of_address
from ..domain.names import public_name as name_for_others
from ..links import consent_address, relative_address
from ..models import Consent, Person
from ..phones import readable_phone as readable
from ..retention import Rule, rules

register = template.Library()


@register.filter
def addressed(person: Person) -> str:
    """Write a person's name with the form of address they chose."""
    return with_form_of_address(person)


@register.filter
def public_name(person: Person) -> str:
    """Write the name that others may see: of a minor the first name alone."""
    return name_for_others(person)


@register.simple_tag
def consent_spoken(consent: Consent) -> str:
    """Give the words that somebody says aloud to agree: their name, and the sentence of the consent."""
    return _("My name is %(name)s. %(sentence)s") % {"name": consent.person.name, "sentence": statement(consent)}


@register.filter
def readable_phone(number: str) -> str:
    """Write a number in E.164 the way it is read aloud."""
    return readable(number) if number else ""


@register.filter
def in_words(value: Any) -> str:
    """Write a value as people read it: a day and hour, yes or no, several things one below the other."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j E Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j E Y")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return "\n".join(in_words(one) for one in value)
    return str(value)


@register.simple_tag
def kept_for() -> list[Rule]:
    """The table of how long things are kept, for the privacy page."""
    return rules()


@register.filter
def spaced_code(code: str) -> str:
    """Write six digits as three and three."""
    return f"{code[:3]} {code[3:]}"


@register.filter
def use_words(use: str) -> str:
    """Say a use that is asked for in a consent."""
    return use_in_words(use)


@register.simple_tag(takes_context=True)
def consent_link(context: dict[str, Any], key: str) -> str:
    """Write the address at which the person of a message answers; staff who read the message do not see it."""
    if context.get("for_staff"):
        return "…"
    try:
        consent = Consent.objects.filter(key=UUID(str(key))).first()
    except ValueError:
        return ""
    return context["base_url"] + consent_address(consent, context["person"]) if consent else ""


@register.simple_tag(takes_context=True)
def relative_link(context: dict[str, Any], person_id: int) -> str:
    """Write the address at which a relative decides; staff who read the message do not see it."""
    if context.get("for_staff"):
        return "…"
    number = person_id if isinstance(person_id, int) else 0
    person = Person.objects.filter(pk=number, relative=context["person"]).first()
    return context["base_url"] + relative_address(person) if person else ""
