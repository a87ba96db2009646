"""Drive the lifted engine: `python -m tests.media_pipeline.engine DEED …`, a deed being a function below."""

import json
import sys
import time
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
    from django_tasks_db.models import DBTaskResult

    from media_pipeline import storage
    from media_pipeline.models import Film, Work

    film = Film.objects.get()
    return {
        "state": film.state,
        "percent": film.percent,
        "attempts": list(Work.objects.filter(kind="ladder").values_list("attempts", flat=True)),
        "woken": DBTaskResult.objects.filter(queue_name="ladder").count(),
        "fault": film.fault,
        "named": sorted(film.renditions.values_list("folder", flat=True)),
        "names": sorted(film.renditions.filter(is_live=True).values_list("name", flat=True)),
        "stored": [name for name in storage.folders(film.folder) if "-" in name],
    }


def kill(kills: str, films: str) -> dict:
    """Publish films while workers are killed."""
    from media_pipeline.bench.faults import kill_workers
    from media_pipeline.queues import QUEUES

    queues = ",".join(["quick", *QUEUES])
    worker = [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--interval", "0.1"]
    return kill_workers([*worker, "--queue-name", queues], kills=int(kills), films=int(films), seconds=8)


def record(path: str, count: str, first: str, last: str) -> dict:
    """Have some of the pieces arrive that a recording is cut into; the first of them begin a take."""
    from media_pipeline import api
    from media_pipeline.models import Take
    from media_pipeline.tasks import wake
    from tests.factories import in_pieces, keep_pieces

    take = Take.objects.first() or api.open_take(api.open_film(), mime="video/webm")
    pieces = in_pieces(Path(path).read_bytes(), int(count))
    keep_pieces(take, 1, pieces[int(first) - 1 : int(last)], first=int(first))
    return {"woken": wake(take.film_id)}


def send() -> dict:
    """Send the take; gives the seconds until it can be watched, or −1 when that takes more than twenty."""
    from media_pipeline import api
    from media_pipeline.models import Film, Take

    began = time.monotonic()
    api.send_take(Take.objects.get(), {})
    while time.monotonic() - began < 20:
        if Film.objects.get().playable_at:
            return {"seconds": time.monotonic() - began}
        time.sleep(0.05)
    return {"seconds": -1}


def air() -> dict:
    """A broadcast on air; gives where a studio sends to."""
    from media_pipeline import api

    broadcast = api.open_broadcast(title="", language="az")
    api.go_on_air(broadcast)
    return {"address": api.studio_address(broadcast), "take": broadcast.take_id.hex}


def end() -> dict:
    """End the first broadcast."""
    from media_pipeline import api
    from media_pipeline.models import Broadcast, Take

    broadcast = Broadcast.objects.earliest("created_at")
    api.end_broadcast(broadcast)
    return {"take": Take.objects.get(pk=broadcast.take_id).state}


def played() -> dict:
    """What became of the first broadcast, and whether what was acknowledged lies in the storage."""
    from media_pipeline.models import Broadcast, Work

    from . import cast

    broadcast = Broadcast.objects.earliest("created_at")
    rows = cast.segments(broadcast)
    return {
        "work": Work.objects.filter(kind="live", film=broadcast.film).latest("pk").state,
        "kept": {str(number): checksum for (_, number), checksum in cast.kept(broadcast.take_id).items()},
        "numbers": [row.number for row in rows],
        "sounds": [row.number for row in cast.segments(broadcast, "livesound")],
        "begins": [row.start_ms for row in rows],
        "ends": [row.start_ms + row.duration_ms for row in rows],
        "stretches": len({row.init for row in rows}),
        "frames": [cast.count_frames(content) for content in cast.played(broadcast).values()],
    }


if __name__ == "__main__":
    django.setup()
    deeds = {deed.__name__: deed for deed in (receive, sweep, tell, kill, record, send, air, end, played)}
    print(json.dumps(deeds[sys.argv[1]](*sys.argv[2:])))
