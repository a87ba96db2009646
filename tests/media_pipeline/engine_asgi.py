"""The engine's own door without a site around it, for a real web server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.media_pipeline.engine_settings")

import django

django.setup()

from media_pipeline.hot import application as films  # noqa: E402


async def application(scope, receive, send):
    """Answer requests; the server's start and stop are none."""
    if scope["type"] == "http":
        await films(scope, receive, send)
