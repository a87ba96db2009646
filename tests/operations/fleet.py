"""Drive a fleet of workers from outside: `python -m tests.operations.fleet send FILE… | watch FILM…`.

`watch` sweeps as the tick does, tells a line of JSON now and then until every film has come to its end, and at last
what each became: its renditions with the checksums of their files.
"""

import hashlib
import json
import sys
import time
from pathlib import Path

import django


def send(*paths: str) -> None:
    """Have films come in; tells their ids in order."""
    from media_pipeline import api

    sent = [api.receive_file(api.open_film(Path(path).name, is_check=True), Path(path)) for path in paths]
    print(json.dumps([str(film.pk) for film in sent]), flush=True)


def watch(*films: str) -> None:
    """Sweep until all is done; tells who works and how many films are ready, then what each became."""
    from media_pipeline import api
    from media_pipeline.models import Film, Work, WorkState

    left = Work.objects.filter(film__in=films, state__in=[WorkState.WAITING, WorkState.RUNNING])
    while left.exists():
        api.sweep()
        running = [[work.kind, work.machine] for work in left.filter(state=WorkState.RUNNING)]
        ready = Film.objects.filter(pk__in=films, state="ready").count()
        print(json.dumps({"ready": ready, "running": running}), flush=True)
        time.sleep(0.3)
    print(json.dumps([became(Film.objects.get(pk=film)) for film in films]), flush=True)


def became(film) -> dict:
    """The state of a film, what is wrong with it, and the files of its renditions."""
    from media_pipeline.bench.faults import faults_of

    made = {row.name: checksums(f"{film.folder}/{row.folder}") for row in film.renditions.filter(is_live=True)}
    works = sorted(film.works.values_list("kind", "state"))
    return {"title": film.title, "state": film.state, "faults": faults_of(film), "made": made, "works": works}


def checksums(folder: str) -> dict[str, str]:
    """Name → SHA-256 of each file in a folder of the storage."""
    from media_pipeline import storage

    found = {}
    for name in storage.files(folder):
        with storage.films().open(f"{folder}/{name}") as stored:
            found[name] = hashlib.sha256(stored.read()).hexdigest()
    return found


if __name__ == "__main__":
    django.setup()
    {"send": send, "watch": watch}[sys.argv[1]](*sys.argv[2:])
