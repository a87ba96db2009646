"""Two records of one person become one: wishes, places in groups and reminders that would be there twice are joined."""

from django.utils import timezone

from courses.models import (
    CohortMember,
    CohortMemberState,
    EnrolmentRequest,
    InstitutionContact,
    LearningMail,
    RequestState,
)
from elearn.people.models import Person

_RANK = [
    CohortMemberState.INVITED, CohortMemberState.LEFT, CohortMemberState.DECLINED, CohortMemberState.ENROLLED
]  # fmt: skip


def settle_merge(keep: Person, absorb: Person) -> None:
    """Join the rows that would be there twice; runs in the transaction of the merge."""
    asked = EnrolmentRequest.objects.filter(state=RequestState.ASKED)
    here = asked.filter(person=keep).values("course")
    asked.filter(person=absorb, course__in=here).update(state=RequestState.WITHDRAWN, decided_at=timezone.now())
    speaks = InstitutionContact.objects.filter(ended_at=None)
    already = speaks.filter(person=keep).values("institution")
    speaks.filter(person=absorb, institution__in=already).update(ended_at=timezone.now())
    _join_members(keep, absorb)
    _join_reminders(keep, absorb)


def _join_members(keep: Person, absorb: Person) -> None:
    """The answer that was given counts. What the institution may see is what both records let it see."""
    mine = {member.cohort_id: member for member in CohortMember.objects.filter(person=keep)}
    for other in CohortMember.objects.filter(person=absorb, cohort__in=mine):
        member = mine[other.cohort_id]
        if _RANK.index(CohortMemberState(other.state)) > _RANK.index(CohortMemberState(member.state)):
            member.state, member.consent_at, member.answered_at = other.state, other.consent_at, other.answered_at
        elif member.state == other.state and other.consent_at is None:
            member.consent_at = None
        member.save(update_fields=["state", "consent_at", "answered_at"])
        # The institution brought two lines and keeps two: it does not learn that they are one person's.
        CohortMember.objects.filter(pk=other.pk).update(person=None, state=CohortMemberState.LEFT, consent_at=None)


def _join_reminders(keep: Person, absorb: Person) -> None:
    """Who said no on either record has said no."""
    mine, other = (LearningMail.objects.filter(person=person).first() for person in (keep, absorb))
    if mine is None or other is None:
        return
    mine.off_at = mine.off_at or other.off_at
    mine.last_at = max((at for at in (mine.last_at, other.last_at) if at), default=None)
    mine.told = {**other.told, **mine.told}
    mine.save(update_fields=["off_at", "last_at", "told"])
    other.delete()
