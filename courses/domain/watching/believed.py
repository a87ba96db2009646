"""What is left of a film that was watched where some of its sessions cannot be relied on (`doubt`, decision 0023)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from courses.models import FilmProgress, PlaybackSession, WatchReport

from . import spans as set_of
from .clocks import locked_clocks
from .doubt import doubtful


def believed(
    person: int,
    film: UUID,
    spans: Iterable[Sequence[int]],
    *,
    enrolment: int | None,
    unsaved: Iterable[WatchReport] = (),
) -> Sequence[Sequence[int]] | None:
    """Give what is left of a film that was watched without what only doubtful sessions played; None: all of it.

    What another session played too stays, whether or not its player could answer. `unsaved`: reports that are not
    written yet, of whichever session. A query, and two more in doubt.
    """
    found = doubtful(person, film=film, enrolment=enrolment)
    if film not in found.values():
        return None
    sessions = set(PlaybackSession.objects.filter(person=person, film=film).values_list("key", flat=True))
    rows = WatchReport.objects.filter(session__in=sessions, refusal="").values_list("session_id", "spans")
    played = [*rows, *((row.session_id, row.spans) for row in unsaved if not row.refusal)]
    relied = [span for session, report in played if session in sessions and session not in found for span in report]
    doubted = [span for session, report in played if session in sessions and session in found for span in report]
    return set_of.without(spans, set_of.without(doubted, relied))


@transaction.atomic
def take_back(person: int, film: UUID, *, enrolment: int | None) -> None:
    """Take from what a person watched of a film what only doubtful sessions played. Asked when a session is opened."""
    if film not in doubtful(person, film=film, enrolment=enrolment).values():
        return
    locked_clocks({person})
    progress = FilmProgress.objects.filter(person=person, film=film).first()
    left = believed(person, film, progress.spans, enrolment=enrolment) if progress else None
    if progress is None or left is None:
        return
    progress.spans, progress.watched_ms = [list(span) for span in left], set_of.length(left)
    progress.save(update_fields=["spans", "watched_ms"])
