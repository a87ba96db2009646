"""Groups of partner institutions: whose they are, and what an institution sees of its students.

It sees how a student is doing only with that student's yes; of all others it sees one and the same words, whatever
they have answered or done, and whether or not they were known here before. So no figure may move with an answer either:
the seats of a group are how many students the institution may invite, and a no gives none of them back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import (
    Cohort,
    CohortMember,
    CohortMemberState,
    Enrolment,
    EnrolmentState,
    InstitutionContact,
)
from elearn.history.api import Kind, note
from elearn.people.api import without_consent
from elearn.people.models import Account


@dataclass(frozen=True)
class StudentLine:
    """A student as the institution sees them: under the name and number it gave."""

    name: str
    number: str
    words: str  # how they are doing
    agreed: bool  # the student lets the institution see it
    completed_at: datetime | None = None


@dataclass(frozen=True)
class GroupFigures:
    """How a group stands: invited are all, of whom so many let the institution see how they are doing."""

    students: int
    agreed: int
    completed: int


def cohorts_of(account: Account) -> QuerySet[Cohort]:
    """Give the groups of the institutions that somebody speaks for today, the newest first."""
    speaks_for = InstitutionContact.objects.filter(person=account.person_id, ended_at=None)
    groups = Cohort.objects.filter(institution__in=speaks_for.values("institution"))
    return with_invited(groups.select_related("institution", "course__locale"))


def groups_for(account: Account, most: int) -> list[Cohort] | None:
    """Give the newest groups somebody can invite students to, for their desk; None for who speaks for nobody."""
    if not InstitutionContact.objects.filter(person=account.person_id, ended_at=None).exists():
        return None
    return list(open_groups(cohorts_of(account))[:most])


def with_invited(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Add how many students the institution has brought to each group, whatever they answered: `invited`."""
    counted = CohortMember.objects.filter(cohort=OuterRef("pk")).order_by().values("cohort")
    return cohorts.annotate(invited=Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0))


def members_of(cohort: Cohort) -> QuerySet[CohortMember]:
    """Give everybody an institution brought to a group, by name, as it brought them."""
    return cohort.members.order_by("given_name", "pk")


def lines_of(cohort: Cohort, members: Iterable[CohortMember] | None = None) -> list[StudentLine]:
    """Give the students of a group, or some of them, as the institution sees them; three queries."""
    found = list(members_of(cohort) if members is None else members)
    people = {member.person_id for member in found if _may_be_seen(member)} - {None}
    rows = Enrolment.objects.filter(course=cohort.course_id, person__in=people)
    enrolments = {row.person_id: row for row in rows}
    held = set(without_consent().filter(pk__in=people).values_list("pk", flat=True))
    return [_line(member, enrolments.get(member.person_id or 0), held) for member in found]


def _may_be_seen(member: CohortMember) -> bool:
    is_in = member.state == CohortMemberState.ENROLLED and member.person_id is not None
    return is_in and member.consent_at is not None


def _line(member: CohortMember, enrolment: Enrolment | None, held: set[int]) -> StudentLine:
    """Show one student. While a parent or guardian of a minor does not agree, nothing of what was done is shown."""
    name, number = member.given_name, member.student_number
    if not _may_be_seen(member):
        return StudentLine(name, number, _("has not agreed that you see it"), agreed=False)
    if enrolment is None or enrolment.state == EnrolmentState.LEFT:
        return StudentLine(name, number, _("has left the course"), agreed=True)
    if member.person_id in held or enrolment.state == EnrolmentState.WAITING:
        return StudentLine(name, number, _("waits for a parent or guardian"), agreed=True)
    if enrolment.state == EnrolmentState.COMPLETED:
        return StudentLine(
            name, number, _("has completed the course"), agreed=True, completed_at=enrolment.completed_at
        )
    return StudentLine(name, number, _("is learning"), agreed=True)


def figures_of(cohort: Cohort) -> GroupFigures:
    """Count a group; three queries, however large it is."""
    agreed = cohort.members.filter(state=CohortMemberState.ENROLLED, consent_at__isnull=False)
    done = Enrolment.objects.filter(course=cohort.course_id, state=EnrolmentState.COMPLETED)
    completed = agreed.filter(person__in=done.values("person")).exclude(person__in=without_consent())
    return GroupFigures(cohort.members.count(), agreed.count(), completed.count())


def table_of(cohort: Cohort) -> Iterator[list[str | datetime | None]]:
    """Give the completions of a group as the lines of a table, heads first."""
    yield [_("Student number"), _("Name"), _("How it stands"), _("Completed on")]
    for line in lines_of(cohort):
        yield [line.number, line.name, line.words, line.completed_at]


def invited(cohort: Cohort) -> int:
    """Count the students an institution has brought to a group; who said no is among them."""
    return cohort.members.count()


def seats_left(cohort: Cohort) -> int:
    """Count how many more students an institution may invite to a group."""
    return max(0, cohort.seats - invited(cohort))


def open_groups(groups: QuerySet[Cohort] | None = None) -> QuerySet[Cohort]:
    """Give the groups, or those of some, whose invitations can be answered."""
    rows = Cohort.objects.all() if groups is None else groups
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()), closed_at=None)


@transaction.atomic
def make_group(cohort: Cohort, *, by: Account) -> Cohort:
    """Make a group that a coordinator has filled in."""
    cohort.made_by = by
    cohort.save()
    note(
        Kind.COHORT_MADE, who=by.person.key, subject=f"cohort:{cohort.pk}", course=cohort.course_id, seats=cohort.seats
    )
    return cohort


@transaction.atomic
def close_group(cohort: Cohort, *, by: Account) -> bool:
    """Close a group: nobody joins it any more, and who is in it goes on learning. False when it was closed before."""
    closed = Cohort.objects.filter(pk=cohort.pk, closed_at=None).update(closed_at=timezone.now())
    if closed:
        note(Kind.COHORT_CLOSED, who=by.person.key, subject=f"cohort:{cohort.pk}")
    return bool(closed)
