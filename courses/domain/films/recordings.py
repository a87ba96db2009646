"""Which films are parts of one recording: shortened at either end, it is a film of its own and the same seconds."""

from uuid import UUID

from media_pipeline.models import Film

__all__ = ["is_same_recording", "recording_of"]


def is_same_recording(one: Film, other: Film) -> bool:
    """Whether two films are parts of one recording."""
    return recording_of(one) == recording_of(other)


def recording_of(film: Film) -> UUID:
    """Name the recording as it came in, of which a film is the whole or a part."""
    return film.cut_of_id or film.pk
