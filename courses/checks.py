"""System checks of the school: what a wrong setting would break silently."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("courses")
def player_may_play(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The player feeds films to the browser as blobs and unpacks them in a worker; the policy must allow both."""
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    return [
        Error(
            f"No film can play: the content security policy's {directive} lacks blob:.",
            id=f"courses.E00{number}",
        )
        for number, directive in enumerate(("media-src", "worker-src"), start=1)
        if policy and "blob:" not in policy.get(directive, policy.get("default-src", []))
    ]
