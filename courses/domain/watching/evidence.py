"""What there is to show for each lesson of an enrolment: gathered in the same few queries, however many lessons.

`why` says it in words for a coordinator; `evidence_of` gives the figures, for the record of a certificate. Neither is
printed: the certificate says what was required, not how it was met.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from courses.models import (
    Adjustment,
    CheckVerdict,
    Enrolment,
    FilmProgress,
    LessonPage,
    LessonProgress,
    LoadCheck,
    PlaybackSession,
    QuizAttempt,
    WatchReport,
)

from ..building.tree import lessons_in
from ..learning.complete import needed_lessons
from ..webinars.credit import attended_by


class Confidence(StrEnum):
    """How sure it is that a film was really loaded. Plain is as good as strong for who learns: it counts as much."""

    STRONG = "strong"  # checks were answered rightly, at least as many as were left without a word
    PLAIN = "plain"  # none was asked, or the player could not answer
    DOUBTFUL = "doubtful"  # some were answered wrongly


@dataclass
class Evidence:
    """What there is to show for one lesson."""

    lesson: LessonPage
    is_needed: bool
    progress: LessonProgress | None = None
    watched_ms: int = 0
    sessions: int = 0
    opened: int = 0  # of these, whose playlist was really fetched
    of_other_films: int = 0  # sessions of a film that was replaced since
    days: int = 0  # on which something counted
    reports: int = 0
    refused: dict[str, int] = field(default_factory=dict)  # reason → reports
    slowest: float | None = None
    fastest: float | None = None
    checks: dict[str, int] = field(default_factory=dict)  # verdict → checks
    attempts: int = 0
    live_ms: int | None = None
    adjustments: list[Adjustment] = field(default_factory=list)

    @property
    def duration_ms(self) -> int:
        return self.lesson.film.duration_ms if self.lesson.film else 0

    @property
    def needed_ms(self) -> int:
        return self.lesson.needed_ms(self.duration_ms)

    @property
    def is_complete(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def confidence(self) -> Confidence:
        if self.checks.get(CheckVerdict.WRONG):
            return Confidence.DOUBTFUL
        right = self.checks.get(CheckVerdict.RIGHT, 0)
        # Whose player answered and then mostly fell silent has shown little.
        return Confidence.STRONG if right and right >= self.checks.get(CheckVerdict.OPEN, 0) else Confidence.PLAIN


Found: TypeAlias = Mapping[tuple[int, int], Evidence]  # by enrolment and lesson
These: TypeAlias = Mapping[str, Sequence[int]]  # which enrolments and lessons, as filters


def gathered(enrolment: Enrolment) -> list[Evidence]:
    """Gather what there is to show for each lesson of a course that learners can see, in order; constant queries."""
    return gathered_all([enrolment], enrolment.course.path)[enrolment.pk]


def gathered_all(enrolments: Sequence[Enrolment], course_path: str) -> dict[int, list[Evidence]]:
    """Gather the same for several enrolments in one course, in as many queries as for one."""
    lessons = list(lessons_in(course_path).select_related("film"))
    needed = set(needed_lessons(course_path).values_list("pk", flat=True))
    found = {(one.pk, row.pk): Evidence(row, row.pk in needed) for one in enrolments for row in lessons}
    these = {"enrolment__in": [one.pk for one in enrolments], "lesson__in": [lesson.pk for lesson in lessons]}
    for row in LessonProgress.objects.filter(**these):
        found[row.enrolment_id, row.lesson_id].progress = row
    _of_people(enrolments, lessons, found)
    _sessions(these, found)
    played = {f"session__{name}": ids for name, ids in these.items()}
    _reports(played, found)
    _checks(played, found)
    attempts = QuizAttempt.objects.filter(**these).exclude(passed=None).order_by()
    for enrolment, lesson, count in attempts.values_list("enrolment", "lesson").annotate(Count("pk")):
        found[enrolment, lesson].attempts = count
    spoken = Adjustment.objects.filter(**these)
    for adjustment in spoken.select_related("by__person", "undone_by__person"):
        found[adjustment.enrolment_id, adjustment.lesson_id].adjustments.append(adjustment)
    return {one.pk: [found[one.pk, lesson.pk] for lesson in lessons] for one in enrolments}


def evidence_of(enrolment: Enrolment) -> dict[str, Any]:
    """Give the figures behind an enrolment as plain JSON."""
    return evidence_of_all([enrolment], enrolment.course.path)[enrolment.pk]


def evidence_of_all(enrolments: Sequence[Enrolment], course_path: str) -> dict[int, dict[str, Any]]:
    """Give the same for several enrolments in one course."""
    return {
        pk: {"version": 1, "lessons": [_figures(one) for one in shown if one.is_needed]}
        for pk, shown in gathered_all(enrolments, course_path).items()
    }


def _of_people(enrolments: Sequence[Enrolment], lessons: Sequence[LessonPage], found: Found) -> None:
    """What was seen of the films, in whichever course, and live."""
    people = [one.person_id for one in enrolments]
    seen = FilmProgress.objects.filter(person__in=people, film__in={row.film_id for row in lessons if row.film_id})
    watched = {(person, film): ms for person, film, ms in seen.values_list("person_id", "film_id", "watched_ms")}
    live = attended_by(people, [lesson.pk for lesson in lessons])
    for one in enrolments:
        for lesson in lessons:
            found[one.pk, lesson.pk].watched_ms = watched.get((one.person_id, lesson.film_id), 0)
            found[one.pk, lesson.pk].live_ms = live.get((one.person_id, lesson.pk))


def _sessions(these: These, found: Found) -> None:
    rows = PlaybackSession.objects.filter(**these).order_by().values_list("enrolment", "lesson", "film")
    told = rows.annotate(all=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False)))
    for enrolment, lesson, film, sessions, begun in told:
        one = found[enrolment, lesson]
        one.sessions += sessions
        one.opened += begun
        one.of_other_films += sessions if film != one.lesson.film_id else 0


def _reports(played: These, found: Found) -> None:
    rows = WatchReport.objects.filter(**played).order_by()
    counted = Q(refusal="", credited_ms__gt=0)
    told = rows.values_list("session__enrolment", "session__lesson", "refusal").annotate(
        count=Count("pk"), slowest=Min("rate", filter=counted), fastest=Max("rate", filter=counted),
        days=Count(TruncDate("received_at"), filter=counted, distinct=True),
    )  # fmt: skip
    for enrolment, lesson, refusal, count, slowest, fastest, days in told:
        one = found[enrolment, lesson]
        if refusal:
            one.refused[refusal] = count
        else:
            one.reports, one.slowest, one.fastest, one.days = count, slowest, fastest, days


def _checks(played: These, found: Found) -> None:
    rows = LoadCheck.objects.filter(**played).order_by()
    told = rows.values_list("session__enrolment", "session__lesson", "verdict").annotate(Count("pk"))
    for enrolment, lesson, verdict, count in told:
        found[enrolment, lesson].checks[verdict] = count


def _figures(one: Evidence) -> dict[str, Any]:
    progress = one.progress
    checks: dict[str, int] = defaultdict(int, one.checks)
    return {
        "lesson": one.lesson.pk,
        "title": one.lesson.title,
        "way": progress.way if progress else "",
        "completed_at": progress.completed_at.isoformat() if progress and progress.completed_at else None,
        "watched_seconds": one.watched_ms // 1000,
        "needed_seconds": -(-one.needed_ms // 1000),
        "live_seconds": one.live_ms // 1000 if one.live_ms is not None else None,
        "days": one.days,
        "sessions": one.opened,
        "reports": one.reports,
        "refused": one.refused,
        "rates": [one.slowest, one.fastest] if one.slowest is not None else [],
        "checks": {"right": checks[CheckVerdict.RIGHT], "wrong": checks[CheckVerdict.WRONG],
                   "without": checks[CheckVerdict.OPEN] + checks[CheckVerdict.UNANSWERABLE]},
        "confidence": one.confidence.value,
        "attempts": one.attempts,
        "adjusted": any(adjustment.undone_at is None for adjustment in one.adjustments),
    }  # fmt: skip
