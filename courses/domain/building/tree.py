"""Where courses, modules and lessons lie in the tree of pages: the one place that knows.

The way to a course is always as long, because every page above it allows one kind of page below: root, home of a
language, catalogue, topic, course. A lesson is below its course, or below one of its modules.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page

from courses.models import CoursePage, LessonPage, ModulePage

COURSE_DEPTH = 5
COURSE_LENGTH = COURSE_DEPTH * Page.steplen
TOPIC_LENGTH = COURSE_LENGTH - Page.steplen
MODULE_LENGTH = COURSE_LENGTH + Page.steplen
# The path of a lesson's course, to annotate by and to join by; of a course, itself.
COURSE_PATH = Substr("path", 1, COURSE_LENGTH)


def course_path(path: str) -> str:
    """Give the path of the course that a lesson or a module belongs to; of a course, its own."""
    return path[:COURSE_LENGTH]


def topic_path(path: str) -> str:
    """Give the path of the topic that a course and all in it belong to."""
    return path[:TOPIC_LENGTH]


def course_of(page: LessonPage | ModulePage) -> CoursePage:
    """Give the course of a lesson or module. Raises CoursePage.DoesNotExist where there is none."""
    return CoursePage.objects.get(path=course_path(page.path))


def all_lessons(course_path: str) -> QuerySet[LessonPage]:
    """Give the lessons of a course, also those that are not public, in their order."""
    return LessonPage.objects.filter(path__startswith=course_path).order_by("path")


def lessons_in(course_path: str) -> QuerySet[LessonPage]:
    """Give the lessons of a course that learners can see, in their order, without their bodies."""
    return public_lessons().filter(path__startswith=course_path).order_by("path").defer("body")


def public_lessons() -> QuerySet[LessonPage]:
    """Give the lessons that are public themselves and are in no module that is not."""
    above = Substr(OuterRef("path"), 1, MODULE_LENGTH)
    return LessonPage.objects.live().exclude(Exists(ModulePage.objects.filter(path=above, live=False)))
