"""What a student answers to the invitation of an institution: one tap, at a signed address or signed in.

The address goes only to the person's own contact, and works only while that contact is theirs. Nobody is signed in by
it, nobody is enrolled without this answer, and nobody has an account made for them before it.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.errors import AgeWanting, GroupClosed
from courses.models import Cohort, CohortMember, CohortMemberState, CoursePage, Enrolment
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import age_known, arrange_sign_in, contact_for_messages
from elearn.people.models import Account, Person

from ..learning.enrol import enrol
from .cohorts import open_groups

SIGNS = 20  # of 4 bits each
MARK = "mark:"  # begins what stands for an address; no address begins so


# The address -------------------------------------------------------------------------------------
def invitation_address(member: CohortMember) -> str:
    """Give the path at which a student answers, as it is sent to them."""
    contact = contact_for_messages(person_invited(member))
    return reverse("courses:invited", args=[_token(member, contact.value if contact else "")])


def member_by(token: str) -> CohortMember | None:
    """Give the membership that an address opens; None when it opens none, or not any more."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    member = _members().filter(pk=int(number)).first()
    if member is None or member.person is None or not member.person.speaks_for_themself or member.person.removed_at:
        return None
    contacts = [*member.person.contact_points.values_list("value", flat=True), ""]
    return member if any(constant_time_compare(token, _token(member, value)) for value in contacts) else None


def person_invited(member: CohortMember) -> Person:
    """Give who is invited. Only for a member that can still answer: the rest of a lapsed one is a line of a list."""
    if member.person is None:
        raise GroupClosed
    return member.person


def member_for(person: Person, course: CoursePage) -> CohortMember | None:
    """Give somebody's newest place in a group of a course."""
    return _members().filter(person=person, cohort__course=course).order_by("-invited_at", "-pk").first()


def _members() -> QuerySet[CohortMember]:
    return CohortMember.objects.select_related(
        "person", "cohort__institution", "cohort__course__locale", "cohort__course__teacher"
    )


def _token(member: CohortMember, contact: str) -> str:
    what = f"{member.pk}:{member.cohort_id}:{member.invited_at.isoformat()}:{contact}"
    return f"{member.pk}-{salted_hmac('courses.cohort', what, algorithm='sha256').hexdigest()[:SIGNS]}"


def invite(member: CohortMember, *, queue: str = "quick") -> None:
    """Tell a student of the invitation, once."""
    cohort = member.cohort
    institution = cohort.institution
    tell(
        person_invited(member), "cohort_invited", key=f"cohort_invited:{member.pk}", queue=queue,
        facts={
            "institution": institution.name, "short": institution.short_name or institution.name,
            "course": cohort.course.title, "name": member.given_name, "address": invitation_address(member),
        },
    )  # fmt: skip


# The answer --------------------------------------------------------------------------------------
def can_join(member: CohortMember) -> bool:
    """Say whether a student can still say yes."""
    is_out = member.state in (CohortMemberState.INVITED, CohortMemberState.DECLINED)
    return is_out and open_groups().filter(pk=member.cohort_id).exists()


@transaction.atomic
def join_group(member: CohortMember, *, may_see: bool) -> Enrolment:
    """Take the course with the group; `may_see` lets the institution see that it was completed, and when.

    Who said no before has kept their seat. Raises GroupClosed, AgeWanting, and what `enrol` raises; then nothing has
    changed.
    """
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=member.cohort_id)
    member.refresh_from_db(fields=["state"])
    person = person_invited(member)
    if member.state == CohortMemberState.ENROLLED:  # tapped twice
        return enrol(person, member.cohort.course, by_cohort=cohort)
    if not age_known(person):
        raise AgeWanting
    if not can_join(member):
        raise GroupClosed
    now = timezone.now()
    joined = CohortMember.objects.filter(pk=member.pk, state=member.state).update(
        state=CohortMemberState.ENROLLED, answered_at=now, consent_at=now if may_see else None
    )
    if not joined:
        raise GroupClosed
    if not Account.objects.filter(person=person).exists():
        arrange_sign_in(person, may_sign_in=True)
    enrolment = enrol(person, member.cohort.course, by_cohort=cohort, now=now)
    _note(member, joins=True, may_see=may_see)
    return enrolment


@transaction.atomic
def decline(member: CohortMember) -> bool:
    """Say no to an invitation; False when it was answered before. The institution is not told."""
    declined = CohortMember.objects.filter(pk=member.pk, state=CohortMemberState.INVITED).update(
        state=CohortMemberState.DECLINED, answered_at=timezone.now(), consent_at=None
    )
    if declined:
        _note(member, joins=False, may_see=False)
    return bool(declined)


@transaction.atomic
def let_see(member: CohortMember, *, may_see: bool) -> bool:
    """Let the institution see how it stands, or no longer; at any time. False when nothing changed."""
    rows = CohortMember.objects.filter(pk=member.pk, state=CohortMemberState.ENROLLED, consent_at__isnull=may_see)
    changed = rows.update(consent_at=timezone.now() if may_see else None)
    if changed:
        _note(member, joins=True, may_see=may_see)
    return bool(changed)


def _note(member: CohortMember, *, joins: bool, may_see: bool) -> None:
    person = person_invited(member)
    note(
        Kind.COHORT_ANSWERED, who=person.key, subject=f"cohort:{member.cohort_id}", is_check=person.is_check,
        joins=joins, may_see=may_see,
    )  # fmt: skip


# Too late ----------------------------------------------------------------------------------------
@transaction.atomic
def lapse(member: CohortMember) -> bool:
    """Forget who was meant by an invitation that was declined or never answered; False where it was answered since.

    The institution's own line stays as it brought it: were it gone, those left would be known to have said yes. The
    address becomes a mark by which the same student is known when the same file comes again.
    """
    out = (CohortMemberState.INVITED, CohortMemberState.DECLINED)
    return bool(
        CohortMember.objects.filter(pk=member.pk, state__in=out).update(
            person=None, state=CohortMemberState.LEFT, contact=contact_mark(member.cohort_id, member.contact),
            consent_at=None, answered_at=None,
        )
    )  # fmt: skip


def contact_mark(cohort: int, contact: str) -> str:
    """Give what stands for an address that is no longer kept."""
    if not contact or contact.startswith(MARK):
        return contact
    return MARK + salted_hmac("courses.cohort.contact", f"{cohort}:{contact}", algorithm="sha256").hexdigest()
