"""What a course offers to one person now: to enrol, to ask, to answer an invitation, or words why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone

from courses.errors import AskedLately, CourseFull, SchoolError
from courses.models import CohortMember, CoursePage, EnrolBy, RequestState
from elearn.people.models import Person

from ..cohorts.invitations import can_join, member_for
from .enrol import refuse_untimely
from .gate import Why, why_words
from .requests import PAUSE, last_request
from .seats import group_that_lets_in, is_full, was_let_in

Way = Literal["enrol", "ask", "asked", "invited", "none"]


@dataclass(frozen=True)
class Offer:
    """What somebody can do, and the words why it is not more."""

    way: Way
    words: str = ""
    member: CohortMember | None = None  # their place in a group of the course, invited or in it


def offer_for(person: Person, course: CoursePage, *, now: datetime | None = None) -> Offer:
    """Say what a course offers to somebody who is not in it; at most six queries. Only `enrol` decides."""
    member = member_for(person, course)
    try:
        refuse_untimely(person, course, now=now)
        if is_full(course, person):
            raise CourseFull
    except SchoolError as error:
        return Offer("none", str(error), member)
    if member and can_join(member):
        return Offer("invited", member=member)
    return Offer(*_way(person, course, now=now), member=member)


def _way(person: Person, course: CoursePage, *, now: datetime | None) -> tuple[Way, str]:
    if course.enrol_by == EnrolBy.SELF or group_that_lets_in(person, course):
        return "enrol", ""
    if course.enrol_by == EnrolBy.COHORT:
        return "none", why_words(Why.COHORT, course)
    if was_let_in(person, course):
        return "enrol", ""
    last = last_request(person, course)
    if last and last.state == RequestState.ASKED:
        return "asked", ""
    if (
        last
        and last.state == RequestState.DECLINED
        and last.decided_at
        and last.decided_at > (now or timezone.now()) - PAUSE
    ):
        return "none", str(AskedLately())
    return "ask", ""
