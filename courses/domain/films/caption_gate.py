"""No lesson is published whose film has no reviewed captions in the language spoken in it.

Unless a coordinator gives a reason: it has a date, and everybody reads it under the film for as long as it is so. A
film that makes no sound needs neither. A part of a recording goes by the reason given for the recording.
"""

from django.db.models import Q

import media_pipeline.api as films
from courses.errors import CaptionsWanting
from courses.models import CaptionExcuse
from media_pipeline.models import Film


def wants_captions(film: Film) -> bool:
    """Whether a film has no reviewed captions and should; a reason that was given does not count here."""
    return film.has_audio and film.blocked_at is None and not films.has_reviewed(film)


def excuse_of(film: Film) -> CaptionExcuse | None:
    """The reason that stands for a film, whether it is still needed or not."""
    recording = film.cut_of_id or film.pk
    given = CaptionExcuse.objects.filter(Q(film=film) | Q(film=recording) | Q(film__cut_of=recording))
    return given.order_by("-at", "-pk").first()


def shown_excuse(film: Film) -> CaptionExcuse | None:
    """The reason that the lesson shows: while there are no reviewed captions."""
    excuse = excuse_of(film)
    return excuse if excuse and wants_captions(film) else None


def refuse_uncaptioned(film: Film) -> None:
    """Raise CaptionsWanting for a film that may not be published yet."""
    if wants_captions(film) and excuse_of(film) is None:
        raise CaptionsWanting
