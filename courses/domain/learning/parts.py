"""The lessons of a course in its modules, for lists: those before, between and after modules stand by themselves.

The numbers of lessons run through the whole course.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from courses.models import CoursePage, LessonPage, ModulePage

from ..building.tree import MODULE_LENGTH
from .gate import Gate, Keeper
from .progress import LessonLine, lessons_of


@dataclass(frozen=True)
class ShownLesson:
    """A lesson in a list. `line` and `gate` are there where the list is somebody's own."""

    lesson: LessonPage  # without its body
    number: int
    line: LessonLine | None = None
    gate: Gate | None = None

    @property
    def is_closed(self) -> bool:
        return self.gate is not None and not self.gate.is_open


@dataclass(frozen=True)
class Part:
    """A module with its lessons, or lessons that stand by themselves."""

    module: ModulePage | None
    lessons: list[ShownLesson] = field(default_factory=list)

    @property
    def starts(self) -> int:
        """The number of the first lesson."""
        return self.lessons[0].number


def parts_of_course(course: CoursePage) -> list[Part]:
    """Give the lessons that everybody may see; two queries, one where the course has no modules."""
    lessons = lessons_of([course])[course.path]
    return _grouped(course, [ShownLesson(lesson, number) for number, lesson in enumerate(lessons, 1)])


def in_parts(course: CoursePage, lines: Iterable[LessonLine], keeper: Keeper) -> list[Part]:
    """Give the same for one person: with what they have done, and which lessons are open to them."""
    return _grouped(course, [ShownLesson(line.lesson, line.number, line, keeper.gate(line.lesson)) for line in lines])


def _grouped(course: CoursePage, lessons: list[ShownLesson]) -> list[Part]:
    places = {one.lesson.path[:MODULE_LENGTH] for one in lessons if len(one.lesson.path) > MODULE_LENGTH}
    found = ModulePage.objects.filter(path__in=places).select_related("locale") if places else ()
    modules = {module.path: module for module in found}
    parts: list[Part] = []
    for one in lessons:
        module = modules.get(one.lesson.path[:MODULE_LENGTH])
        if not parts or parts[-1].module != module:
            parts.append(Part(module))
        parts[-1].lessons.append(one)
    return parts
