"""What follows a webinar: the account of who attended, the recording becoming a lesson, the questions left, thanks.

The recording becomes a contribution of the speaker, as any video does: they are asked for their yes when it can be
watched, a coordinator looks at it and places it. Every step is safe to repeat, so a sweep takes up what a crash left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.domain.building.tree import course_path
from courses.domain.films import answers
from courses.domain.films.consents import ask_own
from courses.domain.hidden import is_lesson_shown
from courses.domain.learning.complete import settle
from courses.enums import NotCounted
from courses.models import (
    Attendance,
    Contribution,
    ContributionState,
    Enrolment,
    EnrolmentState,
    LessonPage,
    LiveQuestion,
    PresenceReport,
    Registration,
    RegistrationState,
    Webinar,
    WebinarState,
)
from elearn.notices.api import tell
from elearn.people.api import public_name
from elearn.people.models import Person
from elearn.safety.api import hidden_among
from media_pipeline.models import FilmState, LiveCue

from . import asks, polls
from .attendance import settle_attendance
from .events import CONCERN
from .recording import is_recorded, may_still_come

# A sweep takes up what was to follow an end so long ago.
LEFT_AFTER = timedelta(minutes=5)
AT_ONCE = 20
LONGEST_CHAPTER = 80


class RecordingState(StrEnum):
    NONE = "none"  # nothing was recorded, or it could not be used
    PREPARING = "preparing"
    ASKED = "asked"  # the speaker has not answered
    REFUSED = "refused"  # the speaker said no, or took it back
    REVIEW = "review"
    LESSON = "lesson"


@dataclass(frozen=True)
class Recording:
    """How it stands with the recording of a webinar that is over, in words for everybody."""

    state: RecordingState
    words: str
    lesson: LessonPage | None = None


# At the end ----------------------------------------------------------------------------------------------
def follow_up(webinar_id: int, *, now: datetime | None = None) -> bool:
    """Do everything that follows the end of a webinar; says whether there was something left to do.

    What a concern ended is taken up again by the sweep, once an officer has decided that it may be seen.
    """
    webinar = Webinar.objects.select_related("speaker", "topic", "broadcast__film").get(pk=webinar_id)
    if webinar.state != WebinarState.ENDED:
        return False
    settle_attendance(webinar, now=now)
    offer_recording(webinar)
    if _held([webinar]):
        return False
    polls.close_left_open(webinar)
    asks.collect(webinar)
    thank(webinar)
    return bool(Webinar.objects.filter(pk=webinar.pk, followed_up_at=None).update(followed_up_at=now or timezone.now()))


def _held(webinars: Iterable[Webinar]) -> list[int]:
    """Name those that a concern ended and hides: nobody is thanked and nothing handed on before an officer has looked.

    At most one query.
    """
    stopped = {
        webinar.pk: f"film:{webinar.broadcast.film_id}"
        for webinar in webinars
        if webinar.broadcast and webinar.broadcast.stopped_because == CONCERN
    }
    hidden = hidden_among(stopped.values())
    return [pk for pk, film in stopped.items() if film in hidden]


def not_followed_up() -> list[int]:
    """Give the webinars whose end nobody has followed up: a crash came between."""
    before = timezone.now() - LEFT_AFTER
    rows = Webinar.objects.filter(state=WebinarState.ENDED, ended_at__lt=before, followed_up_at=None)
    stopped = rows.filter(broadcast__stopped_because=CONCERN).select_related("broadcast")
    rows = rows.exclude(pk__in=_held(stopped))
    return list(rows.order_by("ended_at").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def offer_recording(webinar: Webinar) -> Contribution | None:
    """Make the recording a contribution of its speaker, who is asked before anybody sees it; None without one."""
    locked = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    if locked.contribution is not None:
        return locked.contribution
    if locked.broadcast is None or not is_recorded(locked.broadcast):
        return None
    film = locked.broadcast.film
    contribution = Contribution.objects.create(
        person=webinar.speaker, film=film, is_helped=True, state=ContributionState.SENT, sent_at=timezone.now(),
        title=webinar.title, language=webinar.language, topic=webinar.topic,
    )  # fmt: skip
    ask_own(contribution)  # a question without an answer: whatever becomes of the film, it is not shown
    Webinar.objects.filter(pk=webinar.pk).update(contribution=contribution)
    webinar.contribution = contribution
    answers.ask_if_due(contribution)
    return contribution


def thank(webinar: Webinar) -> int:
    """Thank everybody who came, who helped to make it, and the speaker; says how many came. Nobody is thanked twice.

    Also of whom no minutes are kept, because a parent or guardian has not agreed: they came as well.
    """
    facts = {"title": webinar.title, "teacher": public_name(webinar.speaker), "address": _page(webinar)}
    makers = _makers(webinar)
    for person, part in makers.items():
        _thank(webinar, person, facts | {"part": part, "minutes": 0})
    came = Attendance.objects.filter(webinar=webinar, live_ms__gt=0).select_related("person").order_by("pk")
    minutes = {row.person: row.live_ms // 60_000 for row in came}
    uncounted = PresenceReport.objects.filter(presence__webinar=webinar, refusal=NotCounted.NO_CONSENT)
    for person in Person.objects.filter(pk__in=uncounted.values("presence__person")).order_by("pk"):
        minutes.setdefault(person, 0)
    guests = {person: count for person, count in minutes.items() if person not in makers}
    for person, count in guests.items():
        _thank(webinar, person, facts | {"part": "", "minutes": count})
    tell(webinar.speaker, "webinar_over", key=f"webinar_over:{webinar.pk}", facts=facts | {"number": len(guests)})
    return len(guests)


def _makers(webinar: Webinar) -> dict[Person, str]:
    """Give who helped to make it and how: who hosted, and who typed at least a line of the captions."""
    typed = LiveCue.objects.filter(broadcast=webinar.broadcast, by__isnull=False, is_machine=False)
    typists = Person.objects.filter(account__in=typed.values("by")) if webinar.broadcast else Person.objects.none()
    found = dict.fromkeys(typists.order_by("pk"), "types")
    found |= dict.fromkeys(webinar.hosts.order_by("pk"), "hosts")
    found.pop(webinar.speaker, None)  # is thanked for more
    return found


def _thank(webinar: Webinar, person: Person, facts: dict[str, Any]) -> None:
    tell(person, "webinar_thanks", key=f"webinar_thanks:{webinar.pk}:{person.pk}", facts=facts)


def recording_came(broadcast_id: UUID) -> None:
    """Go on once everything that was on air has come in: what was made of it is whole now, and the film follows."""
    _go_on(Webinar.objects.filter(broadcast=broadcast_id))


def film_changed(film_id: UUID) -> None:
    """Go on when the film of a webinar can be watched."""
    _go_on(Webinar.objects.filter(broadcast__film=film_id))


def _go_on(webinars: QuerySet[Webinar]) -> None:
    """Draw up the account once more, by now with every late report, and offer the recording."""
    for webinar in webinars.filter(state=WebinarState.ENDED).select_related("speaker", "topic", "broadcast__film"):
        settle_attendance(webinar)
        _place_chapters(webinar)
        offer_recording(webinar)


def _place_chapters(webinar: Webinar) -> None:
    """Note where in the film the questions were taken, while it is known what of it was live."""
    broadcast = webinar.broadcast
    if broadcast is None:
        return
    for question in LiveQuestion.objects.filter(webinar=webinar, taken_ms__isnull=False, film_ms=None):
        at = films.film_ms(broadcast, question.taken_ms or 0)
        LiveQuestion.objects.filter(pk=question.pk).update(film_ms=at)


def _page(webinar: Webinar) -> str:
    return reverse("courses:webinar", args=[webinar.pk])


# The lesson ----------------------------------------------------------------------------------------------
def tell_recording(webinar_id: int, *, now: datetime | None = None) -> int:
    """Tell who registered, with a seat or waiting for one, that the recording is a lesson; says how many were told.

    It counts as watched for who attended live. Nobody is told twice; the speaker hears of it as of every lesson.
    """
    webinar = Webinar.objects.select_related("lesson", "speaker").filter(pk=webinar_id, lesson__live=True).first()
    if webinar is None or webinar.lesson is None:
        return 0
    count_live(webinar.lesson)
    rows = Registration.objects.filter(webinar=webinar).exclude(state=RegistrationState.LEFT).select_related("person")
    facts = {"title": webinar.title, "address": _page(webinar)}
    told = 0
    for row in rows.order_by("pk").iterator():
        key = f"webinar_recording:{webinar.pk}:{row.person_id}"
        tell(row.person, "webinar_recording", key=key, facts=facts)
        told += 1
    Webinar.objects.filter(pk=webinar.pk, recording_told_at=None).update(recording_told_at=now or timezone.now())
    return told


def count_live(lesson: LessonPage, *, person: Person | None = None) -> int:
    """Count a lesson as watched for everybody in its course who attended it live, or for one; says for how many."""
    attended = Attendance.objects.filter(webinar__lesson=lesson, attended_at__isnull=False)
    people = (attended.filter(person=person) if person else attended).values("person")
    active = Enrolment.objects.filter(
        course__path=course_path(lesson.path), person__in=people, state=EnrolmentState.ACTIVE
    )
    enrolments = list(active.order_by("pk").values_list("pk", flat=True))
    return sum(settle(enrolment).lesson_completed for enrolment in enrolments)


def untold() -> list[int]:
    """Give the webinars whose recording is public and whose people have not been told: a crash came between."""
    rows = Webinar.objects.filter(state=WebinarState.ENDED, lesson__live=True, recording_told_at=None)
    return list(rows.order_by("ended_at").values_list("pk", flat=True)[:AT_ONCE])


# How it stands -------------------------------------------------------------------------------------------
def recording_of(webinar: Webinar) -> Recording:
    """Say how it stands with the recording of a webinar that is over."""
    lesson = webinar.lesson
    if lesson and lesson.live and lesson.film_id and is_lesson_shown(lesson):
        return Recording(RecordingState.LESSON, _("The recording is a lesson now."), lesson)
    contribution = webinar.contribution
    if contribution is None:
        return _without(webinar)
    if contribution.state in (ContributionState.WITHDRAWN, ContributionState.ANOTHER_TAKE):
        return _refused()
    film = contribution.film
    if film.blocked_at or film.state in (FilmState.REFUSED, FilmState.BLOCKED):
        return _refused()
    if not films.status(film).playable:
        return Recording(RecordingState.PREPARING, _("The recording is being prepared."))
    said = answers.stand(contribution).said
    if said == answers.Said.NO:
        return _refused()
    if said != answers.Said.YES:
        return Recording(RecordingState.ASKED, _("The recording is shown here if the speaker says yes."))
    return Recording(
        RecordingState.REVIEW, _("The recording is ready. We look at it once more, then you find it here.")
    )


def _without(webinar: Webinar) -> Recording:
    if webinar.broadcast and (is_recorded(webinar.broadcast) or may_still_come(webinar.broadcast)):
        return Recording(RecordingState.PREPARING, _("The recording is being prepared."))
    return Recording(RecordingState.NONE, _("There is no recording of this webinar."))


def _refused() -> Recording:
    return Recording(RecordingState.REFUSED, _("The recording of this webinar is not shown."))
