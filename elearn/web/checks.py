"""System checks: what would let somebody publish alone."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError


@register(Tags.models)
def all_drafts_are_pages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Only pages stand behind the gate; another model with drafts would be published by one person."""
    from wagtail.models import DraftStateMixin, Page

    from .models import BasePage

    return [
        Error(
            f"{model._meta.label} can be published without approval.",
            hint="Make it a page that inherits from BasePage.",
            id="web.E001",
        )
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and model is not Page and not issubclass(model, BasePage)
    ]


@register(Tags.database)
def nobody_publishes_alone(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No group holds the permission to publish pages; `manage.py prepare` takes it away."""
    from .domain.prepare import publishers

    if not databases or "default" not in databases:
        return []
    try:
        names = sorted({grant.group.name for grant in publishers()})
    except DatabaseError:  # not migrated yet
        return []
    return [
        Error(
            f"The group “{name}” holds the permission to publish pages.", hint="Run manage.py prepare.", id="web.E002"
        )
        for name in names
    ]
