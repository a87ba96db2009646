"""System checks of safety: what grows old without anybody noticing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils import timezone

YEAR = timedelta(days=365)


@register("safety")
def emergency_numbers_are_checked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """People in danger call what we show: somebody compares the numbers with their source every year."""
    checked_on = settings.EMERGENCY_CHECKED_ON
    if timezone.localdate() - checked_on <= YEAR:
        return []
    return [
        Warning(
            f"The emergency numbers were last checked on {checked_on.isoformat()}, more than a year ago.",
            hint="Compare them with their source, then set KORPU_EMERGENCY_CHECKED_ON to today.",
            id="safety.W001",
        )
    ]
