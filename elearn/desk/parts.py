"""What a desk shows: read from the rooms' doors, one part for each role. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

import courses.api as school
import elearn.guidance.api as guidance
import elearn.notices.api as notices
import elearn.people.api as people
import elearn.safety.api as safety
import elearn.visits.api as visits
import elearn.web.api as web
import media_pipeline.api as films
from courses.models import Certificate, Cohort, Contribution, ContributionState, Note, Thanks, Webinar
from elearn.people.models import Account, Companionship, Person
from elearn.visits.models import Visit
from elearn.web import finding
from media_pipeline.models import FilmState

MOST_COUNTED = 100
FEW = 3  # of a teacher's videos, a learner's courses, certificates and notes; the rest are one step away


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
    """What a teacher sees: their newest videos, whom they reached, and what people wrote to them."""

    films: list[FilmLine]
    more: bool
    reach: school.Reach
    thanks: list[Thanks]
    asks: int  # questions that wait for an answer in writing
    works: int  # of learners, that wait for a word
    asked: list[Webinar]  # days that wait for their yes


@dataclass(frozen=True)
class Learning:
    """What a learner sees: where to go on, a few of their courses, certificates and notes, how long they learned."""

    going_on: school.CourseProgress | None
    others: list[school.CourseProgress]
    finished: list[school.CourseProgress]
    waiting: list[school.CourseProgress]  # for a parent or guardian
    resting: list[school.CourseProgress]  # nothing can be done now: what is left is not shown
    held: int  # courses that are not shown now
    certificates: list[Certificate]
    notes: list[Note]
    hours: school.Hours
    more_certificates: bool = False

    @property
    def is_empty(self) -> bool:
        courses = [*self.others, *self.finished, *self.waiting, *self.resting]
        return not (self.going_on or courses or self.held or self.certificates)


@dataclass(frozen=True)
class Helping:
    """An elder somebody helps, how they are spoken to, and what may be done today: nothing while it is held up."""

    row: Companionship
    elder: str
    may: set[str]


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
    held = school.held_among(newest[:FEW])
    return Teaching(
        films=[_line(one, is_held=one.pk in held) for one in newest[:FEW]],
        more=len(newest) > FEW,
        reach=school.reached_by(person),
        thanks=school.newest_thanks(person, FEW),
        asks=school.asks_waiting(person),
        works=school.works_waiting(person),
        asked=school.webinars_asked(person),
    )


def _line(contribution: Contribution, *, is_held: bool) -> FilmLine:
    state, film_state = contribution.state, contribution.film.state
    is_draft = state == ContributionState.DRAFT and not contribution.is_helped
    refused = film_state == FilmState.REFUSED and state != ContributionState.PLACED
    return FilmLine(
        contribution=contribution,
        words=school.held_words() if is_held else _words(contribution, refused=refused, is_draft=is_draft),
        is_theirs=refused or is_draft or state == ContributionState.ANOTHER_TAKE,
        is_published=state == ContributionState.PLACED and not is_held,
    )


def _words(contribution: Contribution, *, refused: bool, is_draft: bool) -> str:
    """One sentence: how the video stands and what comes next."""
    if refused:
        return _("We cannot use this file. Please look what can be done.")
    if contribution.film.state == FilmState.FAILED:
        return _("Something went wrong on our side. Your video is kept; we are looking into it.")
    if is_draft:
        return _("Not sent yet: tell us what it shows.")
    if contribution.is_helped and contribution.state == ContributionState.DRAFT:
        return _("Your helper writes what it shows. Then we ask you.")
    if contribution.is_helped and contribution.state == ContributionState.SENT:
        return _("Recorded with a helper. It is shown only if you say yes.")
    said = {
        ContributionState.SENT: _("Sent. Our coordinator will watch it and write to you."),
        ContributionState.SECOND_PERSON: _("Sent. Two of us look at each video before it is published."),
        ContributionState.ANOTHER_TAKE: _("We would be glad to have another recording from you."),
        ContributionState.PLACED: _("Published. Thank you!"),
    }
    return said.get(ContributionState(contribution.state), "")


def learning(person: Person) -> Learning:
    """Read a learner's part; the first course they are in the middle of is the one to go on with."""
    mine = school.courses_of(person)
    current = [course for course in mine if course.is_learning and course.next]
    certificates = school.certificates_of(person)
    others = current[1:]
    finished = [course for course in mine if course.is_completed]
    waiting = [course for course in mine if course.is_waiting]
    resting = [course for course in mine if course.is_learning and not course.next and course.held]
    return Learning(
        going_on=current[0] if current else None,
        others=others[:FEW],
        finished=finished[:FEW],
        waiting=waiting[:FEW],
        resting=resting[:FEW],
        held=school.courses_held(person),
        certificates=certificates[:FEW],
        notes=school.newest_notes(person, FEW),
        hours=school.hours_learned(person),
        more_certificates=len(certificates) > FEW,
    )


