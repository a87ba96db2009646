"""The front of the house: hot paths are answered by small callables before Django; all the rest is Django."""

import os

from elearn.garbage import look_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings")
look_rarely()

from django.core.asgi import get_asgi_application  # noqa: E402

django = get_asgi_application()

# These read models, so they come after Django is set up.
from courses import hot as watching  # noqa: E402
from courses import hot_attend as attending  # noqa: E402
from courses import hot_events as telling  # noqa: E402
from media_pipeline import hot as films  # noqa: E402
from media_pipeline import uploads  # noqa: E402

HOT = (films, watching, attending, telling)


async def application(scope, receive, send):  # type: ignore[no-untyped-def]
    """Dispatch one ASGI connection."""
    if scope["type"] == "http":
        for part in HOT:
            if part.handles(scope["path"]):
                await part.application(scope, receive, send)
                return
        if uploads.handles(scope):
            await uploads.refuse(scope, send)
            return
        await django(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send)


async def lifespan(receive, send):  # type: ignore[no-untyped-def]
    """Answer the server's start and stop; nothing is held that needs closing."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        else:
            await send({"type": "lifespan.shutdown.complete"})
            return
