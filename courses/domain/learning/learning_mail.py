""" "One lesson is left": the one reminder a learner gets of a course, and how it is switched off.

At most one a week for a person, whatever they take; never in the evening or at night; never twice of the same lesson
in two months; never to who said no, and never by a call: whom no message reaches is left in peace.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.errors import NoQuiz
from courses.models import Enrolment, EnrolmentState, LearningMail, LessonPage, LessonProgress
from elearn.history.api import Kind, note
from elearn.notices.api import call_off, tell
from elearn.people.api import contacts_for_messages, without_consent
from elearn.people.models import ContactPoint, Person, PersonStanding
from elearn.people.phones import takes_sms
from elearn.safety.api import hidden_rows
from media_pipeline.models import FilmState

from ..building.tree import COURSE_PATH, public_lessons
from ..quizzes.attempts import attempts_left
from ..works import practice
from .complete import Part, parts_left
from .progress import CourseProgress, progress_in

# The hours at which a telephone may ring, in the time of this installation.
FIRST_HOUR, LAST_HOUR = 9, 21
PAUSE = timedelta(days=7)
SAME_LESSON = timedelta(days=60)
AWAY = timedelta(days=3)  # who was here since then needs no reminder
LONG_AWAY = timedelta(days=180)  # and who was not here for so long does not want one
WORTH = timedelta(hours=3)  # a message that is late is not sent, nor one that the evening has overtaken
AT_ONCE = 100  # reminders of one sweep, and enrolments that are looked at together
KIND = "lesson_left"
SIGNS = 20  # of 4 bits each


def sweep(*, now: datetime | None = None) -> int:
    """Remind whom it is time to remind, a hundred at most; gives how many. One query when there is nobody.

    All are looked at until so many are reminded: who was told of their lesson keeps nobody behind them from it.
    """
    now = now or timezone.now()
    if not FIRST_HOUR <= timezone.localtime(now).hour < LAST_HOUR:
        return 0
    found = list(one_left(now=now).values_list("pk", flat=True))
    reminded: set[int] = set()
    for start in range(0, len(found), AT_ONCE):
        for person, progress, lesson in _to_remind(found[start : start + AT_ONCE], now=now):
            if person.pk not in reminded and _remind(person, progress, lesson, now=now):
                reminded.add(person.pk)
            if len(reminded) == AT_ONCE:
                return AT_ONCE
    return len(reminded)


def one_left(*, now: datetime) -> QuerySet[Enrolment]:
    """Give the enrolments that lack one lesson, of people who may be reminded now; the longest away come first."""
    rows = Enrolment.objects.filter(state=EnrolmentState.ACTIVE, course__live=True)
    rows = rows.filter(last_seen_at__lte=now - AWAY, last_seen_at__gt=now - LONG_AWAY)
    rows = rows.filter(Q(course__opens_at=None) | Q(course__opens_at__lte=now))
    rows = rows.filter(Q(course__closes_at=None) | Q(course__closes_at__gt=now))
    rows = rows.filter(person__standing=PersonStanding.LIVING, person__removed_at=None, person__is_check=False)
    rows = rows.exclude(person__in=_not_now(now).values("person")).exclude(person__in=without_consent())
    rows = rows.annotate(needed=_needed(), done=_done()).filter(done__gte=1, needed=F("done") + 1)
    return rows.select_related("person", "course__locale", "course__teacher").order_by("last_seen_at", "pk")


def _not_now(now: datetime) -> QuerySet[LearningMail]:
    return LearningMail.objects.filter(Q(off_at__isnull=False) | Q(last_at__gt=now - PAUSE))


def _needed_lessons() -> QuerySet[LessonPage]:
    """Give the lessons of all courses that are to be done, as `complete.needed_lessons` does for one."""
    return public_lessons().exclude(film__state=FilmState.BLOCKED).exclude(hidden_rows("lesson", for_good=True))


def _needed() -> Coalesce:
    lessons = _needed_lessons().annotate(of_course=COURSE_PATH).filter(of_course=OuterRef("course__path")).order_by()
    return Coalesce(Subquery(lessons.values("of_course").annotate(number=Count("pk")).values("number")), 0)


def _done() -> Coalesce:
    steps = LessonProgress.objects.filter(enrolment=OuterRef("pk"), completed_at__isnull=False)
    steps = steps.filter(lesson__in=_needed_lessons().values("pk")).order_by()
    return Coalesce(Subquery(steps.values("enrolment").annotate(number=Count("pk")).values("number")), 0)


def _to_remind(enrolments: list[int], *, now: datetime) -> Iterator[tuple[Person, CourseProgress, LessonPage]]:
    """Give of some enrolments those with one lesson to do, of people whom a message reaches; a few queries for all."""
    rows = list(one_left(now=now).filter(pk__in=enrolments).prefetch_related("person__contact_points"))
    people = [row.person for row in rows]
    mails = {mail.person_id: mail for mail in LearningMail.objects.filter(person__in=people)}
    contacts = contacts_for_messages(people)
    for row, progress in zip(rows, progress_in(rows), strict=True):
        left, mail = progress.next, mails.get(row.person_id)
        if left is None or progress.total - progress.done != 1 or not _takes_message(contacts[row.person_id]):
            continue
        if (mail is None or not _was_told(mail, left.lesson.pk, now)) and can_be_done(row, left.lesson):
            yield row.person, progress, left.lesson


def can_be_done(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Say whether a learner can do something for a lesson and finish it, as it stands.

    Not while all that is left is a work that others are looking at, nor where no attempt at the quiz is left.
    """
    step = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).first()
    left = parts_left(lesson, step)
    if Part.QUIZ in left and lesson.quiz_attempts is not None and not _may_try(enrolment, lesson):
        return False
    return left != {Part.PRACTICE} or practice.may_send(practice.mine(enrolment.person, lesson))


