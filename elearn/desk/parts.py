"""What a desk shows: read from the rooms' doors, one part for each role. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

import courses.api as school
import elearn.notices.api as notices
import media_pipeline.api as films
from courses.models import Certificate, Contribution, ContributionState
from elearn.people.models import Person
from media_pipeline.models import FilmState

FEW = 3  # of a teacher's videos; the rest are one step away


@dataclass(frozen=True)
class FilmLine:
    """A teacher's video with how it stands, and whether something is for the teacher to do."""

    contribution: Contribution
    words: str
    is_theirs: bool
    is_published: bool

    @property
    def title(self) -> str:
        return self.contribution.title or _("Video without a title")


@dataclass(frozen=True)
class Teaching:
    """What a teacher sees: their newest videos, and whom they reached."""

    films: list[FilmLine]
    more: bool
    reach: school.Reach


@dataclass(frozen=True)
class Learning:
    """What a learner sees: where to go on, their courses, their certificates."""

    going_on: school.CourseProgress | None
    others: list[school.CourseProgress]
    finished: list[school.CourseProgress]
    certificates: list[Certificate]

    @property
    def is_empty(self) -> bool:
        return not (self.going_on or self.others or self.finished or self.certificates)


@dataclass(frozen=True)
class Duty:
    """Something that waits for a coordinator: how many, in words, and where."""

    count: int
    words: str
    address: str
    is_fault: bool = False


@dataclass(frozen=True)
class Coordinating:
    """What a coordinator sees: what waits or is stuck. Nothing is listed that is at zero."""

    duties: list[Duty] = field(default_factory=list)


def teaching(person: Person) -> Teaching:
    """Read a teacher's part; the same few queries however many videos there are."""
    mine = school.contributions_of(person).exclude(film__state=FilmState.RECEIVING)
    newest = list(mine[: FEW + 1])
    return Teaching(
        films=[_line(one) for one in newest[:FEW]],
        more=len(newest) > FEW,
        reach=school.reached_by(person),
    )


def _line(contribution: Contribution) -> FilmLine:
    state, film_state = contribution.state, contribution.film.state
    is_draft = state == ContributionState.DRAFT
    refused = film_state == FilmState.REFUSED and state != ContributionState.PLACED
    return FilmLine(
        contribution=contribution,
        words=_words(contribution, refused=refused, is_draft=is_draft),
        is_theirs=refused or is_draft or state == ContributionState.ANOTHER_TAKE,
        is_published=state == ContributionState.PLACED,
    )


def _words(contribution: Contribution, *, refused: bool, is_draft: bool) -> str:
    """One sentence: how the video stands and what comes next."""
    if refused:
        return _("We cannot use this file. Please look what can be done.")
    if contribution.film.state == FilmState.FAILED:
        return _("Something went wrong on our side. Your video is kept; we are looking into it.")
    if is_draft:
        return _("Not sent yet: tell us what it shows.")
    said = {
        ContributionState.SENT: _("Sent. Our coordinator will watch it and write to you."),
        ContributionState.ANOTHER_TAKE: _("We would be glad to have another recording from you."),
        ContributionState.PLACED: _("Published. Thank you!"),
    }
    return said.get(ContributionState(contribution.state), "")


def learning(person: Person) -> Learning:
    """Read a learner's part; the first course they are in the middle of is the one to go on with."""
    mine = school.courses_of(person)
    current = [course for course in mine if course.is_learning and course.next]
    return Learning(
        going_on=current[0] if current else None,
        others=current[1:],
        finished=[course for course in mine if course.is_completed],
        certificates=school.certificates_of(person),
    )


def coordinating() -> Coordinating:
    """Read what waits for a coordinator."""
    return Coordinating([duty for duty in _duties() if duty.count])


def _duties() -> Iterator[Duty]:
    videos = reverse("courses_admin:videos")
    yield Duty(school.waiting().count(), _("New videos to watch"), videos)
    yield Duty(films.count_failed(), _("Videos that stopped by a fault of ours"), videos, True)
    yield Duty(
        notices.count_stuck(),
        _("Messages that did not reach anybody"),
        f"{reverse('notices_admin:index')}?state=failed&state=unreachable",
        True,
    )
