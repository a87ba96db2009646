"""Decide about a film that a teacher gave: publish it as a lesson, or ask for another take with a kind reason.

Two coordinators may decide at once: the state changes by compare-and-set, one wins and the other is told.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.errors import AlreadyDecided, NotWatchable
from courses.models import Contribution, ContributionState, CoursePage, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account
from media_pipeline.api import status

from .pages import create_lesson

# Kind reasons, ready to use. The teacher reads them in the teacher's own language.
KIND_REASONS: dict[str, str | Promise] = {
    "quiet": _("Your voice is very quiet. Could you sit a little closer to the microphone?"),
    "noisy": _("There is noise that covers your voice. Could you record it in a quieter room?"),
    "dark": _("The picture is dark. Could you sit facing a window or a lamp?"),
    "hands": _("Your hands are not always in the picture. Could you move the camera a little closer to them?"),
    "shaky": _("The picture moves a lot. Could you lean the camera against something firm?"),
    "unfinished": _("The video ends in the middle. Could you record the last part once more?"),
    "private": _("A private address, number or another person can be seen or heard. Could you record it without that?"),
}


def waiting() -> QuerySet[Contribution]:
    """Give the films that wait for a decision, the longest waiting first."""
    sent = Contribution.objects.filter(state=ContributionState.SENT, film__is_check=False)
    return sent.select_related("person", "film", "topic").order_by("sent_at", "pk")


def reason_in_words(keys: list[str], own_words: str, *, language: str) -> str:
    """Join ready reasons, in the given language, with the coordinator's own words."""
    with translation.override(language):
        ready = [str(KIND_REASONS[key]) for key in keys]
    return "\n".join([*ready, own_words.strip()]).strip()


@transaction.atomic
def place(contribution: Contribution, *, course: CoursePage, title: str, by: Account) -> LessonPage:
    """Publish a film as the last lesson of a course and thank its teacher.

    Raises AlreadyDecided, and NotWatchable while no version of the film can be played.
    """
    if not status(contribution.film).playable:
        raise NotWatchable
    _decide(contribution, ContributionState.PLACED, by=by, reason="")
    lesson = create_lesson(course, title, film=contribution.film, by=by)
    Contribution.objects.filter(pk=contribution.pk).update(lesson=lesson)
    contribution.lesson = lesson
    _note(contribution, Kind.PUBLISHED, subject=f"lesson:{lesson.pk}")
    _site, _root, path = lesson.get_url_parts() or (None, None, "")
    tell(
        contribution.person, "lesson_published", key=f"lesson_published:{contribution.pk}",
        facts={"title": lesson.title, "course": course.title, "address": path},
    )  # fmt: skip
    return lesson


@transaction.atomic
def ask_for_another_take(contribution: Contribution, *, reason: str, by: Account) -> Contribution:
    """Ask the teacher to record once more. Raises AlreadyDecided, and ValueError without a reason."""
    reason = reason.strip()
    if not reason:
        raise ValueError("Another take is asked for with a reason.")
    _decide(contribution, ContributionState.ANOTHER_TAKE, by=by, reason=reason)
    _note(contribution, Kind.ANOTHER_TAKE_ASKED, subject=f"film:{contribution.film_id}")
    tell(
        contribution.person, "another_take",
        key=f"another_take:{contribution.pk}:{contribution.decided_at:%Y%m%d%H%M%S%f}",
        facts={
            "title": contribution.title,
            "reason": reason,
            "address": reverse("courses:film", args=[contribution.pk]),
        },
    )  # fmt: skip
    return contribution


def _decide(contribution: Contribution, state: ContributionState, *, by: Account, reason: str) -> None:
    decided = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.SENT).update(
        state=state, reason=reason, decided_by=by, decided_at=timezone.now()
    )
    contribution.refresh_from_db()
    if not decided:
        raise AlreadyDecided


def _note(contribution: Contribution, kind: Kind, *, subject: str) -> None:
    note(
        kind, who=contribution.person.key, subject=subject,
        is_check=contribution.film.is_check, language=contribution.language,
    )  # fmt: skip
