"""What is held of a person beside the reports of players: a coordinator's word for lessons, and checks of a player."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearn.people.api import holds, keep, not_given, plain, stays
from elearn.people.models import Person

from ..models import Adjustment, EnrolmentState, LoadCheck, PlaybackSession

Row = dict[str, Any]
_AT_WORK = ("courses.Adjustment.by", "courses.Adjustment.undone_by")


@holds("courses.adjustments", words=_("Lessons that a coordinator recorded as done"))
def adjustments(person: Person) -> Iterator[Row]:
    for row in Adjustment.objects.filter(enrolment__person=person).select_related("lesson"):
        yield {"lesson": row.lesson.title} | plain(row, "reason", "at", "undone_at")


@holds("courses.load_checks", words=_("When we checked that your player had loaded a video"))
def load_checks(person: Person) -> Iterator[Row]:
    for row in LoadCheck.objects.filter(session__person=person).select_related("session__lesson"):
        yield {"lesson": row.session.lesson.title} | plain(row, "asked_at", "answered_at", "verdict")


not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK)
stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)


# How long ----------------------------------------------------------------------------------------------
def idle_playback(before: datetime, most: int) -> list[PlaybackSession]:
    """Reports of what was played in courses that were left, or that nobody went on with; what counted is kept."""
    idle = Q(enrolment__state=EnrolmentState.LEFT) | Q(enrolment__completed_at=None)
    untouched = Q(enrolment__last_seen_at=None) | Q(enrolment__last_seen_at__lt=before)
    return list(PlaybackSession.objects.filter(idle & untouched, created_at__lt=before).order_by("created_at")[:most])


def delete_playback(sessions: Sequence[PlaybackSession]) -> None:
    PlaybackSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()


keep(
    "courses.playback_idle", what=_("What your player reported, in a course that you left or did not go on with"),
    days=365, why=_("So that you can go on with it for a year, and we can explain what counted."),
    find=idle_playback, clear=delete_playback,
)  # fmt: skip
