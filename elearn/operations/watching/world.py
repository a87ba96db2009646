"""The people of the measurement: rows made in bulk, each with a session of its own, opened when the watching begins."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from courses import api as school
from courses.domain.watching import load_checks, playback
from courses.models import CataloguePage, Enrolment, LessonPage, PlaybackSession, TopicPage
from elearn.people.models import Person
from media_pipeline.models import Film, FilmState

from . import plan
from .plan import Kind, Watcher

AT_ONCE = 2_000
LANGUAGE = "en"
MOST_ASKED = 240  # reports of who pretends: an hour of them


@dataclass(frozen=True)
class World:
    """Who watches, and their sessions in the same order."""

    watchers: list[Watcher]
    sessions: list[PlaybackSession]


def make(count: int, *, cheats: float, seed: int = 8) -> World:
    """Make so many watchers, some of them cheats, at random moments within one turn."""
    if not CataloguePage.objects.exists():
        call_command("prepare", stdout=StringIO())
    chance = random.Random(seed)  # noqa: S311 - the same crowd each time, nothing secret
    film = _film()
    teacher = Person.objects.create(name="bench", is_check=True)
    course = school.create_course(_topic(), "bench", teacher=teacher, is_check=True)
    lesson = school.create_lesson(course, "bench", film=film)
    kinds = _kinds(count, cheats, chance)
    people = _people(kinds)
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(person=person, course=course) for person in dict.fromkeys(people)], batch_size=AT_ONCE
    )
    of = {enrolment.person_id: enrolment for enrolment in enrolments}
    phases = _phases(kinds, chance)
    epoch = timezone.now()
    sessions = PlaybackSession.objects.bulk_create(
        [
            _session(of[person.pk], film, lesson, epoch + timedelta(seconds=phase))
            for person, phase in zip(people, phases, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    watchers = [
        _watcher(number, kind, session.key, phase, chance)
        for number, (kind, session, phase) in enumerate(zip(kinds, sessions, phases, strict=True))
    ]
    return World(watchers, sessions)


def open_at(moment: datetime, world: World) -> None:
    """Let everybody open their film at their own moment after this one; some never do."""
    first = world.sessions[0]
    epoch = first.created_at - timedelta(seconds=world.watchers[0].phase)
    unopened = [
        session.key for session, one in zip(world.sessions, world.watchers, strict=True) if one.kind == Kind.UNOPENED
    ]
    opened = PlaybackSession.objects.filter(film=first.film_id).exclude(key__in=unopened)
    opened.update(opened_at=F("created_at") + (moment - epoch))


def _kinds(count: int, cheats: float, chance: random.Random) -> list[Kind]:
    """Give each watcher's kind. Those who watch twice at once are two sessions of one person, one after the other."""
    kinds: list[Kind] = []
    while len(kinds) < count:
        if chance.random() < cheats:
            kind = chance.choice(plan.CHEATS)
            kinds += [kind, kind] if kind == Kind.TWICE else [kind]
        else:
            kinds.append(Kind.OFFLINE if chance.random() < 0.05 else Kind.PLAYS)
    return kinds


def _people(kinds: Sequence[Kind]) -> list[Person]:
    made = Person.objects.bulk_create(
        [Person(name=f"bench {number}", is_check=True) for number in range(len(kinds))], batch_size=AT_ONCE
    )
    return [made[index - 1] if _is_second(kinds, index) else person for index, person in enumerate(made)]


def _phases(kinds: Sequence[Kind], chance: random.Random) -> list[float]:
    phases = [chance.uniform(0, plan.every_of(kind)) for kind in kinds]
    return [phases[index - 1] if _is_second(kinds, index) else phase for index, phase in enumerate(phases)]


def _is_second(kinds: Sequence[Kind], index: int) -> bool:
    """Whether a watcher is the second device of the one before."""
    run = 0
    while index - run >= 0 and kinds[index - run] == Kind.TWICE:
        run += 1
    return run > 0 and run % 2 == 0


def _session(enrolment: Enrolment, film: Film, lesson: LessonPage, at: datetime) -> PlaybackSession:
    return PlaybackSession(person_id=enrolment.person_id, film=film, lesson=lesson, enrolment=enrolment, created_at=at)


def _watcher(number: int, kind: Kind, key: UUID, phase: float, chance: random.Random) -> Watcher:
    token = playback.token_of(key)
    if kind == Kind.FORGES:
        token = f"{token[:-4]}{'AAAA' if not token.endswith('AAAA') else 'BBBB'}"
    rate = chance.choice(plan.RATES) if kind in plan.HONEST else 1.0
    offset = 600_000 if kind == Kind.TWICE and number % 2 else 0
    return Watcher(number, token, kind, phase, rate, offset, _asked(key) if kind in plan.UNLOADED else ())


def _asked(key: UUID) -> list[int]:
    """Give numbers of reports of which each is answered with a check, one of each that are asked about together."""
    first, last = load_checks.EVERY, load_checks.EVERY * (MOST_ASKED + 1)
    return [number for number in range(first, last) if load_checks.number_due(key, number)]


def _film() -> Film:
    """A film of an hour with one version, whose bytes only who loads them knows."""
    now = timezone.now()
    film = Film.objects.create(
        title="bench", state=FilmState.READY, duration_ms=plan.FILM_MS, playable_at=now, ready_at=now, is_check=True
    )
    folder, lines = f"{film.folder}/{plan.VERSION}", ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:4"]
    for number in range(plan.SEGMENTS):
        name = f"s{number:05}.m4s"
        lines += [f"#EXTINF:{plan.SEGMENT_MS / 1000:.3f},", name]
        storages["films"].save(f"{folder}/{name}", ContentFile(plan.bytes_of(number)))
    storages["films"].save(f"{folder}/index.m3u8", ContentFile("\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode()))
    return film


def _topic() -> TopicPage:
    found = TopicPage.objects.filter(locale__language_code=LANGUAGE).first()
    return found or school.create_topic("bench", language=LANGUAGE)
