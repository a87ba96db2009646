"""Who has no attempt left, and one more granted to them by a coordinator, for a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.errors import OwnAttempt, StillAttemptsLeft, WordsWanting
from courses.models import Enrolment, EnrolmentState, ExtraAttempt, LessonPage, LessonProgress, QuizAttempt
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account

from .attempts import attempts_left

LONGEST_REASON = 300


def without_attempts() -> QuerySet[QuizAttempt, dict[str, object]]:
    """Find who used all attempts at a quiz and did not pass it, the latest first: rows of facts, one a quiz."""
    granted = (
        ExtraAttempt.objects.filter(enrolment=OuterRef("enrolment"), lesson=OuterRef("lesson"))
        .order_by()
        .values("enrolment")
        .annotate(number=Count("pk"))
        .values("number")
    )
    passed = LessonProgress.objects.filter(
        enrolment=OuterRef("enrolment"), lesson=OuterRef("lesson"), quiz_passed_at__isnull=False
    )
    tried = QuizAttempt.objects.filter(
        submitted_at__isnull=False, enrolment__state=EnrolmentState.ACTIVE, lesson__quiz_attempts__isnull=False
    ).exclude(Exists(passed))
    facts = ("enrolment", "lesson", "enrolment__person__name", "lesson__title", "enrolment__course__title")
    return (
        tried.order_by()
        .values(*facts)
        .annotate(
            made=Count("pk"),
            granted=Coalesce(Subquery(granted, output_field=IntegerField()), 0),
            last=Max("submitted_at"),
        )
        .filter(made__gte=F("lesson__quiz_attempts") + F("granted"))
        .order_by("-last", "enrolment", "lesson")
    )


@transaction.atomic
def grant_attempt(
    enrolment: Enrolment, lesson: LessonPage, *, by: Account, reason: str, now: datetime | None = None
) -> ExtraAttempt:
    """Let somebody try once more. Raises WordsWanting, OwnAttempt, NoQuiz or StillAttemptsLeft."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise WordsWanting
    if by.person_id == enrolment.person_id:
        raise OwnAttempt
    enrolment = Enrolment.objects.select_for_update().select_related("person").get(pk=enrolment.pk)
    if enrolment.state != EnrolmentState.ACTIVE or attempts_left(enrolment, lesson) != 0:
        raise StillAttemptsLeft  # somebody else has granted one at this moment
    extra = ExtraAttempt.objects.create(enrolment=enrolment, lesson=lesson, by=by, reason=reason)
    note(Kind.ATTEMPT_GRANTED, who=by.person.key, subject=f"lesson:{lesson.pk}", extra=extra.pk)
    tell(
        enrolment.person, "attempt_granted", key=f"attempt_granted:{extra.pk}",
        facts={"lesson": lesson.title, "address": f"/learn/lesson/{lesson.pk}/quiz/"},
    )  # fmt: skip
    return extra
