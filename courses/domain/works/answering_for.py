"""Answering a learner's work for an elder: a helper of their choice, or our staff beside them or on the phone.

As with questions, the words and the decision stay the elder's. Who took them down is kept with them and written down.
A learner who is also the helper takes nothing down about their own work.
"""

from django.db.models import QuerySet

from courses.errors import MayNotHelp
from courses.models import Practice
from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Did, Person, Scope

from ..talk.answering_for import may_answer_for
from .waiting import waiting, works_taught


def works_taken_down(account: Account, teacher: Person) -> QuerySet[Practice]:
    """Give the works that wait for a teacher, for who helps them; what was answered is the teacher's own to read.

    None for who may not help them today.
    """
    rows = waiting(works_taught(teacher)).exclude(person=account.person_id)
    return rows if may_answer_for(account, teacher) else rows.none()


def allow(by: Account, teacher: Person, work: Practice) -> None:
    """Write down with a deed that a helper did it for the teacher. Raises MayNotHelp; call it in its transaction."""
    if not may_answer_for(by, teacher):
        raise MayNotHelp
    if not people.is_helper_of(by.person_id, teacher.pk):
        return
    try:
        people.act(
            by, teacher, scope=Scope.ANSWER, did=Did.ANSWERED_WORK, subject=f"practice:{work.pk}",
            title=work.lesson.title[:80],
        )  # fmt: skip
    except MayNotAct as error:
        raise MayNotHelp from error
