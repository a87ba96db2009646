"""How a teacher builds their own course, alone or with somebody's help: words, steps, things to have at hand.

What is proposed is a draft in the name of who wrote it, put before a second person like every change of a page.
Nobody who teaches has to know Wagtail.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.actions.move_page import MovePageAction

from courses.clock import clock
from courses.errors import CannotBegin, CannotBuild, LessonChangedMeanwhile, OrderIsPublic, TooManyDrafts
from courses.models import CoursePage, LessonKind, LessonPage, TopicPage
from elearn.history.api import Kind, note
from elearn.people.api import is_minor
from elearn.people.models import Account, Person
from elearn.web.api import ask_for_approval, is_kept_by_translators, kept_by_translators

from ..films.helped import may_record_for
from .lesson_blocks import put, put_list
from .making import Making, kind_with, making_of, put_making
from .moving import make_room
from .pages import create_course, create_lesson
from .tree import all_lessons, course_of

LONGEST_STEP = 300
MOST_LINES = 60
MOST_DRAFTS = 5  # courses of one teacher that nobody has let be public yet
_PLAIN = re.compile(r"(?:<p[^>]*>(?:[^<]|<br\s*/?>)*</p>\s*)*")
_BREAK = re.compile(r"<br\s*/?>")
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One thing to do, and from which second of the video on, where that is known."""

    text: str
    at: int | None = None

    @property
    def line(self) -> str:
        """As it is written in a form: "1:20 Knit one row"."""
        return self.text if self.at is None else f"{clock(self.at)} {self.text}"


@dataclass(frozen=True)
class Words:
    """What a teacher may write of a lesson. `text` is None where its words have a form that plain lines would lose."""

    title: str
    text: str | None = ""
    steps: Sequence[Step] = ()
    materials: Sequence[str] = field(default_factory=tuple)
    making: Making = Making()


def may_build(account: Account, course: CoursePage) -> bool:
    """Say whether somebody may propose changes of a course: its teacher, and who may record for them today.

    Nobody may in a translation: it is made from its original and from the words of translators, who would not see
    what is written beside, and whose next sentence would take its place.
    """
    if course.teacher is None or not account.is_active or is_kept_by_translators(course):
        return False
    return course.teacher_id == account.person_id or may_record_for(account, course.teacher)


def taught_by(person: Person) -> QuerySet[CoursePage]:
    """Give the courses that a teacher may write in, also those that are not public yet, by title."""
    return _courses_of(person).exclude(kept_by_translators())


def translations_of(person: Person) -> QuerySet[CoursePage]:
    """Give the courses of a teacher in other languages, which follow what they write, by title."""
    return _courses_of(person).filter(kept_by_translators()).select_related("locale")


def _courses_of(person: Person) -> QuerySet[CoursePage]:
    return CoursePage.objects.filter(teacher=person, is_check=False, alias_of=None).order_by("title", "pk")


def lessons_to_build(course: CoursePage) -> list[LessonPage]:
    """Give the lessons of a course in order, as they were last saved by anybody, public or not; two queries."""
    return list(all_lessons(course.path).defer("body").select_related("latest_revision", "film"))


def words_of(lesson: LessonPage) -> Words:
    """Read what a teacher may write, from the latest version of a lesson."""
    page = lesson.get_latest_revision_as_object()
    text, steps, materials = page.block("text"), page.block("steps"), page.block("materials")
    return Words(
        title=page.title,
        text=plain_of(str(text.value.source)) if text else "",
        steps=[Step(str(step["text"]), step["at"]) for step in steps.value["steps"]] if steps else [],
        materials=[str(one) for one in materials.value["materials"]] if materials else [],
        making=making_of(page),
    )


