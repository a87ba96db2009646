"""Works that can be answered, and by whom: the teacher of the course, volunteers named for it, and coordinators.

Each sees the fewest works that their task needs. One's own, and what nobody has looked at yet or a concern hides, are
never among them. A work for which another try is asked waits for nobody while a moderator reads why.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Practice, PracticeReply, PracticeState, Verdict
from elearn.people.models import Account, Person
from elearn.safety.api import hidden_rows
from elearn.safety.models import SubmissionState

from .volunteers import courses_of

PERMISSION = "courses.encourage_practice"


def may_encourage(user: Account) -> bool:
    """Say whether somebody answers works of every course, by their permission."""
    return user.has_perm(PERMISSION)


def works_for(account: Account) -> QuerySet[Practice]:
    """Give the works that somebody may see and answer today, answered ones too."""
    rows = _answerable().exclude(person=account.person_id)
    if may_encourage(account):
        return rows
    taught = Q(enrolment__course__teacher=account.person_id)
    return rows.filter(taught | Q(enrolment__course__in=courses_of(account)))


def works_taught(teacher: Person) -> QuerySet[Practice]:
    """Give the works of a teacher's own courses that they may see and answer."""
    return _answerable().filter(enrolment__course__teacher=teacher).exclude(person=teacher)


def waiting(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Give those of some works that wait for a decision, the oldest first."""
    return rows.filter(Q(asked_again=False), state=PracticeState.SENT).order_by("sent_at", "pk")


def waits(work: Practice) -> bool:
    """Say whether a work that came from here waits for a decision."""
    return work.state == PracticeState.SENT and not work.asked_again  # type: ignore[attr-defined]


def settled(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Give those that were decided about, the newest first."""
    return rows.filter(~Q(state=PracticeState.SENT) | Q(asked_again=True))


def works_waiting(teacher: Person) -> int:
    """Count the works that wait for a teacher."""
    return waiting(works_taught(teacher)).count()


def works_to_encourage(account: Account) -> int:
    """Count the works that wait for a volunteer or coordinator."""
    return waiting(works_for(account)).count()


def _answerable() -> QuerySet[Practice]:
    again = PracticeReply.objects.filter(
        practice=OuterRef("pk"), verdict=Verdict.AGAIN, at__gte=OuterRef("sent_at"),
        submission__state=SubmissionState.WAITING,
    )  # fmt: skip
    rows = Practice.objects.filter(
        state__in=[PracticeState.SENT, PracticeState.TRY_AGAIN, PracticeState.ACCEPTED],
        submission__state=SubmissionState.APPROVED,
    )
    rows = rows.exclude(hidden_rows("practice")).annotate(asked_again=Exists(again))
    return rows.select_related("person", "lesson__locale", "submission", "enrolment__course__teacher").defer(
        "lesson__body"
    )
