"""Drive the lifted engine: `python -m tests.media_pipeline.engine receive FILE | sweep | tell`."""

import json
import sys
from pathlib import Path

import django


def receive(path: str) -> dict:
    """A film with this source, its task enqueued."""
    from media_pipeline import api

    return {"film": str(api.receive_file(api.open_film(), Path(path)).pk)}


def sweep() -> dict:
    """What the tick process does."""
    from media_pipeline import api

    return {"enqueued": api.sweep()}


def tell() -> dict:
    """The only film as it is, with what lies in the storage."""
    from media_pipeline import storage
    from media_pipeline.models import Film

    film = Film.objects.get()
    return {
        "state": film.state,
        "percent": film.percent,
        "attempts": film.attempts,
        "fault": film.fault,
        "named": sorted(film.renditions.values_list("folder", flat=True)),
        "names": sorted(film.renditions.filter(is_live=True).values_list("name", flat=True)),
        "stored": [name for name in storage.folders(film.folder) if "-" in name],
    }


if __name__ == "__main__":
    django.setup()
    deeds = {"receive": receive, "sweep": sweep, "tell": tell}
    print(json.dumps(deeds[sys.argv[1]](*sys.argv[2:])))
