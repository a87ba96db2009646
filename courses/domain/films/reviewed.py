"""The coordinator's review of films, in the words of moderation, so that both are counted in one table."""

from collections.abc import Iterator
from datetime import datetime

from courses.models import Contribution, ContributionState
from elearn.safety.api import Row
from elearn.safety.models import SubmissionState

STATES = {
    ContributionState.SENT: SubmissionState.WAITING,
    ContributionState.SECOND_PERSON: SubmissionState.WAITING,
    ContributionState.PLACED: SubmissionState.APPROVED,
    ContributionState.ANOTHER_TAKE: SubmissionState.DECLINED,
    ContributionState.WITHDRAWN: SubmissionState.WITHDRAWN,
}


def rows(start: datetime) -> Iterator[Row]:
    """Give the films sent since a moment; one query."""
    sent = Contribution.objects.filter(sent_at__gte=start, film__is_check=False, state__in=STATES)
    for state, written, decided in sent.values_list("state", "sent_at", "decided_at"):
        if written:
            yield Row(state=STATES[ContributionState(state)], written=written, decided=decided)
