"""Decide about a film that a teacher gave: publish it as a lesson, or ask for another take with a kind reason.

Publishing needs two people. The first is the teacher, the second the coordinator, as long as title and film stay as
the teacher gave them. What the coordinator changed, and a course they made for it, waits for another coordinator.

Two coordinators may decide at once: the state changes by compare-and-set, one wins and the other is told.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.errors import AlreadyDecided, CannotReplace, NotSentYet, NotWatchable, SchoolError, TooYoungToTeach
from courses.models import Contribution, ContributionState, CoursePage, FilmedAnswer, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import is_minor
from elearn.people.models import Account
from elearn.web.api import NotApproved, approve, ask_for_approval, publish_if_approved
from media_pipeline.api import status
from media_pipeline.models import CaptionTrack

from ..building.pages import draft_lesson
from ..building.tree import all_lessons, course_of
from ..webinars import in_picture, recording
from . import made_public, succession, succession_choices
from .answers import refuse_changed, refuse_unanswered
from .caption_gate import refuse_uncaptioned
from .consents import refuse_unagreed

MOST_MISSED = 20
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
    chapters = recording.chapters_of(contribution)
    lesson = draft_lesson(course, contribution.title, film=contribution.film, by=author or by, steps=chapters)
    Contribution.objects.filter(pk=contribution.pk).update(lesson=lesson)
    recording.placed(contribution, lesson)
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


@transaction.atomic
def take_place(contribution: Contribution, *, by: Account) -> LessonPage:
    """Put a film into the lesson of the one that it replaces.

    It is public at once, or as soon as a second person has approved and its captions are reviewed. Raises
    AlreadyDecided, CannotReplace, HiddenNow, LessonBeingChanged, NotWatchable, ConsentWanting, and NotApproved for what
    the lesson is missing besides.
    """
    _must_be_fit(contribution)
    contribution = Contribution.objects.select_related("person", "film", "instead_of__film").get(pk=contribution.pk)
    lesson = succession_choices.lesson_to_change(contribution)
    if contribution.state != ContributionState.SENT:
        raise AlreadyDecided
    if lesson is None or contribution.instead_of is None:
        raise CannotReplace
    succession.refuse_to_change(contribution, lesson)
    _decide(contribution, ContributionState.SECOND_PERSON, by=by, reason="")
    Contribution.objects.filter(pk=contribution.pk).update(lesson=lesson)
    author = _author(contribution)
    page = succession.put_into(lesson, old=contribution.instead_of.film, new=contribution.film, by=author or by)
    if author and author != by:
        approve(page.latest_revision, by=by)
        settle_course(course_of(page))
    else:
        ask_for_approval(page, by=by)
    contribution.refresh_from_db()
    page.refresh_from_db()
    return page


def _must_be_fit(contribution: Contribution) -> None:
    """Raise what keeps a film from being published, whoever decides."""
    if is_minor(contribution.person):
        raise TooYoungToTeach
    if not status(contribution.film).playable:
        raise NotWatchable
    refuse_unanswered(contribution)
    in_picture.refuse_unlooked(contribution)
    refuse_unagreed(contribution)


def _author(contribution: Contribution) -> Account | None:
    """Give the account that stands for the giver: the teacher's own, or of who recorded it for them.

    Without one the coordinator counts as giver. A webinar nobody recorded for its speaker: it is their own.
    """
    is_theirs = not contribution.is_helped or recording.webinar_of(contribution) is not None
    giver = contribution.person_id if is_theirs else contribution.recorded_by_id
    return Account.objects.filter(person=giver, is_active=True).first()


@transaction.atomic
def settle_course(course: CoursePage) -> None:
    """Publish what waits for nothing more under a course that is public, and thank its teachers.

    Called after every publication of a course or of a lesson in it; doing it again changes nothing.
    """
    if not CoursePage.objects.filter(pk=course.pk, live=True).exists():
        return
    made_public.take_chosen(course)
    lessons = all_lessons(course.path).values_list("pk", flat=True)
    half = Contribution.objects.filter(state=ContributionState.SECOND_PERSON, lesson__in=list(lessons))
    for contribution in half.select_related("lesson", "person", "film", "instead_of__film"):
        lesson = contribution.lesson
        # One that is public may still show the film that this one is to replace.
        if lesson and ((lesson.live and lesson.film_id == contribution.film_id) or _publish(lesson)):
            _thank(contribution, course)
        elif lesson and lesson.live and contribution.instead_of_id and not lesson.has_unpublished_changes:
            give_back(lesson)  # its draft was discarded, and the lesson went on without it
    made_public.note_lessons(course)


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
    succession.settled(contribution)
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
    if film and FilmedAnswer.objects.filter(film=film).exists():
        raise NotSentYet  # an answer by film is for who asked
    given = Contribution.objects.filter(film=film).exclude(state=ContributionState.WITHDRAWN)
    for contribution in given.select_related("person") if film else ():
        if contribution.state in (ContributionState.DRAFT, ContributionState.CUTTING):
            raise NotSentYet
        if is_minor(contribution.person):
            raise TooYoungToTeach
        in_picture.refuse_unlooked(contribution)
        refuse_unagreed(contribution)
    if film:
        refuse_uncaptioned(film)


@transaction.atomic
def settle_film(film_id: UUID) -> None:
    """Publish the lessons that waited for a film's captions and for nothing more; doing it again changes nothing."""
    half = Contribution.objects.filter(film=film_id, state=ContributionState.SECOND_PERSON, lesson__isnull=False)
    for contribution in half.select_related("lesson"):
        if contribution.lesson:
            settle_course(course_of(contribution.lesson))


def settle_what_was_missed() -> int:
    """Publish what a crash left waiting after its captions were reviewed; gives how many were looked at."""
    lately = timezone.now() - timedelta(days=1)
    tracks = CaptionTrack.objects.filter(film=OuterRef("film"), public__reviewed_at__gt=lately)
    half = Contribution.objects.filter(Exists(tracks), state=ContributionState.SECOND_PERSON, lesson__isnull=False)
    waiting_for_it = list(half.values_list("film", flat=True)[:MOST_MISSED])
    for film_id in waiting_for_it:
        settle_film(film_id)
    return len(waiting_for_it)


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