def guardian_words(person: Person) -> str:
    """Say to a minor how it stands with the parent or guardian; "" for everybody else, and when all is well."""
    if not people.needs_guardian(person):
        return ""
    row = people.guardianship_of(person)
    if row is None or row.guardian is None:
        return _("Before what you do in a course counts, your parent or guardian has to agree.")
    said = {
        "asked": _("We have asked %(name)s. As soon as there is a yes, your courses count."),
        "agreed": _("%(name)s has agreed. We still speak with them once, then your courses count."),
        "ended": _("Your courses wait until another parent or guardian has agreed. Nothing is lost."),
        "refused": _("%(name)s has not agreed for now. You can watch every lesson; it does not count."),
        "withdrawn": _("%(name)s has withdrawn the consent. Your courses are paused; what you have done is kept."),
    }
    return said.get(row.state, "") % {"name": row.guardian.name}


def training(person: Person) -> list[Visit]:
    """Read a trainer's part: the next visits, in order."""
    return list(visits.coming_visits(person)[:FEW])


def partner(account: Account) -> list[Cohort] | None:
    """Read the part of who speaks for a partner institution: its newest open groups. None for who speaks for none."""
    return school.groups_for(account, FEW)


def safeguarding() -> Coordinating:
    """Read what waits for a safeguarding officer."""
    duty = Duty(safety.count_open_concerns(), _("Concerns to look after"), reverse("concerns:index"))
    return Coordinating([duty] if duty.count else [])


def coordinating(*, is_coordinator: bool = True, account: Account | None = None) -> Coordinating:
    """Read what waits for a coordinator; for an operator, the calls and the messages that did not arrive."""
    pages = web.waiting_for_approval(account).count() if is_coordinator and account else 0
    approvals = Duty(pages, _("Pages that wait for your approval"), reverse("wagtailadmin_home"))
    duties = [approvals, *(_films_to_do() if is_coordinator else ()), *_calls_to_do()]
    duties += _works_to_do(account) if is_coordinator else ()
    duties += [*_webinars_to_do(), *_visits_to_do(), *_questions_of_all(account)] if is_coordinator else ()
    return Coordinating([duty for duty in duties if duty.count])


def _webinars_to_do() -> Iterator[Duty]:
    yield Duty(school.wishes_waiting().count(), _("Wishes to take a course"), reverse("courses_admin:wishes"))
    offers = f"{reverse('webinars_admin:index')}?state=offered"
    yield Duty(school.webinars_offered(), _("Webinars that teachers offer"), offers)


def _works_to_do(account: Account | None) -> Iterator[Duty]:
    if account and account.has_perm("courses.encourage_practice"):
        waiting = school.works_to_encourage(account)
        yield Duty(waiting, _("What learners made: waits for an answer"), reverse("courses:my_works"))


def counselling(account: Account) -> Coordinating:
    """Read what waits for a counsellor: pages to approve and to review, sources, what readers and searchers lacked."""
    duties = [*_questions_to_do(account), *_guides_to_do(account), *_care_to_do(), *_lacking()]
    return Coordinating([duty for duty in duties if duty.count])


def _questions_to_do(account: Account) -> Iterator[Duty]:
    mine, work = guidance.questions_for(account), reverse("guidance:work")
    yield Duty(mine.past, _("Questions past their day"), work, True)
    yield Duty(mine.mine - mine.past, _("Questions that wait for your answer"), work)
    yield Duty(mine.to_check, _("Answers of others to check"), work)
    yield Duty(mine.calls, _("Calls to askers that you have agreed"), work)


