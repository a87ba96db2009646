"""A lesson whose video was made anew while somebody was watching it: what they are told, and what of it counts.

Nothing is kept for this: who opened the lesson with another video than it shows has that in their sessions. They read
of it from then until a day after they first open the new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import LessonPage, PlaybackSession
from elearn.people.models import Person
from media_pipeline.models import Film

from ..films.recordings import recording_of

SHOWN_FOR = timedelta(days=1)


class Anew(StrEnum):
    """What the new video is to the one that somebody watched."""

    PART = "part"  # the same recording: what was watched counts, and so does the place
    OTHER = "other"  # another recording


@dataclass(frozen=True)
class MadeAnew:
    kind: Anew
    words: str


def made_anew(person: Person | None, lesson: LessonPage, *, now: datetime | None = None) -> MadeAnew | None:
    """Say that a lesson's video is another than the one this person watched in it; None where it is not.

    One query where nothing was made anew, else one more.
    """
    if person is None or lesson.film is None:
        return None
    mine = PlaybackSession.objects.filter(person=person, lesson=lesson)
    last = mine.exclude(film=lesson.film_id).select_related("film").order_by("-created_at").first()
    if last is None:
        return None
    since = mine.filter(film=lesson.film_id, created_at__gt=last.created_at).order_by("created_at").first()
    if since is not None and since.created_at < (now or timezone.now()) - SHOWN_FOR:
        return None
    kind = Anew.PART if recording_of(last.film) == recording_of(lesson.film) else Anew.OTHER
    return MadeAnew(kind, anew_words(kind))


def anew_words(kind: Anew, *, is_playing: bool = False) -> str:
    """Say it in plain words, at the next opening or while the earlier one plays.

    Who had opened the earlier one may watch that to its end: the lesson is done by it as it was when they began.
    """
    if kind == Anew.PART:
        said = _("This video has been made anew: something was cut off at its beginning or end.")
        counts = _("What you have watched still counts, and you go on at the same place.")
    else:
        said = _("This video has been recorded anew.")
        if is_playing:
            rest = _(
                "You can watch the earlier one here to its end, and the lesson is done. Or go to the new one: it "
                "begins at the start."
            )
            return f"{said} {rest}"
        counts = _(
            "What you watched of the earlier one does not count for the new one, which begins at the start. "
            "A lesson that you have completed stays completed."
        )
    meanwhile = _("You can go on watching the earlier one here, or go to the new one.")
    return " ".join([said, counts, meanwhile] if is_playing else [said, counts])


def words_at_opening(person: Person | None, lesson: LessonPage) -> str:
    """What somebody is told whose page still shows the earlier video when they open the new one."""
    mine = made_anew(person, lesson)
    return mine.words if mine else _("This video has been made anew.")


def anew_among(played: Mapping[tuple[UUID, UUID | None], UUID | None]) -> dict[tuple[UUID, UUID | None], Anew]:
    """Give those films played in a lesson that shows another by now, of {(film, shown): what the film was cut from}.

    A query only where there are any.
    """
    moved = {(film, shown): whole or film for (film, shown), whole in played.items() if shown and shown != film}
    if not moved:
        return {}
    rows = Film.objects.filter(pk__in={shown for _film, shown in moved}).values_list("pk", "cut_of")
    recording = {pk: whole or pk for pk, whole in rows}
    return {pair: Anew.PART if recording.get(pair[1]) == mine else Anew.OTHER for pair, mine in moved.items()}
