"""What a holder may let everybody see beside what the paper says: results and real hours. Nothing without their wish.

The paper and the badge say that requirements were met; how well and how fast is the holder's own affair.
"""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.documents.credential import ShownResult
from courses.models import Certificate, Enrolment, FilmProgress, QuizAttempt

from ..learning.complete import needed_lessons
from ..learning.hours import watched_of
from ..webinars.credit import attended

RESULTS, HOURS = "results", "hours"
CHOICES = [
    (RESULTS, gettext_lazy("My results: questions answered right, and how often I tried")),
    (HOURS, gettext_lazy("How long I really watched")),
]


@dataclass(frozen=True)
class Shown:
    """What is shown of one certificate; None where the holder does not show it, or nothing is known."""

    right: int | None = None
    asked: int | None = None
    attempts: int | None = None
    minutes: int | None = None

    def __bool__(self) -> bool:
        return self != Shown()


def shown_of(certificate: Certificate) -> Shown:
    """Read what the holder of a certificate shows, as it is now."""
    return figures_of(certificate, set(certificate.shows))


def figures_of(certificate: Certificate, wanted: set[str]) -> Shown:
    """Read the figures of a certificate that are asked for. Only what was learnt in a course here has any."""
    enrolment = certificate.enrolment
    if enrolment is None or not wanted & {RESULTS, HOURS} or certificate.holder_is_removed:
        return Shown()
    right, asked, attempts = _results(enrolment) if RESULTS in wanted else (None, None, None)
    return Shown(right, asked, attempts, _minutes(enrolment) if HOURS in wanted else None)


def choices_of(certificate: Certificate, figures: Shown) -> list[tuple[str, str]]:
    """Give what its holder could show, and what they show already."""
    known = {RESULTS: figures.asked is not None, HOURS: figures.minutes is not None}
    return [(key, str(words)) for key, words in CHOICES if known[key] or key in certificate.shows]


def _results(enrolment: Enrolment) -> tuple[int, int, int] | tuple[None, None, None]:
    """Count over all lessons: in the best attempt that passed, how many were right of how many; and all attempts."""
    best: dict[int, tuple[int, int]] = {}
    attempts = 0
    rows = QuizAttempt.objects.filter(enrolment=enrolment, submitted_at__isnull=False).order_by()
    for lesson, passed, right, asked in rows.values_list("lesson", "passed", "right", "asked"):
        attempts += 1
        if passed and right is not None and asked:
            best[lesson] = max(best.get(lesson, (0, 1)), (right, asked), key=lambda one: one[0] / one[1])
    if not best:
        return None, None, None
    return sum(right for right, _asked in best.values()), sum(asked for _right, asked in best.values()), attempts


def _minutes(enrolment: Enrolment) -> int | None:
    """Count the minutes watched of the course's films, each once, and of its webinars what was live beyond them."""
    films = needed_lessons(enrolment.course.path).filter(film__isnull=False).values("film")
    watched = watched_of(FilmProgress.objects.filter(person=enrolment.person_id, film__in=films))
    lives = attended(enrolment.person_id, enrolment.course).values_list(
        "webinar__lesson__film", "webinar__lesson__film__cut_of", "live_ms"
    )
    live = sum(max(0, ms - watched.get(cut_of or film, 0)) for film, cut_of, ms in lives)
    return (sum(watched.values()) + live) // 60_000 or None


def results_words(shown: Shown) -> list[ShownResult]:
    """Word the figures for a badge, in the active language."""
    found = []
    if shown.asked is not None:
        value = f"{shown.right}/{shown.asked}"
        found.append(ShownResult("score", _("Questions answered right"), "ext:QuestionsRight", value))
        found.append(ShownResult("attempts", _("Attempts"), "ext:Attempts", str(shown.attempts)))
    if shown.minutes is not None:
        found.append(ShownResult("minutes", _("Minutes really watched"), "ext:MinutesWatched", str(shown.minutes)))
    return found


def minutes_words(minutes: int) -> str:
    """Say "95 minutes" in the active language."""
    return _("%(number)s min") % {"number": number_format(minutes)}
