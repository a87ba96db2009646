"""What messages to an elder hold that nobody else may read: the address of their answer, and a code."""

from typing import Any

from django import template

from courses.links import answer_address
from courses.models import Contribution, ElderQuestion

register = template.Library()


@register.simple_tag(takes_context=True)
def answer_link(context: dict[str, Any], pk: int) -> str:
    """Write the address at which the elder answers; staff who read the message do not see it."""
    if context.get("for_staff"):
        return "…"
    found = Contribution.objects.filter(pk=pk, person=context["person"]).select_related("person").first()
    return context["base_url"] + answer_address(found) if found else ""


@register.simple_tag(takes_context=True)
def answer_code(context: dict[str, Any], pk: int) -> str:
    """Write the six digits as they are read; staff who read the message do not see them."""
    if context.get("for_staff"):
        return "…"
    code = ElderQuestion.objects.filter(pk=pk, contribution__person=context["person"]).values_list("code", flat=True)
    digits = next(iter(code), "")
    return f"{digits[:3]} {digits[3:]}" if digits else "–"
