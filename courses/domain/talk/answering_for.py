"""Answering a learner’s question for an elder: a helper of their choice, or our staff beside them or on the phone.

The words stay the elder’s. Who took them down is kept with them, decides nothing about them, and is written down.
"""

from courses.errors import MayNotHelp
from courses.models import Ask
from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Did, Person, Scope

from ..films import helped


def may_answer_for(account: Account, elder: Person) -> bool:
    """Say whether somebody may take down an elder’s answers today: our staff, and a helper allowed just that."""
    if not elder.speaks_for_themself:
        return False
    if people.is_helper_of(account.person_id, elder.pk):
        return people.may_act(account, elder, Scope.ANSWER)
    return helped.may_record_for(account, elder)


def allow(by: Account | None, ask: Ask) -> None:
    """Allow an answer that somebody took down, and write it down with it; nothing where the teacher answers alone.

    Raises MayNotHelp; call it in the transaction of the deed.
    """
    if by is None:
        return
    if not may_answer_for(by, ask.teacher):
        raise MayNotHelp
    if not people.is_helper_of(by.person_id, ask.teacher_id):
        return
    try:
        people.act(by, ask.teacher, scope=Scope.ANSWER, did=Did.ANSWERED, subject=f"ask:{ask.pk}", title=ask.text[:80])
    except MayNotAct as error:
        raise MayNotHelp from error
