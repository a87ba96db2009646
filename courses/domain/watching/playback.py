"""Opening a film. For an enrolled learner it is a session whose watching counts; for anyone else just a film.

It counts as well for who registered for the webinar that the film is the recording of and agreed to the record.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.core import signing
from django.db.models.functions import Now
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import NoSuchSession, NotAgreed, NothingToPlay, TakenBack
from courses.models import Enrolment, EnrolmentState, FilmProgress, LessonPage, PlaybackSession
from elearn.people.models import Person
from media_pipeline.models import Film, FilmState

from ..building.tree import course_path
from ..films.beside import Beside, beside
from ..films.carry import progress_with
from ..films.consents import is_unagreed
from ..hidden import refuse_hidden
from ..learning.complete import settle
from ..learning.enrol import seen
from ..learning.gate import refuse_closed
from ..webinars.credit import registered_for
from .believed import take_back

# A device that was offline may report days later.
TOKEN_LIFE = timedelta(days=14)
# Who stopped this near to the end begins again at the start.
NEAR_END_MS = 1_500
_signer = signing.TimestampSigner(salt="courses.watch", sep="~")


@dataclass(frozen=True)
class OpenedPlayback:
    """What a player needs. `report` and `session` are None where watching is not counted."""

    playlist: str  # path of the HLS playlist
    report: str | None  # path to send reports to
    poster: str
    resume_ms: int
    watched_ms: int
    duration_ms: int
    sizes: dict[str, int]  # name of the version → bytes
    audio_only: str | None
    session: UUID | None
    beside: Beside = Beside()


def open_playback(
    person: Person | None, lesson: LessonPage, *, is_looking: bool = False, now: datetime | None = None
) -> OpenedPlayback:
    """Open a lesson's film. Raises NothingToPlay while it has none that can be watched, or one that is hidden.

    Raises LessonClosed where the lesson is closed to this person. `is_looking`: they work on the course, and look at
    what is closed to learners; nothing of it counts.
    """
    now = now or timezone.now()
    counts = False if is_looking else refuse_closed(person, lesson, now=now).counts
    film = lesson.film
    refuse_hidden(lesson, lesson.film_id)
    if film is not None and film.state == FilmState.BLOCKED:
        raise TakenBack
    if film is None or not film.playable_at:
        raise NothingToPlay
    if is_unagreed(film):
        raise NotAgreed
    try:
        plain = films.playback(film)
    except films.NotPlayable as error:
        raise NothingToPlay from error
    more = beside(film)
    enrolment = _enrolment(person, lesson) if counts else None
    viewer = enrolment.person if enrolment else _registered(person, lesson) if counts else None
    if viewer is None:
        return OpenedPlayback(
            playlist=plain.playlist, report=None, poster=plain.poster, resume_ms=0, watched_ms=0,
            duration_ms=film.duration_ms, sizes=plain.sizes, audio_only=plain.audio_only, session=None,
            beside=more,
        )  # fmt: skip
    session = PlaybackSession.objects.create(
        person=viewer, film=film, lesson=lesson, enrolment=enrolment, created_at=now
    )
    if enrolment:
        seen(enrolment, lesson, now=now)
    take_back(viewer.pk, film.pk, enrolment=enrolment.pk if enrolment else None)
    progress = progress_with(viewer.pk, film)
    if enrolment and progress and progress.watched_ms >= lesson.needed_ms(film.duration_ms):
        settle(enrolment.pk, now=now)  # seen in another lesson
    base = f"/watch/{token_of(session.key)}"
    return OpenedPlayback(
        playlist=f"{base}/master.m3u8", report=f"{base}/report", poster=plain.poster,
        resume_ms=resume_at(progress, film), watched_ms=progress.watched_ms if progress else 0,
        duration_ms=film.duration_ms, sizes=plain.sizes,
        audio_only=f"{base}/audio.m3u8" if plain.audio_only else None, session=session.key,
        beside=replace(more, described=f"{base}/described.m3u8" if more.described else None),
    )  # fmt: skip


def resume_at(progress: FilmProgress | None, film: Film) -> int:
    """Tell where to go on, in ms: where the person stopped, on whichever device."""
    if progress is None or progress.position_ms > film.duration_ms - NEAR_END_MS:
        return 0
    return progress.position_ms


def begin(session_key: UUID, *, now: datetime | None = None) -> PlaybackSession:
    """Note that the playlist of a session is being fetched: from now on its watching counts. Raises NoSuchSession.

    The time is the database's, as that of reports is.
    """
    PlaybackSession.objects.filter(key=session_key, opened_at__isnull=True).update(opened_at=now or Now())
    session = PlaybackSession.objects.select_related("film").filter(key=session_key).first()
    if session is None:
        raise NoSuchSession
    return session


def playlist(session_key: UUID, *, now: datetime | None = None) -> str:
    """Give the master playlist of a session, its addresses signed anew, and begin the session."""
    film = _begin_shown(session_key, now=now).film
    return films.master_playlist(film, prefix=urljoin(films.playback(film).playlist, "."))


def audio_playlist(session_key: UUID, *, now: datetime | None = None) -> str:
    """Give the address of the sound alone, and begin the session. Raises NothingToPlay if there is no sound."""
    address = films.playback(_begin_shown(session_key, now=now).film).audio_only
    if not address:
        raise NothingToPlay
    return str(address)


def described_playlist(session_key: UUID, *, now: datetime | None = None) -> str:
    """Give the address of the described sound alone, and begin the session. Raises NothingToPlay if there is none."""
    address = beside(_begin_shown(session_key, now=now).film).described
    if not address:
        raise NothingToPlay
    return address


def _begin_shown(session_key: UUID, *, now: datetime | None) -> PlaybackSession:
    """Begin a session unless its lesson or film was hidden, closed or taken back meanwhile.

    Raises HiddenNow, LessonClosed or TakenBack.
    """
    session = PlaybackSession.objects.filter(key=session_key).select_related("lesson", "person").first()
    if session:
        refuse_hidden(session.lesson, session.film_id)
        refuse_closed(session.person, session.lesson, now=now)
    begun = begin(session_key, now=now)
    if begun.film.blocked_at:
        raise TakenBack
    return begun


def token_of(session_key: UUID) -> str:
    """Sign a session's key for its addresses."""
    return _signer.sign(session_key.hex)


def session_of(token: str) -> UUID:
    """Read a token without the database. Raises NoSuchSession for one that is not ours or too old."""
    try:
        return UUID(_signer.unsign(token, max_age=TOKEN_LIFE))
    except (signing.BadSignature, ValueError) as error:
        raise NoSuchSession from error


def _registered(person: Person | None, lesson: LessonPage) -> Person | None:
    """Give who takes no course here and is counted all the same: the lesson is a webinar that they registered for."""
    return person if person and registered_for(person.pk, lesson.pk) else None


def _enrolment(person: Person | None, lesson: LessonPage) -> Enrolment | None:
    if person is None:
        return None
    return (
        Enrolment.objects.filter(person=person, course__path=course_path(lesson.path))
        .exclude(state__in=[EnrolmentState.LEFT, EnrolmentState.WAITING])
        .select_related("person")
        .first()
    )
