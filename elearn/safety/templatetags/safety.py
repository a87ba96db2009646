"""What pages of every app show of safety: the way to report something, and whom to call in danger."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse

from ..domain.hide import is_hidden as _is_hidden

register = template.Library()


@register.simple_tag(takes_context=True)
def concern_address(context: Context, kind: str, reference: object) -> str:
    """Give the address that reports a concern about one thing: {% concern_address "lesson" page.pk %}."""
    site = context.get("site") or {}
    query = {"subject": f"{kind}:{reference}", "about": site.get("path", "")}
    return f"{reverse('safety:concern')}?{urlencode({key: value for key, value in query.items() if value})}"


@register.simple_tag
def is_hidden(kind: str, reference: object) -> bool:
    """Say whether something is not to be shown now."""
    return _is_hidden(f"{kind}:{reference}")


@register.inclusion_tag("safety/_numbers.html")
def emergency_numbers() -> dict[str, Any]:
    """Show whom to call when somebody is in danger, with where the numbers come from and when they were checked."""
    return {
        "numbers": settings.EMERGENCY_NUMBERS,
        "source": settings.EMERGENCY_SOURCE,
        "checked_on": settings.EMERGENCY_CHECKED_ON,
    }
