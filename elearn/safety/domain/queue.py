"""What waits: words for a moderator, concerns for an officer."""

from django.db.models import Q, QuerySet

from ..models import Concern, ConcernState, Submission, SubmissionState

OPEN = Q(state__in=[SubmissionState.WAITING, SubmissionState.APPEALED]) | Q(to_look_at=True)


def waiting() -> QuerySet[Submission]:
    """Give the words that a moderator still has to decide about, the longest waiting first."""
    return Submission.objects.filter(OPEN, person__is_check=False).order_by("created_at", "pk")


def count_open_concerns() -> int:
    """Count the concerns that nobody has closed."""
    return Concern.objects.exclude(state=ConcernState.CLOSED).count()
