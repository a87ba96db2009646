"""What is held of a person about groups of institutions, wishes to take a course and reminders; and how long."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, plain, stays
from elearn.people.models import Person

from ..domain.cohorts.invitations import lapse
from ..models import (
    CohortImport,
    CohortMember,
    CohortMemberState,
    EnrolmentRequest,
    InstitutionContact,
    LearningMail,
    RequestState,
)

Row = dict[str, Any]
_AT_WORK = ("courses.EnrolmentRequest.decided_by", "courses.Cohort.made_by", "courses.CohortImport.by")
_REMINDED = ["courses.LearningMail.person"]
_MEMBER = ["courses.CohortMember.person"]
_SPEAKS = ["courses.InstitutionContact.person"]
_WISHES = ["courses.EnrolmentRequest.person"]


# What is held ------------------------------------------------------------------------------------
@holds("courses.enrolment_requests", words=_("Courses you asked to be let in to"), of=_WISHES)
def wishes(person: Person) -> Iterator[Row]:
    for row in EnrolmentRequest.objects.filter(person=person).select_related("course"):
        yield {"course": row.course.title} | plain(row, "state", "words", "asked_at", "decided_at", "reason")


@holds("courses.groups", words=_("Groups of institutions that you were invited to"), of=_MEMBER)
def groups(person: Person) -> Iterator[Row]:
    for row in CohortMember.objects.filter(person=person).select_related("cohort__institution", "cohort__course"):
        yield {
            "institution": row.cohort.institution.name, "course": row.cohort.course.title, "name": row.given_name,
            "number": row.student_number, "contact": row.contact, "may_see_since": row.consent_at,
        } | plain(row, "state", "invited_at", "answered_at")  # fmt: skip


@holds("courses.speaks_for", words=_("Institutions that you speak for"), of=_SPEAKS)
def speaks_for(person: Person) -> Iterator[Row]:
    for row in InstitutionContact.objects.filter(person=person).select_related("institution"):
        yield {"institution": row.institution.name, "known_since": row.since, "ended_at": row.ended_at}


@holds("courses.reminders", words=_("Reminders of your courses"), of=_REMINDED)
def reminders(person: Person) -> Iterator[Row]:
    for row in LearningMail.objects.filter(person=person):
        yield {"switched_off_at": row.off_at, "sent_at": row.last_at}


not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK)
stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)


# What goes ---------------------------------------------------------------------------------------
@forgets("courses.cohorts", of=[*_WISHES, *_MEMBER, *_SPEAKS, *_REMINDED])
def forget_cohorts(person: Person) -> None:
    """All of it goes; a file that an institution brought lately may name the person, so those go too."""
    cohorts = CohortMember.objects.filter(person=person).values("cohort")
    CohortImport.objects.filter(cohort__in=cohorts).delete()
    EnrolmentRequest.objects.filter(person=person).delete()
    CohortMember.objects.filter(person=person).delete()
    InstitutionContact.objects.filter(person=person).delete()
    LearningMail.objects.filter(person=person).delete()


# How long ----------------------------------------------------------------------------------------
def old_files(before: datetime, most: int) -> list[CohortImport]:
    return list(CohortImport.objects.filter(at__lt=before).order_by("at").only("pk")[:most])


def delete_files(files: Sequence[CohortImport]) -> None:
    CohortImport.objects.filter(pk__in=[file.pk for file in files]).delete()


def unanswered(before: datetime, most: int) -> list[CohortMember]:
    out = (CohortMemberState.INVITED, CohortMemberState.DECLINED)
    return list(CohortMember.objects.filter(state__in=out, invited_at__lt=before).order_by("invited_at")[:most])


def let_lapse(members: Sequence[CohortMember]) -> None:
    for member in members:
        lapse(member)


def old_wishes(before: datetime, most: int) -> list[EnrolmentRequest]:
    out = (RequestState.DECLINED, RequestState.WITHDRAWN)
    return list(EnrolmentRequest.objects.filter(state__in=out, decided_at__lt=before).order_by("decided_at")[:most])


def delete_wishes(wishes: Sequence[EnrolmentRequest]) -> None:
    EnrolmentRequest.objects.filter(pk__in=[wish.pk for wish in wishes]).delete()


keep(
    "courses.cohort_files", what=_("Files with students that an institution brought"), days=1,
    why=_("So that lines with mistakes can be mended."), find=old_files, clear=delete_files,
)  # fmt: skip
keep(
    "courses.invitations", what=_("Invitations of institutions that were declined or never answered"), days=90,
    why=_("So that there is time to answer, and nobody is asked twice."), find=unanswered, clear=let_lapse,
)  # fmt: skip
keep(
    "courses.wishes", what=_("Wishes to take a course that were not granted"), days=180,
    why=_("So that we can say why."), find=old_wishes, clear=delete_wishes,
)  # fmt: skip