def _questions_of_all(account: Account | None) -> Iterator[Duty]:
    if account:
        of_all, address = guidance.questions_for(account), reverse("guidance:work_all")
        yield Duty(of_all.waiting, _("Questions that no counsellor has yet"), address)
        yield Duty(of_all.all_past, _("Questions past their day"), address, True)


def _guides_to_do(account: Account) -> Iterator[Duty]:
    waiting = web.waiting_for_approval(account).count()
    yield Duty(waiting, _("Pages that wait for your approval"), reverse("wagtailadmin_home"))
    yield Duty(len(guidance.due_for(account)), _("Guides to review"), reverse("guide_reviews:index"))
    sources = f"{reverse('guide_sources:index')}?to_check=true"
    words = _("Sources to check: their words are gone, or their address does not answer")
    yield Duty(guidance.sources_to_check().count(), words, sources)
    terms = f"{reverse('guide_terms:index')}?to_review=true"
    yield Duty(guidance.terms_to_review().count(), _("Explained words to compare with their sources"), terms)
    yield Duty(guidance.lagging().count(), _("Translations older than their original"), reverse("guide_reviews:index"))
    mistakes = guidance.mistakes_waiting().count()
    yield Duty(mistakes, _("Mistakes that readers reported"), reverse("guide_mistakes:index"))


def _care_to_do() -> Iterator[Duty]:
    care = guidance.care_waiting()
    yield Duty(care.mistakes, _("Words of readers about care services"), reverse("care_mistakes:index"))
    yield Duty(care.stale, _("Care services to ask again"), reverse("care_services:index"))


def _lacking() -> Iterator[Duty]:
    yield Duty(finding.searches_missed(), _("Searches that found nothing"), reverse("search_misses:index"))
    yield Duty(guidance.count_unhelpful(), _("Guides that did not help enough"), reverse("guide_reading:index"))


def _answers_to_ask() -> Duty:
    """Elders whose films wait for their yes or no; one is called by name."""
    waiting = list(school.waiting_for_answer()[:MOST_COUNTED])
    words = _("Older people to call: their videos wait for an answer")
    address = reverse("courses_admin:answers")
    if len(waiting) == 1:
        words = _("Call %(name)s: a video waits for an answer") % {"name": people.addressed(waiting[0].person)}
        address = reverse("courses_admin:answer", args=[waiting[0].pk])
    return Duty(len(waiting), words, address)


def helping(person: Person) -> list[Helping]:
    """Read whom a helper helps, and what may be done for each."""
    return [
        Helping(row, people.addressed(row.elder), {scope.value for scope in row.scopes} if row.holds() else set())
        for row in people.helped_by(person)
    ]


def _films_to_do() -> Iterator[Duty]:
    videos = reverse("courses_admin:videos")
    yield Duty(school.waiting().count(), _("New videos to watch"), videos)
    yield Duty(safety.waiting().count(), _("Words to look at"), f"{reverse('words_admin:index')}?waits=open")
    stopped = f"{reverse('films_admin:index')}?needs=help"
    yield Duty(films.count_failed(), _("Videos that stopped by a fault of ours"), stopped, True)


def _visits_to_do() -> Iterator[Duty]:
    yield Duty(visits.count_stranded(), _("Home visits that need somebody else"), reverse("visits_plans:mend"))
    yield Duty(visits.count_alone(), _("Home visits that lack a second person"), reverse("trainers_admin:lacking"))
    day = reverse("visit_day:index")
    yield Duty(visits.count_overdue(), _("Trainers who have not left a home visit"), day, True)
    yield Duty(visits.count_conflicts(), _("Notes of trainers to settle"), day)
    yield Duty(visits.count_checks_ending(), _("Papers of trainers that end soon"), reverse("trainers_admin:index"))


def _calls_to_do() -> Iterator[Duty]:
    yield _answers_to_ask()
    yield Duty(people.calls_to_make().count(), _("People to call back"), reverse("people_calls_admin:index"))
    yield Duty(notices.calls_to_make().count(), _("People to tell something by phone"), reverse("desk:calls"))
    yield Duty(
        people.guardians_to_look_at().count(), _("Parents and guardians to look at"), reverse("people_guardians:index")
    )
    yield Duty(
        notices.count_stuck(),
        _("Messages that did not reach anybody"),
        f"{reverse('notices_admin:index')}?state=failed&state=unreachable",
        True,
    )