def plain_of(markup: str) -> str | None:
    """Give paragraphs as plain lines; None for words with headings, lists, links or weight, which lines would lose."""
    if not _PLAIN.fullmatch(markup.strip()):
        return None
    parts = [unescape(_BREAK.sub("\n", inside)) for inside in _PARAGRAPH.findall(markup)]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def markup_of(plain: str) -> str:
    """Give plain lines as paragraphs: an empty line begins a new one."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", plain.replace("\r\n", "\n")) if part.strip()]
    return "".join("<p>{}</p>".format("<br/>".join(escape(line) for line in part.split("\n"))) for part in parts)


@transaction.atomic
def propose(lesson: LessonPage, words: Words, *, by: Account, seen: int | None) -> LessonPage:
    """Save what a teacher wrote as a draft, and put it before a second person.

    `seen` is the version that was shown to the writer. Steps and materials that stay as they were keep their ids, and
    with them their translations. Raises CannotBuild, LessonChangedMeanwhile, or NotApproved where something is wanting.
    """
    page = LessonPage.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if not may_build(by, course_of(page)) or is_kept_by_translators(page):
        raise CannotBuild
    if page.latest_revision_id != seen:
        raise LessonChangedMeanwhile
    page = page.get_latest_revision_as_object()
    page.title = words.title
    page.kind = kind_with(page, words.making)
    page.body = json.dumps(_body(list(page.body.raw_data), words))
    page.save_revision(user=by)
    ask_for_approval(page, by=by)
    note(Kind.LESSON_PROPOSED, who=by.person.key, subject=f"lesson:{page.pk}", is_check=by.person.is_check)
    return page


@transaction.atomic
def propose_lesson(course: CoursePage, words: Words, *, by: Account) -> LessonPage:
    """Begin a lesson without a film: words, steps, materials, what is made in it. Raises CannotBuild.

    The same words that wait already are that lesson: the button was tapped twice.
    """
    if not may_build(by, course):
        raise CannotBuild
    CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)  # two taps come one after the other
    waiting = all_lessons(course.path).filter(live=False, first_published_at=None, title=words.title)
    if same := next((page for page in waiting if _said(words_of(page)) == _said(words)), None):
        return same
    body = _body([], words)
    page = create_lesson(course, words.title, kind=words.making.kind or LessonKind.TEXT, body=body, by=by)
    note(Kind.LESSON_PROPOSED, who=by.person.key, subject=f"lesson:{page.pk}", is_check=by.person.is_check)
    return page


def may_begin(account: Account, teacher: Person) -> bool:
    """Say whether somebody may propose a course of a teacher: the teacher, and who may record for them today."""
    if not account.is_active or is_minor(teacher) or not teacher.speaks_for_themself:
        return False
    return account.person_id == teacher.pk or may_record_for(account, teacher)


@transaction.atomic
def propose_course(teacher: Person, topic: TopicPage, *, title: str, summary: str, by: Account) -> CoursePage:
    """Begin a course, in the language of its topic, as a draft that waits for a second person.

    The coordinator decides about hours and certificate. Raises CannotBegin, and TooManyDrafts while others wait.
    """
    if not may_begin(by, teacher):
        raise CannotBegin
    Person.objects.select_for_update().get(pk=teacher.pk)  # two taps are counted one after the other
    waiting = taught_by(teacher).filter(live=False, first_published_at=None)
    if same := waiting.filter(title=title, path__startswith=topic.path).first():
        return same  # the button was tapped twice
    if waiting.count() >= MOST_DRAFTS:
        raise TooManyDrafts
    course = create_course(topic, title, teacher=teacher, summary=summary, by=by)
    note(Kind.COURSE_PROPOSED, who=by.person.key, subject=f"course:{course.pk}", is_check=by.person.is_check)
    return course


@transaction.atomic
def move_lesson(lesson: LessonPage, *, up: bool, by: Account) -> bool:
    """Put a lesson before the one above it or behind the one below, also over the edge of a module.

    Says whether there was one: the first cannot go up, and the last cannot go down.
    Only in a course that is not public: its order has no drafts, so in public a coordinator changes it.
    Raises CannotBuild or OrderIsPublic.
    """
    course = course_of(lesson)
    if not may_build(by, course):
        raise CannotBuild
    if course.live:
        raise OrderIsPublic
    page = LessonPage.objects.get(pk=lesson.pk)
    others = all_lessons(course.path)
    neighbour = others.filter(path__lt=page.path).last() if up else others.filter(path__gt=page.path).first()
    if neighbour is None:
        return False
    make_room(page, neighbour.get_parent())
    # Asked above; the permissions of the admin are not for teachers.
    action = MovePageAction(page, neighbour, pos="left" if up else "right", user=by)
    action.execute(skip_permission_checks=True)
    return True


def _said(words: Words) -> tuple[Any, ...]:
    """What some words say, however their lines ended."""
    making = replace(words.making, ingredients=tuple(words.making.ingredients))
    return markup_of(words.text or ""), tuple(words.steps), tuple(words.materials), making


def _body(blocks: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """Put the words where the lesson has such blocks, else at its end; what became empty goes."""
    if words.text is not None:
        blocks = put(blocks, "text", markup_of(words.text) or None)
    steps = [{"text": step.text, "at": step.at} for step in words.steps]
    blocks = put_list(blocks, "steps", steps, said=lambda value: value if isinstance(value, str) else value["text"])
    blocks = put_list(blocks, "materials", list(words.materials), said=lambda value: value)
    return put_making(blocks, words.making)
