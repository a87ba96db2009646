"""What a certificate claims: gathered once when it is issued, kept with it, and printed word for word."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from courses.models import Contribution, ContributionState, CoursePage, Enrolment, LessonPage
from elearn.people.api import public_name
from elearn.people.models import Person


@dataclass(frozen=True)
class Claims:
    """The facts on the paper. No score: whoever met the requirements has met them."""

    holder: str
    course: str
    course_language: str
    teacher: str
    lessons: int
    hours: Decimal  # required, not how long anybody sat there
    issued_on: date
    issuer: str
    coordinator: str  # who stands for it, "" when nobody is named
    # Of what was taught at home, in place of lessons; papers from before such were issued do not say it.
    visits: int = 0
    skills: tuple[str, ...] = ()  # looked at together, each in plain words

    def to_json(self) -> dict[str, Any]:
        exact = {"hours": str(self.hours), "issued_on": self.issued_on.isoformat(), "skills": list(self.skills)}
        return asdict(self) | exact

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Self:
        exact = {"hours": Decimal(facts["hours"]), "issued_on": date.fromisoformat(facts["issued_on"])}
        return cls(**facts | exact | {"skills": tuple(facts.get("skills", ()))})

    @property
    def is_taught(self) -> bool:
        """Whether it was learnt with a trainer at home, and not by taking a course here."""
        return self.visits > 0


def name_for_papers(person: Person) -> str:
    """Give the name as in the person's papers, or as they gave it."""
    return person.papers_name.strip() or person.name


def gather(enrolment: Enrolment) -> Claims:
    """Collect what the certificate of this enrolment says, as things stand now."""
    course = enrolment.course
    return Claims(
        holder=name_for_papers(enrolment.person),
        course=course.title,
        course_language=course.locale.language_code,
        teacher=public_name(course.teacher) if course.teacher else "",
        lessons=LessonPage.objects.child_of(course).live().count(),
        hours=course.hours.normalize(),
        issued_on=timezone.localdate(),
        issuer=settings.WAGTAIL_SITE_NAME,
        coordinator=_coordinator(course),
    )


def _coordinator(course: CoursePage) -> str:
    """Name the coordinator who placed the course's latest video, else the one who made the page."""
    placed = (
        Contribution.objects.filter(
            state=ContributionState.PLACED, lesson__in=LessonPage.objects.child_of(course), decided_by__isnull=False
        )
        .select_related("decided_by__person")
        .order_by("-decided_at")
        .first()
    )
    account = placed.decided_by if placed else course.owner
    return account.person.name if account else ""
