"""What messages about a case hold that nobody else may read: its code."""

from typing import Any
from uuid import UUID

from django import template

from ..domain.case_code import in_groups
from ..models import Case

register = template.Library()
HIDDEN = "…"


@register.simple_tag(takes_context=True)
def case_code(context: dict[str, Any], key: str) -> str:
    """Write the code of a case as it is read; staff who read the message do not see it."""
    if context.get("for_staff"):
        return HIDDEN
    try:
        case = Case.objects.filter(key=UUID(str(key)), reach=context["person"]).first()
    except ValueError:
        case = None
    return in_groups(case.code_kept) if case and case.code_kept else "–"
