"""Plain text from templates: no escaping, because "Günay & Murad" is no HTML in a letter."""

from collections.abc import Mapping
from typing import Any

from django.template import Context
from django.template.loader import get_template


def text(template: str, facts: Mapping[str, Any]) -> str:
    """Render a .txt template as plain text in the active language, without space around it."""
    found: Any = get_template(template)
    rendered: str = found.template.render(Context(dict(facts), autoescape=False))
    return rendered.strip()
