"""The gallery of a course: accepted works of grown-ups, by their consent, until they take it back.

What hangs is decided anew at every reading: of age, accepted, its words agreed to, the consent valid today, nothing
hidden. So a work is gone with the request that ends any of these, whatever the row still says.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.errors import NotForGallery
from courses.models import CoursePage, Gallery, Practice, PracticeState
from elearn.history.api import Kind, note
from elearn.people.api import ask_consent, may_be_contacted_unmoderated, withdraw_consent
from elearn.people.models import Account, Consent, ConsentKind, ConsentState, Person, Use
from elearn.safety.api import hidden_rows
from elearn.safety.models import SubmissionState

from ..building.tree import lessons_in
from ..hidden import shown_lessons

MOST_SHOWN = 24
PREFIX = "practice"


def may_hang(practice: Practice) -> bool:
    """Say whether a work may hang in public: an accepted one of somebody who is known to be of age."""
    return (
        practice.state == PracticeState.ACCEPTED
        and bool(practice.picture)
        and may_be_contacted_unmoderated(practice.person)
    )


@transaction.atomic
def ask_for_gallery(practice: Practice, *, by: Person) -> Consent:
    """Begin to ask the learner, at their own wish, whether a work may hang; they answer on the consent's page.

    Raises NotForGallery.
    """
    is_own = by.pk == practice.person_id and practice.person.speaks_for_themself
    if not is_own or not may_hang(practice):
        raise NotForGallery
    consent = ask_consent(
        practice.person, subject=f"{PREFIX}:{practice.pk}", purpose="practice", uses=[Use.SITE],
        kind=ConsentKind.WORK, title=practice.lesson.title, is_own=True,
    )  # fmt: skip
    if consent.state == ConsentState.WITHDRAWN:
        raise NotForGallery
    asked = Practice.objects.filter(pk=practice.pk, gallery=Gallery.NO)
    if asked.update(gallery=Gallery.ASKED, consent=consent):
        _note(Kind.PRACTICE_ASKED, practice)
    if consent.is_valid:
        answered(consent)
    return consent


@transaction.atomic
def answered(consent: Consent) -> None:
    """Go on from what a learner answered about their work; consents about other things are none of ours."""
    practice = of_consent(consent)
    if practice is None:
        return
    if not consent.is_valid or not may_hang(practice):
        take_down(practice)
        return
    hung = Practice.objects.filter(pk=practice.pk).exclude(gallery=Gallery.HANGS)
    if hung.update(gallery=Gallery.HANGS, consent=consent, hung_at=timezone.now()):
        _note(Kind.PRACTICE_HUNG, practice)


def take_down(practice: Practice) -> bool:
    """Take a work out of the gallery; says whether it hung."""
    hung = Practice.objects.filter(pk=practice.pk, gallery=Gallery.HANGS)
    changed = bool(hung.update(gallery=Gallery.NO, hung_at=None))
    Practice.objects.filter(pk=practice.pk, gallery=Gallery.ASKED).update(gallery=Gallery.NO)
    if changed:
        _note(Kind.PRACTICE_TAKEN_DOWN, practice)
    return changed


def take_back(practice: Practice, *, by: Account) -> None:
    """Let the learner take the consent back: the work comes down at once. Raises NotForGallery for anybody else."""
    if practice.consent is None or by.person_id != practice.person_id:
        raise NotForGallery
    withdraw_consent(practice.consent, by=by)


def of_consent(consent: Consent) -> Practice | None:
    """Give the work that a consent is about."""
    prefix, _colon, key = consent.subject.partition(":")
    if prefix != PREFIX or consent.kind != ConsentKind.WORK or not key.isdecimal():
        return None
    return Practice.objects.filter(pk=key, person=consent.person_id).select_related("person", "lesson").first()


def hanging() -> QuerySet[Practice]:
    """Give the works that hang today, the newest first; whether their makers are of age asks `shown`."""
    holds = Q(consent__until=None) | Q(consent__until__gte=timezone.localdate())
    rows = Practice.objects.filter(
        holds, state=PracticeState.ACCEPTED, gallery=Gallery.HANGS, consent__state=ConsentState.GIVEN,
        submission__state=SubmissionState.APPROVED, person__removed_at=None,
    )  # fmt: skip
    rows = rows.exclude(picture="").exclude(hidden_rows("practice"))
    return (
        rows.select_related("person", "lesson__locale", "submission").order_by("-hung_at", "-pk").defer("lesson__body")
    )


def shown(rows: list[Practice]) -> list[Practice]:
    """Leave out what may not hang: a minor's, whatever was agreed to."""
    return [row for row in rows if may_hang(row)]


def gallery_of(course: CoursePage) -> list[Practice]:
    """Give the works that hang in a course, the newest first; one query, however many."""
    rows = hanging().filter(lesson__in=shown_lessons(lessons_in(course.path)).values("pk"))
    return shown(list(rows[: 2 * MOST_SHOWN]))[:MOST_SHOWN]


def works_of(teacher: Person) -> QuerySet[Practice]:
    """Give the accepted works of a teacher's learners, the newest first: for the teacher, not for everybody."""
    rows = Practice.objects.filter(enrolment__course__teacher=teacher, state=PracticeState.ACCEPTED)
    rows = rows.filter(submission__state=SubmissionState.APPROVED).exclude(hidden_rows("practice"))
    return (
        rows.select_related("person", "lesson__locale", "submission")
        .order_by("-decided_at", "-pk")
        .defer("lesson__body")
    )


def _note(kind: Kind, practice: Practice) -> None:
    person = practice.person
    note(kind, who=person.key, subject=f"practice:{practice.pk}", is_check=person.is_check, lesson=practice.lesson_id)
