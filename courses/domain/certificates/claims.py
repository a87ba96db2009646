"""What a certificate claims: gathered once when it is issued, kept with it, and printed word for word."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from courses.models import Contribution, ContributionState, CoursePage, Enrolment
from elearn.people.api import public_name
from elearn.people.models import Person

from ..building.tree import all_lessons
from ..learning.complete import needed_lessons
from ..webinars.credit import live_minutes, minutes_of
from .design_facts import printed_for

COMPLETION, TAUGHT, CONTRIBUTION = "completion", "taught", "contribution"


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
    # What was looked at together at home, or what one can do after a course; each in plain words.
    skills: tuple[str, ...] = ()
    # Of the lessons, watched in webinars while they took place. Kept with the rest; it is not on the paper.
    live_minutes: int = 0
    kind: str = ""  # papers from before there were several kinds do not say it: ask `is_taught`, `is_contribution`
    gave: tuple[str, ...] = ()  # of a contribution: what somebody gave, each in words of their language
    gave_in: int = 0  # the year
    design: dict[str, Any] = field(default_factory=dict)  # as it was approved: see `design_facts`

    def to_json(self) -> dict[str, Any]:
        exact = {"hours": str(self.hours), "issued_on": self.issued_on.isoformat()}
        return asdict(self) | exact | {"skills": list(self.skills), "gave": list(self.gave)}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Self:
        """Read what was kept. What a later version of this program wrote beside it is passed over."""
        known = {one.name for one in fields(cls)}
        exact = {"hours": Decimal(facts["hours"]), "issued_on": date.fromisoformat(facts["issued_on"])}
        lines = {name: tuple(facts.get(name, ())) for name in ("skills", "gave")}
        return cls(**{name: value for name, value in facts.items() if name in known} | exact | lines)

    @property
    def is_taught(self) -> bool:
        """Whether it was learnt with a trainer at home, and not by taking a course here."""
        return self.visits > 0

    @property
    def is_contribution(self) -> bool:
        """Whether it thanks somebody for what they gave here."""
        return self.kind == CONTRIBUTION

    @property
    def shows_hours(self) -> bool:
        """Whether the hours required are printed."""
        return bool(self.design.get("shows_hours", True))

    @property
    def recognition(self) -> dict[str, str] | None:
        """What the qualification rests on, whole or not at all; of courses alone."""
        found: dict[str, str] | None = self.design.get("alignment")
        return found if found and not self.is_taught and not self.is_contribution else None


def name_for_papers(person: Person) -> str:
    """Give the name as in the person's papers, or as they gave it."""
    return person.papers_name.strip() or person.name


def gather(enrolment: Enrolment) -> Claims:
    """Collect what the certificate of this enrolment says, as things stand now."""
    minutes = live_minutes(enrolment.person_id, enrolment.course)
    return for_learner(of_course(enrolment.course), enrolment.person, minutes=minutes)


def gather_all(enrolments: Iterable[Enrolment], course: CoursePage) -> dict[int, Claims]:
    """Collect what the certificates of several enrolments in one course say: enrolment → claims; constant queries."""
    base, rows = of_course(course), list(enrolments)
    minutes = minutes_of([row.person_id for row in rows], course)
    return {row.pk: for_learner(base, row.person, minutes=minutes.get(row.person_id, 0)) for row in rows}


def for_learner(base: Claims, person: Person, *, minutes: int) -> Claims:
    return replace(base, holder=name_for_papers(person), live_minutes=minutes)


def of_course(course: CoursePage) -> Claims:
    """Collect what every certificate of a course says; it names no holder."""
    return Claims(
        holder="",
        kind=COMPLETION,
        course=course.title,
        course_language=course.locale.language_code,
        teacher=public_name(course.teacher) if course.teacher else "",
        lessons=needed_lessons(course.path).count(),
        hours=course.hours.normalize(),
        skills=tuple(line.strip() for line in course.competences.splitlines() if line.strip()),
        issued_on=timezone.localdate(),
        issuer=settings.WAGTAIL_SITE_NAME,
        coordinator=_coordinator(course),
        design=printed_for(course),
    )


def _coordinator(course: CoursePage) -> str:
    """Name the coordinator who placed the course's latest video, else the one who made the page."""
    placed = (
        Contribution.objects.filter(
            state=ContributionState.PLACED, lesson__in=all_lessons(course.path), decided_by__isnull=False
        )
        .select_related("decided_by__person")
        .order_by("-decided_at")
        .first()
    )
    account = placed.decided_by if placed else course.owner
    return account.person.name if account else ""