def _may_try(enrolment: Enrolment, lesson: LessonPage) -> bool:
    try:
        return attempts_left(enrolment, lesson) != 0
    except NoQuiz:  # its questions are being written
        return False


def _remind(person: Person, progress: CourseProgress, lesson: LessonPage, *, now: datetime) -> bool:
    """Remind one person of the lesson that is left, unless they were reminded meanwhile or switched it off."""
    with transaction.atomic():
        mail, _made = LearningMail.objects.select_for_update().get_or_create(person=person)
        if mail.off_at or (mail.last_at and mail.last_at > now - PAUSE) or _was_told(mail, lesson.pk, now):
            return False
        told = {key: at for key, at in mail.told.items() if datetime.fromisoformat(at) > now - SAME_LESSON}
        told[str(lesson.pk)] = now.isoformat()
        same = LearningMail.objects.filter(pk=mail.pk, last_at=mail.last_at, off_at=None)
        if not same.update(last_at=now, told=told):
            return False
        _tell(person, progress, lesson, now=now)
    return True


def _was_told(mail: LearningMail, lesson_id: int, now: datetime) -> bool:
    at = mail.told.get(str(lesson_id))
    return bool(at) and datetime.fromisoformat(at) > now - SAME_LESSON


def _takes_message(contact: ContactPoint | None) -> bool:
    """Say whether a message reaches somebody: a reminder is no reason for our staff to call."""
    return contact is not None and (contact.kind == ContactPoint.Kind.EMAIL or takes_sms(contact.value))


def _tell(person: Person, progress: CourseProgress, lesson: LessonPage, *, now: datetime) -> None:
    course = progress.course
    evening = timezone.localtime(now).replace(hour=LAST_HOUR, minute=0, second=0, microsecond=0)
    tell(
        person, KIND, key=f"{KIND}:{lesson.pk}:{person.pk}:{now:%Y%m%d}",
        facts={
            "course": course.title, "lesson": lesson.title, "address": lesson.url or "",
            "stop_address": stop_address(person), "not_after": min(now + WORTH, evening).isoformat(),
        },
    )  # fmt: skip
    note(Kind.LEARNER_REMINDED, who=person.key, subject=f"course:{course.pk}", is_check=person.is_check)


# Switching it off --------------------------------------------------------------------------------
def stop_address(person: Person) -> str:
    """Give the path at which somebody stops reminders, without signing in."""
    return reverse("courses:reminders", args=[_token(person)])


def person_of_token(token: str) -> Person | None:
    """Give whose reminders an address stops; None when it is not ours."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    person = Person.objects.filter(pk=int(number), removed_at=None).first()
    if person is None or not constant_time_compare(token, _token(person)):
        return None
    return person.merged_into or person


def _token(person: Person) -> str:
    signature = salted_hmac("courses.reminders", person.key.hex, algorithm="sha256").hexdigest()[:SIGNS]
    return f"{person.pk}-{signature}"


def are_on(person: Person) -> bool:
    """Say whether somebody may be reminded."""
    return not LearningMail.objects.filter(person=person, off_at__isnull=False).exists()


@transaction.atomic
def switch(person: Person, *, on: bool) -> bool:
    """Switch reminders on or off; False when they were so before. One that is on its way is called off."""
    LearningMail.objects.get_or_create(person=person)
    rows = LearningMail.objects.filter(person=person, off_at__isnull=not on)
    changed = rows.update(off_at=None if on else timezone.now())
    if changed and not on:
        call_off(person, KIND)
    if changed:
        note(Kind.REMINDERS_ON if on else Kind.REMINDERS_OFF, who=person.key, is_check=person.is_check)
    return bool(changed)
