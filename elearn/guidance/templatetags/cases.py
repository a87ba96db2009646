"""What messages about a case hold: its code, which nobody else may read, and the time of a call."""

from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

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


@register.filter
def moment_in_words(at: str) -> str:
    """Say a moment that a message was given: "Tuesday, 24 November, 10:00"."""
    found = parse_datetime(at)
    return date_format(timezone.localtime(found), "l, j E, H:i") if found else ""


@register.filter
def moment_in_digits(at: str) -> str:
    """Say such a moment shortly, for text messages: "24.11. 10:00"."""
    found = parse_datetime(at)
    return f"{timezone.localtime(found):%d.%m. %H:%M}" if found else ""
