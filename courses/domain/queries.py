"""What is there: the catalogue in all languages, and whom a teacher has reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from courses.models import Certificate, CoursePage, Enrolment, EnrolmentState, FilmProgress, TopicPage
from elearn.people.models import Person
from media_pipeline.models import Film

from .hidden import shown_courses
from .progress import lessons_of

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


@dataclass(frozen=True)
class Reach:
    """Whom a teacher has reached: people counted once, checks of the system not at all."""

    watchers: int
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
        courses = courses.filter(_under(page.path for page in by_key[topic]))
    if language:
        courses = courses.filter(locale__language_code=language)
    part = Paginator(courses, PER_PAGE).get_page(number)
    named = [Topic(key, _in_language(pages, speaks).title) for key, pages in by_key.items()]
    return Listing(cards_of(list(part)), part, named, topic, language)


def courses_in(topic: TopicPage) -> list[CourseCard]:
    """Give the courses of a topic and of its translations: all languages."""
    pages = TopicPage.objects.live().public().filter(translation_key=topic.translation_key)
    return cards_of(list(open_courses().filter(_under(pages.values_list("path", flat=True)))))


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
    mine = Q(film__contribution__person=person)
    paths = list(CoursePage.objects.filter(teacher=person).values_list("path", flat=True))
    for path in paths:
        mine |= Q(film__lessons__path__startswith=path)
    real = {"person__is_check": False}
    watchers = FilmProgress.objects.filter(mine, watched_ms__gt=0, **real).exclude(person=person)
    taken = Enrolment.objects.filter(course__teacher=person, **real)
    return Reach(
        watchers=watchers.values("person").distinct().count(),
        completed=taken.filter(state=EnrolmentState.COMPLETED).count(),
        certificates=Certificate.objects.filter(enrolment__in=taken, is_check=False, cancelled_at__isnull=True).count(),
    )


def _under(paths: Iterable[str]) -> Q:
    """Select what lies under any of some pages; nothing at all when there are none."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def _in_language(pages: list[TopicPage], language: str) -> TopicPage:
    return next((page for page in pages if page.locale.language_code == language), pages[0])
