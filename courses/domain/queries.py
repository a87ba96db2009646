"""What is there: the catalogue in all languages, and whom a teacher has reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from courses.models import (
    Ask,
    AskState,
    Certificate,
    CoursePage,
    Enrolment,
    EnrolmentState,
    FilmProgress,
    LessonPage,
    Thanks,
    TopicPage,
    WatchReport,
)
from elearn.people.models import Person
from elearn.safety.models import SubmissionState
from media_pipeline.models import Film

from .building.tree import COURSE_PATH, TOPIC_LENGTH
from .hidden import shown_courses
from .learning.progress import lessons_of

PER_PAGE = 12


@dataclass(frozen=True)
class CourseCard:
    """A course as lists show it."""

    course: CoursePage
    lessons: int
    film: Film | None  # its first, whose poster stands for the course

    @property
    def language(self) -> str:
        return self.course.locale.language_code


@dataclass(frozen=True)
class Topic:
    """A topic to choose from. A topic that exists in several languages is one: its pages are translations."""

    key: str
    title: str


@dataclass(frozen=True)
class Listing:
    """A part of the catalogue, with what it was filtered by."""

    cards: list[CourseCard]
    slice: Slice
    topics: list[Topic]
    topic: str
    language: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.topic or self.language)

    @property
    def query(self) -> str:
        """What the address of another page of it asks for besides its number."""
        return f"{urlencode({'topic': self.topic, 'language': self.language})}&"


@dataclass(frozen=True)
class Reach:
    """Whom a teacher has reached: people counted once, checks of the system not at all."""

    watchers: int
    wrote: int  # words or questions that were passed on
    completed: int
    certificates: int


def open_courses() -> QuerySet[CoursePage]:
    """Give the courses everyone may see, in all languages, the newest first."""
    return (
        shown_courses(CoursePage.objects.live().public())
        .filter(is_check=False)
        .select_related("locale", "teacher")
        .order_by("-first_published_at", "-pk")
    )


def listing(*, topic: str = "", language: str = "", number: str | int = 1, speaks: str = "") -> Listing:
    """Give one page of the catalogue. `speaks` is the visitor's language: topics are named in it where they can be."""
    topics = TopicPage.objects.live().public().select_related("locale").order_by("title")
    by_key: dict[str, list[TopicPage]] = {}
    for page in topics:
        by_key.setdefault(page.translation_key.hex, []).append(page)
    courses = open_courses()
    if topic not in by_key:
        topic = ""
    if topic:
        courses = _of_topics(page.path for page in by_key[topic])
    if language:
        courses = courses.filter(locale__language_code=language)
    part = Paginator(courses, PER_PAGE).get_page(number)
    named = [Topic(key, _in_language(pages, speaks).title) for key, pages in by_key.items()]
    return Listing(cards_of(list(part)), part, named, topic, language)


def courses_in(topic: TopicPage, *, number: str | int = 1) -> Listing:
    """Give one page of the courses of a topic and of its translations: all languages."""
    pages = TopicPage.objects.live().public().filter(translation_key=topic.translation_key)
    part = Paginator(_of_topics(pages.values_list("path", flat=True)), PER_PAGE).get_page(number)
    return Listing(cards_of(list(part)), part, [], topic.translation_key.hex, "")


def newest_courses(count: int = 3) -> list[CourseCard]:
    """Give the newest courses, whatever their language."""
    return cards_of(list(open_courses()[:count]))


def cards_of(courses: Sequence[CoursePage]) -> list[CourseCard]:
    """Add what a card shows to courses: two queries in all, however many."""
    lessons = lessons_of(courses)
    cards = []
    for course in courses:
        group = lessons[course.path]
        film = next((lesson.film for lesson in group if lesson.film and lesson.film.poster), None)
        cards.append(CourseCard(course, len(group), film))
    return cards


def reached_by(person: Person) -> Reach:
    """Count whom a teacher's films and courses have reached."""
    taken = Enrolment.objects.filter(course__teacher=person, person__is_check=False)
    return Reach(
        watchers=_watched(person).values("person").distinct().count(),
        wrote=wrote_to(person),
        completed=taken.filter(state=EnrolmentState.COMPLETED).count(),
        certificates=Certificate.objects.current()
        .filter(enrolment__in=taken, is_check=False, cancelled_at__isnull=True)
        .count(),
    )


def watchers_in(person: Person, year: int) -> int:
    """Count who watched a teacher's films in a year: people of whom at least one report of it counted."""
    films = _watched(person).order_by().values("film")
    counted = WatchReport.objects.filter(received_at__year=year, credited_ms__gt=0, session__film__in=films)
    people = counted.filter(session__person__is_check=False).exclude(session__person=person)
    return people.order_by().values("session__person").distinct().count()


def _watched(person: Person) -> QuerySet[FilmProgress]:
    """Give what others have watched of a teacher's films and courses."""
    taught = CoursePage.objects.filter(teacher=person).values("path")
    lessons = LessonPage.objects.annotate(of_course=COURSE_PATH).filter(of_course__in=taught, film__isnull=False)
    mine = Q(film__contribution__person=person) | Q(film__in=lessons.values("film"))
    return FilmProgress.objects.filter(mine, watched_ms__gt=0, person__is_check=False).exclude(person=person)


def wrote_to(person: Person) -> int:
    """Count who wrote to a teacher: thanks and questions under lessons that were passed on; people, not letters."""
    passed = {"person__is_check": False}
    thanked = Thanks.objects.filter(teacher=person, submission__state=SubmissionState.APPROVED, **passed)
    asked = Ask.objects.filter(teacher=person, question_words__state=SubmissionState.APPROVED, **passed)
    asked_live = Ask.objects.filter(teacher=person, question_words=None, lesson=None, **passed)
    asked_live = asked_live.exclude(state=AskState.BEING_READ)
    people = (rows.exclude(person=person).order_by().values("person") for rows in (asked, asked_live))
    return thanked.exclude(person=person).order_by().values("person").union(*people).count()


def _of_topics(paths: Iterable[str]) -> QuerySet[CoursePage]:
    """Give the open courses of some topics; none at all when there are none."""
    return open_courses().annotate(of_topic=Substr("path", 1, TOPIC_LENGTH)).filter(of_topic__in=list(paths))


def _in_language(pages: list[TopicPage], language: str) -> TopicPage:
    return next((page for page in pages if page.locale.language_code == language), pages[0])
