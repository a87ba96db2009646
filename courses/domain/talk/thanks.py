"""A few words to the teacher: written by a learner who has begun to watch, moderated, read on the teacher's desk."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from courses.errors import AlreadyThanked, NobodyToThank, NotBegunYet
from courses.models import CoursePage, Enrolment, EnrolmentState, LessonPage, LessonProgress, PlaybackSession, Thanks
from elearn.notices.api import tell
from elearn.people.api import may_be_contacted_unmoderated, needs_guardian, public_name
from elearn.people.models import Person
from elearn.safety.api import hidden_among, submit, withdraw
from elearn.safety.models import Submission, SubmissionState

from ..building.tree import course_path
from ..learning.gate import refuse_closed

KIND = "thanks"
LONGEST = 500
# Words that were declined or taken back may be written anew; others stand.
OPEN_AGAIN = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)
MOST_SHOWN = 10
_PASSED_ON = Coalesce("submission__decided_at", "submission__created_at")  # some are shown before anybody decides


def teacher_of(lesson: LessonPage) -> Person:
    """Give the teacher of a lesson's course. Raises NobodyToThank."""
    course = CoursePage.objects.filter(path=course_path(lesson.path)).select_related("teacher").first()
    if course is None or course.teacher is None:
        raise NobodyToThank
    return course.teacher


def has_begun(person: Person, lesson: LessonPage) -> bool:
    """Say whether somebody has really opened the lesson's film, or learns where a lesson has none.

    Who is stuck with the scarf has to be able to ask before anything of the lesson is done.
    """
    if lesson.film_id is None:
        mine = Enrolment.objects.filter(person=person, course__path=course_path(lesson.path))
        return mine.exclude(state=EnrolmentState.LEFT).exists()
    opened = PlaybackSession.objects.filter(person=person, lesson=lesson, opened_at__isnull=False)
    return opened.exists() or LessonProgress.objects.filter(enrolment__person=person, lesson=lesson).exists()


def mine(person: Person, lesson: LessonPage) -> Thanks | None:
    """Give what somebody wrote under a lesson, however it stands."""
    return Thanks.objects.filter(person=person, lesson=lesson).select_related("submission").first()


@transaction.atomic
def thank(person: Person, lesson: LessonPage, *, text: str, is_public: bool = False) -> Thanks:
    """Send a few words to the teacher of a lesson; once, and again when they were declined or taken back.

    Raises LessonClosed, NobodyToThank, NotBegunYet and AlreadyThanked; WordsMissing and ContactsInWords are safety's.
    """
    refuse_closed(person, lesson)
    teacher = teacher_of(lesson)
    if teacher.pk == person.pk or needs_guardian(person) or not has_begun(person, lesson):
        raise NotBegunYet
    before = Thanks.objects.select_for_update().filter(person=person, lesson=lesson).first()
    if before and before.submission.state not in OPEN_AGAIN:
        raise AlreadyThanked
    submission = submit(KIND, f"lesson:{lesson.pk}", by=person, text=text[:LONGEST], to=teacher)
    if before is None:
        try:
            with transaction.atomic():
                return Thanks.objects.create(
                    lesson=lesson, person=person, teacher=teacher, submission=submission, is_public=is_public
                )
        except IntegrityError as error:  # the form was sent twice at the same moment
            raise AlreadyThanked from error
    before.submission, before.teacher, before.is_public = submission, teacher, is_public
    before.put_away_at = None
    before.save()
    return before


def received_by(teacher: Person) -> QuerySet[Thanks]:
    """Give what was passed on to a teacher, the newest first; what a concern hides is left out by `shown`."""
    return (
        Thanks.objects.filter(teacher=teacher, submission__state=SubmissionState.APPROVED)
        .select_related("submission", "person", "lesson__locale")
        .defer("lesson__body")
        .order_by(_PASSED_ON.desc(), "-pk")
    )


def shown(notes: list[Thanks]) -> list[Thanks]:
    """Leave out what a concern hides; one query for all."""
    hidden = hidden_among(f"thanks:{note.pk}" for note in notes)
    return [note for note in notes if f"thanks:{note.pk}" not in hidden]


def newest_for(teacher: Person, count: int) -> list[Thanks]:
    """Give the newest words to a teacher that are not put away; two queries."""
    return shown(list(received_by(teacher).filter(put_away_at__isnull=True)[:count]))


def under(lesson: LessonPage) -> list[Thanks]:
    """Give what everybody may read under a lesson: of grown-ups who agreed to it; two queries, however many."""
    notes = (
        Thanks.objects.filter(
            lesson=lesson, is_public=True, put_away_at__isnull=True, submission__state=SubmissionState.APPROVED
        )
        .select_related("submission", "person")
        .order_by(_PASSED_ON.desc(), "-pk")[: 3 * MOST_SHOWN]
    )
    return shown([note for note in notes if may_be_contacted_unmoderated(note.person)])[:MOST_SHOWN]


@transaction.atomic
def put_away(note: Thanks, *, is_away: bool) -> Thanks:
    """Let the teacher put words away, so that nobody reads them under the lesson, or take them out again."""
    note.put_away_at = timezone.now() if is_away else None
    note.save(update_fields=["put_away_at"])
    return note


def passed_on(submission: Submission) -> None:
    """Tell the teacher that somebody wrote to them; the name is the one that others may see."""
    note = Thanks.objects.filter(submission=submission).select_related("person", "teacher", "lesson").first()
    if note is None:
        return
    tell(
        note.teacher, "thanks_arrived", key=f"thanks_arrived:{submission.pk}",
        facts={
            "name": public_name(note.person),
            "title": note.lesson.title,
            "text": submission.text,
            "address": reverse("courses:my_thanks"),
        },
    )  # fmt: skip


def settle_merge(keep: Person, absorb: Person) -> None:
    """Where both wrote under one lesson, the words that were passed on stay, else those of the kept record."""
    ours = {note.lesson_id: note for note in Thanks.objects.filter(person=keep).select_related("submission")}
    for other in Thanks.objects.filter(person=absorb, lesson__in=ours).select_related("submission"):
        same = ours[other.lesson_id]
        passed = SubmissionState.APPROVED
        loser = same if other.submission.state == passed and same.submission.state != passed else other
        withdraw(loser.submission, by=loser.person)
        loser.delete()
