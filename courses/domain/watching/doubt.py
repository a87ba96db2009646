"""What a person's answers to checks are worth over all their sessions (decision 0023).

A session is short for who wants it so: one wrong answer in each of many would be forgiven in each. So what was answered
is added up over the sessions of a person with one film and with one course. It is asked when a session is opened and
when enough of a film would have been watched, never for a report; and silence is never held against anybody.
"""

from uuid import UUID

from django.db.models import Q

from courses.models import CheckVerdict, LoadCheck

WRONG_MOST = 2  # wrong answers, with no right one after them, until a session counts nothing


def doubtful(person: int, *, film: UUID, enrolment: int | None) -> dict[UUID, UUID]:
    """Find the sessions of a person that cannot be relied on, of this film or in this course: {session: its film}.

    A right answer redeems what its session answered before. What is left in all of them is forgiven while it is less
    than `WRONG_MOST`, or no more than the right answers are. One query.
    """
    alike = Q(session__film=film)
    if enrolment is not None:
        alike |= Q(session__enrolment=enrolment)
    said = LoadCheck.objects.filter(
        alike, session__person=person, verdict__in=[CheckVerdict.RIGHT, CheckVerdict.WRONG]
    ).order_by("session", "number")
    wrong: dict[UUID, int] = {}
    films: dict[UUID, UUID] = {}
    right = 0
    for session, its_film, verdict in said.values_list("session_id", "session__film", "verdict"):
        films[session] = its_film
        is_right = verdict == CheckVerdict.RIGHT
        right += is_right
        wrong[session] = 0 if is_right else wrong.get(session, 0) + 1
    together = sum(wrong.values())
    least = 1 if together >= WRONG_MOST and together > right else WRONG_MOST
    return {session: films[session] for session, count in wrong.items() if count >= least}
