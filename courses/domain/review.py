"""Decide about a film that a teacher gave: publish it as a lesson, or ask for another take with a kind reason.

Publishing needs two people. The first is the teacher, the second the coordinator, as long as title and film stay as
the teacher gave them. What the coordinator changed, and a course they made for it, waits for another coordinator.

Two coordinators may decide at once: the state changes by compare-and-set, one wins and the other is told.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.errors import AlreadyDecided, NotSentYet, NotWatchable, SchoolError, TooYoungToTeach
from courses.models import Contribution, ContributionState, CoursePage, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import is_minor
from elearn.people.models import Account
from elearn.web.api import NotApproved, approve, ask_for_approval, publish_if_approved
from media_pipeline.api import status

from .answers import refuse_changed, refuse_unanswered
from .consents import refuse_unagreed
from .pages import draft_lesson

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


def half_way() -> QuerySet[Contribution]:
    """Give the films that one coordinator has placed and that wait for another, the longest waiting first."""
    placed = Contribution.objects.filter(state=ContributionState.SECOND_PERSON, film__is_check=False)
    return placed.select_related("person", "lesson", "decided_by__person").order_by("decided_at", "pk")


def reason_in_words(keys: list[str], own_words: str, *, language: str) -> str:
    """Join ready reasons, in the given language, with the coordinator's own words."""
    with translation.override(language):
        ready = [str(KIND_REASONS[key]) for key in keys]
    return "\n".join([*ready, own_words.strip()]).strip()


@transaction.atomic
def place(contribution: Contribution, *, course: CoursePage, title: str, by: Account) -> LessonPage:
    """Make a film the last lesson of a course; it is public at once, or as soon as a second person has approved.

    Raises AlreadyDecided, NotWatchable while no version of the film can be played, and ConsentWanting
    while somebody in it has not agreed.
    """
    _must_be_fit(contribution)
    refuse_unanswered(contribution, title=title)
    _decide(contribution, ContributionState.SECOND_PERSON, by=by, reason="")
    author = _author(contribution)
    lesson = draft_lesson(course, contribution.title, film=contribution.film, by=author or by)
    Contribution.objects.filter(pk=contribution.pk).update(lesson=lesson)
    is_as_given = title.strip() == contribution.title.strip()
    if author and author != by and is_as_given:
        approve(lesson.latest_revision, by=by)
        settle_course(course)
    else:
        lesson.title = title.strip()
        lesson.save_revision(user=by)
        ask_for_approval(lesson, by=by)
    lesson.refresh_from_db()
    contribution.refresh_from_db()
    return lesson


def _must_be_fit(contribution: Contribution) -> None:
    """Raise what keeps a film from being published, whoever decides."""
    if is_minor(contribution.person):
        raise TooYoungToTeach
    if not status(contribution.film).playable:
        raise NotWatchable
    refuse_unanswered(contribution)
    refuse_unagreed(contribution)


def _author(contribution: Contribution) -> Account | None:
    """Give the account that stands for the giver: the teacher's own, or of who recorded it for them.

    Without one the coordinator counts as giver.
    """
    giver = contribution.recorded_by_id if contribution.is_helped else contribution.person_id
    return Account.objects.filter(person=giver, is_active=True).first()


@transaction.atomic
def settle_course(course: CoursePage) -> None:
    """Publish what waits for nothing more under a course that is public, and thank its teachers.

    Called after every publication of a course or of a lesson in it; doing it again changes nothing.
    """
    if not CoursePage.objects.filter(pk=course.pk, live=True).exists():
        return
    lessons = LessonPage.objects.child_of(course).values_list("pk", flat=True)
    half = Contribution.objects.filter(state=ContributionState.SECOND_PERSON, lesson__in=list(lessons))
    for contribution in half.select_related("lesson", "person", "film"):
        lesson = contribution.lesson
        if lesson and (lesson.live or _publish(lesson)):
            _thank(contribution, course)


def _publish(lesson: LessonPage) -> bool:
    """Publish a lesson that waits for nothing; what has become unfit meanwhile goes on waiting."""
    try:
        return publish_if_approved(lesson)
    except NotApproved:
        return False


def _thank(contribution: Contribution, course: CoursePage) -> None:
    placed = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.SECOND_PERSON).update(
        state=ContributionState.PLACED
    )
    if not placed:
        return
    lesson = LessonPage.objects.get(pk=contribution.lesson_id)
    _note(contribution, Kind.PUBLISHED, subject=f"lesson:{lesson.pk}")
    _site, _root, path = lesson.get_url_parts() or (None, None, "")
    tell(
        contribution.person, "lesson_published", key=f"lesson_published:{contribution.pk}",
        facts={"title": lesson.title, "course": course.title, "address": path},
    )  # fmt: skip


def refuse_unfit(lesson: LessonPage) -> None:
    """Ask once more when a lesson with a film is about to be public, by whatever way it was made and approved.

    Raises NotApproved with the words why not.
    """
    half = Contribution.objects.filter(lesson=lesson, state=ContributionState.SECOND_PERSON)
    try:
        for contribution in half.select_related("person", "film"):
            _must_be_fit(contribution)
        _refuse_unfit_film(lesson)
        refuse_changed(lesson)
    except SchoolError as error:
        raise NotApproved(str(error)) from error


def _refuse_unfit_film(lesson: LessonPage) -> None:
    """Ask the same of a film that was chosen by hand. One taken back shows nothing, and its lesson may be read."""
    block = lesson.block("film")
    film = block.value["film"] if block else None
    given = Contribution.objects.filter(film=film).exclude(state=ContributionState.WITHDRAWN)
    for contribution in given.select_related("person") if film else ():
        if contribution.state == ContributionState.DRAFT:
            raise NotSentYet
        if is_minor(contribution.person):
            raise TooYoungToTeach
        refuse_unagreed(contribution)


@transaction.atomic
def give_back(lesson: LessonPage) -> None:
    """A draft is deleted that waited for a second person: its film waits for a decision again."""
    Contribution.objects.filter(lesson=lesson, state=ContributionState.SECOND_PERSON).update(
        state=ContributionState.SENT, lesson=None
    )


@transaction.atomic
def ask_for_another_take(contribution: Contribution, *, reason: str, by: Account) -> Contribution:
    """Ask the teacher to record once more. Raises AlreadyDecided, and ValueError without a reason."""
    reason = reason.strip()
    if not reason:
        raise ValueError("Another take is asked for with a reason.")
    _decide(contribution, ContributionState.ANOTHER_TAKE, by=by, reason=reason)
    _note(contribution, Kind.ANOTHER_TAKE_ASKED, subject=f"film:{contribution.film_id}")
    helper = contribution.recorded_by if contribution.is_helped else None
    tell(
        helper or contribution.person, "another_take",
        key=f"another_take:{contribution.pk}:{contribution.decided_at:%Y%m%d%H%M%S%f}",
        facts={
            "title": contribution.title,
            "reason": reason,
            "address": reverse("courses:helped_film" if helper else "courses:film", args=[contribution.pk]),
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
