"""Whether a lesson is open to somebody now. Every address that shows or takes something of a lesson asks here.

A lesson of an ordinary course is open to everybody. It is closed by the course's days, by who can take the course, by
other courses to complete before, and by lessons to finish before. What was completed stays open for ever, and a
teacher always sees their own course. Lessons that nobody can finish now close none behind them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from courses.errors import LessonClosed
from courses.models import (
    CoursePage,
    EnrolBy,
    Enrolment,
    EnrolmentState,
    LessonOrder,
    LessonPage,
    LessonProgress,
    Prerequisite,
)
from elearn.people.models import Person

from ..building.tree import COURSE_LENGTH, course_of, lessons_in, public_lessons
from ..hidden import shown_lessons
from .complete import needed_lessons
from .opening import CourseState, course_state


class Why(StrEnum):
    """Why a lesson is closed, or a course cannot be begun."""

    NOT_YET = "not_yet"  # the course opens later
    OVER = "over"  # the course has closed
    NEEDED = "needed"  # other courses come before
    ENROL = "enrol"  # only for who takes the course
    APPROVAL = "approval"  # only for whom a coordinator lets in
    COHORT = "cohort"  # only for groups of partner institutions
    EARLIER = "earlier"  # an earlier lesson comes before
    WAITS = "waits"  # a parent or guardian has to agree before it goes on


@dataclass(frozen=True)
class Gate:
    """Whether a lesson is open, and if not, why and what to do first."""

    course: CoursePage
    why: Why | None = None
    go_to: LessonPage | None = None  # the lesson to finish first, or to try
    needed: tuple[CoursePage, ...] = ()  # the courses to complete first
    counts: bool = True  # whether what is done there now can count: not after the course closed

    @property
    def is_open(self) -> bool:
        return self.why is None

    @property
    def words(self) -> str:
        """Say it to the person, in the active language; "" where the lesson is open."""
        return why_words(self.why, self.course, needed=self.needed, go_to=self.go_to) if self.why else ""


@dataclass(frozen=True)
class Keeper:
    """Where somebody stands before a course: all that the gates of its lessons depend on, read once."""

    course: CoursePage
    state: CourseState
    enrolment: Enrolment | None
    is_teacher: bool
    needed: tuple[CoursePage, ...]
    first_left: LessonPage | None  # where lessons go one after the other: the first not finished
    done: frozenset[int] = frozenset()  # there: the keys of the lessons that are finished

    def gate(self, lesson: LessonPage) -> Gate:
        """Judge one lesson of the course. Asks the database nothing."""
        why = self._why_course() or self._why_lesson(lesson)
        go_to = self.first_left if why in (Why.EARLIER, Why.ENROL, Why.WAITS) else None
        needed = self.needed if why == Why.NEEDED else ()
        return Gate(self.course, why, go_to, needed, counts=self.state == CourseState.OPEN)

    @property
    def is_in(self) -> bool:
        """Whether they take the course, or wait for a parent or guardian to do so."""
        return self.enrolment is not None and self.enrolment.state != EnrolmentState.LEFT

    def _why_course(self) -> Why | None:
        """Say what closes every lesson of the course to them."""
        if self._sees_all():
            return None
        if self.state == CourseState.NOT_YET:
            return Why.NOT_YET
        if self.is_in:
            return None
        if self.state == CourseState.CLOSED:
            return Why.OVER
        if self.needed:
            return Why.NEEDED
        return _BY.get(EnrolBy(self.course.enrol_by))

    def _why_lesson(self, lesson: LessonPage) -> Why | None:
        """Say what closes this lesson, where they go one after the other. A closed course is read in any order."""
        is_after = self.first_left is not None and lesson.path > self.first_left.path
        if self._sees_all() or self.state == CourseState.CLOSED or not is_after or lesson.pk in self.done:
            return None
        if not self.is_in or self.enrolment is None:
            return Why.ENROL
        return Why.WAITS if self.enrolment.state == EnrolmentState.WAITING else Why.EARLIER

    def _sees_all(self) -> bool:
        is_completed = self.enrolment is not None and self.enrolment.state == EnrolmentState.COMPLETED
        return self.is_teacher or is_completed


_BY = {EnrolBy.APPROVAL: Why.APPROVAL, EnrolBy.COHORT: Why.COHORT}


def keeper_of(person: Person | None, course: CoursePage, *, now: datetime | None = None) -> Keeper:
    """Read where somebody stands before a course: at most three queries, however many lessons it has."""
    enrolment = Enrolment.objects.filter(person=person, course=course).first() if person else None
    takes_it = enrolment is not None and enrolment.state != EnrolmentState.LEFT
    in_steps = course.order == LessonOrder.STEPS
    done = _done(enrolment) if enrolment and takes_it and in_steps else frozenset()
    return Keeper(
        course=course,
        state=course_state(course, now=now),
        enrolment=enrolment,
        is_teacher=person is not None and course.teacher_id == person.pk,
        needed=() if takes_it else tuple(wanting(person, course, now=now)),
        first_left=_first_left(course, done) if in_steps else None,
        done=done,
    )


def gate_for(person: Person | None, lesson: LessonPage, *, now: datetime | None = None) -> Gate:
    """Say whether a lesson is open to somebody (None: a visitor), and if not, why and what to do first."""
    return keeper_of(person, course_of(lesson), now=now).gate(lesson)


def gates_of(person: Person | None, course: CoursePage, *, now: datetime | None = None) -> dict[int, Gate]:
    """Say it for each public lesson of a course, by its key; as many queries for one lesson as for a hundred."""
    keeper = keeper_of(person, course, now=now)
    return {lesson.pk: keeper.gate(lesson) for lesson in lessons_in(course.path)}


def closed_words(person: Person | None, lesson: LessonPage, *, now: datetime | None = None) -> str:
    """Say why a lesson is closed to somebody; "" where it is open."""
    return gate_for(person, lesson, now=now).words


def refuse_closed(person: Person | None, lesson: LessonPage, *, now: datetime | None = None) -> Gate:
    """Raise LessonClosed, with the words why, unless a lesson is open to somebody; else give its gate."""
    gate = gate_for(person, lesson, now=now)
    if not gate.is_open:
        raise LessonClosed(gate)
    return gate


def refuse_uncounted(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> Gate:
    """The same for what is to count: in a course that has closed, nothing does."""
    gate = refuse_closed(person, lesson, now=now)
    if not gate.counts:
        raise LessonClosed(Gate(gate.course, Why.OVER, counts=False))
    return gate


def may_enrol(person: Person, course: CoursePage, *, now: datetime | None = None) -> Why | None:
    """Say what keeps somebody from beginning a course by its days and by what comes before; None when nothing does.

    Seats, and who lets people in, are asked where people enrol. Who comes back to a course they left has completed
    before it what was to be completed.
    """
    state = course_state(course, now=now)
    if state == CourseState.CLOSED:
        return Why.OVER
    if Enrolment.objects.filter(person=person, course=course).exists():
        return None
    return Why.NEEDED if wanting(person, course, now=now) else None


def wanting(person: Person | None, course: CoursePage, *, now: datetime | None = None) -> list[CoursePage]:
    """Give the courses that somebody has to complete before one, in the language of that course where there is one.

    In whichever language they completed it, it is completed. What nobody can take any more is not asked for: a course
    that has closed in every language, or is public in none.
    """
    still_open = Q(closes_at=None) | Q(closes_at__gt=now or timezone.now())
    keys = Prerequisite.objects.filter(course=course).values("needed__translation_key")
    pages = CoursePage.objects.live().filter(still_open, translation_key__in=keys)
    pages = pages.select_related("locale").order_by("path")
    done = Enrolment.objects.filter(state=EnrolmentState.COMPLETED, course__translation_key=OuterRef("translation_key"))
    if person:
        pages = pages.exclude(Exists(done.filter(person=person)))
    found: dict[str, CoursePage] = {}
    for page in pages:
        if page.translation_key not in found or page.locale_id == course.locale_id:
            found[page.translation_key] = page
    return list(found.values())


def free_to_read(courses: QuerySet[CoursePage], *, now: datetime | None = None) -> QuerySet[CoursePage]:
    """Narrow courses to those whose every lesson is open to everybody: what may be found word by word."""
    now = now or timezone.now()
    has_opened = Q(opens_at=None) | Q(opens_at__lte=now)
    has_not_closed = Q(closes_at=None) | Q(closes_at__gt=now)
    free = courses.filter(has_opened, has_not_closed, order=LessonOrder.FREE, enrol_by=EnrolBy.SELF)
    return free.exclude(Exists(Prerequisite.objects.filter(course=OuterRef("pk"))))


def lessons_not_for_all(*, now: datetime | None = None) -> QuerySet[LessonPage]:
    """Give the public lessons of courses whose lessons are not all open to everybody."""
    free = free_to_read(CoursePage.objects.filter(path=Substr(OuterRef("path"), 1, COURSE_LENGTH)), now=now)
    return public_lessons().exclude(Exists(free))


def why_words(
    why: Why, course: CoursePage, *, needed: Iterable[CoursePage] = (), go_to: LessonPage | None = None
) -> str:
    """Say why a lesson is closed or a course cannot be begun, and what to do, in the active language."""
    if why == Why.NOT_YET and course.opens_at:
        day = date_format(timezone.localtime(course.opens_at), "DATETIME_FORMAT")
        return _("This course opens on %(day)s.") % {"day": day}
    if why == Why.NEEDED:
        titles = get_text_list([f"“{page.title}”" for page in needed], _("and"))
        return _("Please complete %(courses)s first. Then this course is open to you.") % {"courses": titles}
    if why == Why.EARLIER and go_to:
        return _("The lessons of this course go one after the other. Please finish “%(title)s” first.") % {
            "title": go_to.title
        }
    return str(_WORDS[why]())


_WORDS = {
    Why.NOT_YET: lambda: _("This course is not open yet."),
    Why.OVER: lambda: _("This course has closed. Who took it can still read and watch it; nothing counts any more."),
    Why.NEEDED: lambda: _("Another course comes before this one."),
    Why.ENROL: lambda: _("The lessons of this course go one after the other. Enrol, and you go on from the first."),
    Why.APPROVAL: lambda: _("This lesson is for the people who take the course. A coordinator lets them in."),
    Why.COHORT: lambda: _("This lesson is for groups of our partner institutions."),
    Why.EARLIER: lambda: _("The lessons of this course go one after the other. Please finish the one before first."),
    Why.WAITS: lambda: _("You can go on to this lesson as soon as your parent or guardian agrees."),
}


def _done(enrolment: Enrolment) -> frozenset[int]:
    rows = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return frozenset(rows.values_list("lesson_id", flat=True))


def _first_left(course: CoursePage, done: frozenset[int]) -> LessonPage | None:
    """Give the first lesson that can be finished and is not; None when all are."""
    return shown_lessons(needed_lessons(course.path)).exclude(pk__in=done).select_related("locale").first()
