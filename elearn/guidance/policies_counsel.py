"""Who may see and answer a case as a counsellor. Whatever is not said here is denied.

- the counsellor it was given to, as long as they counsel;
- the one counsellor who was asked to read an answer before it goes, until they have said what they think of it;
- nobody who is near: who asked, who helps or helped them, in whatever role they work here;
- coordinators see numbers, topics and days, and hand a question on; not a word of it.

One human being may have had two records: people are compared by the record that is kept, and not by their sign-in.
"""

from elearn.people import api as people
from elearn.people.models import Account, Person, Role

from .case_enums import CaseChannel, CaseState, CheckState
from .models import AnswerHand, Case, CaseCheck, CaseMessage


def human_of(account: Account) -> int:
    """Give the record that stands for the human being who signs in so, also after records were joined."""
    return _kept(account.person)


def _kept(person: Person) -> int:
    return person.merged_into_id or person.pk


def is_counsellor(account: Account | None) -> bool:
    return account is not None and people.has_role(account, Role.COUNSELLOR)


def hands_on(account: Account | None) -> bool:
    """Say whether somebody looks after who has which question, without reading one."""
    return account is not None and people.has_role(account, Role.COORDINATOR)


def is_near(case: Case, account: Account) -> bool:
    """Say whether somebody has a part in a question on the other side: it is theirs, or they help who asks."""
    me = human_of(account)
    if case.person is not None and (_kept(case.person) == me or people.is_helper_of(me, case.person.pk)):
        return True
    if case.helper is not None and case.helper.companion is not None and _kept(case.helper.companion) == me:
        return True
    if case.asked_by is not None and case.channel != CaseChannel.PHONE and human_of(case.asked_by) == me:
        return True
    return case.reach is not None and _same_contact(case.reach, account.person)


def _same_contact(reach: Person, person: Person) -> bool:
    theirs = {contact.value for contact in reach.contact_points.all()}
    return bool(theirs & {contact.value for contact in person.contact_points.all()})


def may_counsel(case: Case, account: Account | None) -> bool:
    """Say whether somebody reads and answers a question: it was given to them."""
    if account is None or case.counsellor_id is None or case.counsellor_id != account.pk:
        return False
    return is_counsellor(account) and not is_near(case, account)


def check_for(case: Case, account: Account | None) -> CaseCheck | None:
    """Give the check that waits for somebody, who may make it; None for everybody else."""
    if account is None or case.state != CaseState.CHECKING:
        return None
    asked = CaseCheck.objects.filter(case=case, state=CheckState.ASKED, checker=account)
    waits = asked.select_related("message").first()
    return waits if waits and may_check(waits.message, account, case=case) else None


def may_check(message: CaseMessage, account: Account, *, case: Case) -> bool:
    """Say whether somebody can be the second person for an answer: they wrote nothing of it and do not send it."""
    if not is_counsellor(account) or is_near(case, account):
        return False
    return human_of(account) not in first_persons(case, message)


def first_persons(case: Case, message: CaseMessage) -> set[int]:
    """Give the human beings who had a hand in an answer, or have the question."""
    hands = AnswerHand.objects.filter(message=message, account__isnull=False).select_related("account__person")
    found = {human_of(hand.account) for hand in hands if hand.account}
    return found | {human_of(one) for one in (case.counsellor, message.by) if one is not None}


def may_read(case: Case, account: Account | None) -> bool:
    """Say whether somebody reads a question on the counsellors' side."""
    return may_counsel(case, account) or check_for(case, account) is not None
