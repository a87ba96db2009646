"""A ready film whose files lie in the storage, made without ffmpeg: small, and as whole as a real one."""

import os
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.models import Film, FilmState, Rendition

SECONDS = 8
DAYS = 100  # since it was ready


def write(key: str, data: bytes = b"x", *, age: timedelta = timedelta(0)) -> str:
    """Put a file into the storage, as old as you say."""
    storage.films().save(key, ContentFile(data, name=key))
    path = storage.local_target(key)
    if path is not None and age:
        then = (timezone.now() - age).timestamp()
        os.utime(path, (then, then))
    return key


def kept_film(**facts) -> Film:
    """A film with original, poster, 360p and sound, ready a hundred days ago."""
    ready = timezone.now() - timedelta(days=DAYS)
    film = Film.objects.create(
        state=FilmState.READY, duration_ms=SECONDS * 1000, width=640, height=360, has_video=True, has_audio=True,
        playable_at=ready, ready_at=ready, **facts,
    )  # fmt: skip
    film.source, film.source_bytes = write(film.source_key, b"original" * 100), 800
    film.poster = write(f"{film.folder}/poster-0000aaaa.jpg")
    film.save()
    make_rendition(film, "360p", Rendition.Kind.RUNG)
    make_rendition(film, "audio", Rendition.Kind.AUDIO)
    return film


def make_rendition(film: Film, name: str, kind: str, *, mark: str = "0000aaaa") -> Rendition:
    """A rendition of two segments, with its row."""
    folder = f"{film.folder}/{name}-{mark}"
    parts = {"init.mp4": b"i" * 10, "s00000.m4s": b"a" * 300, "s00001.m4s": b"b" * 200}
    for part, data in parts.items():
        write(f"{folder}/{part}", data)
    lines = ["#EXTM3U", '#EXT-X-MAP:URI="init.mp4"', "#EXTINF:4.0,", "s00000.m4s", "#EXTINF:4.0,", "s00001.m4s"]
    write(f"{folder}/index.m3u8", "\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode())
    return Rendition.objects.create(
        film=film, kind=kind, name=name, folder=f"{name}-{mark}", bytes=sum(map(len, parts.values())),
        bandwidth=1_000_000, average_bandwidth=800_000, codecs="avc1.4d401e", **_size(kind),
    )  # fmt: skip


def _size(kind: str) -> dict[str, float]:
    return {} if kind == Rendition.Kind.AUDIO else {"width": 640, "height": 360, "frame_rate": 25}


def all_keys() -> set[str]:
    """Every file that lies in the storage of films."""
    from media_pipeline.listing import entries

    return {entry.name for entry in entries(storage.films())}
