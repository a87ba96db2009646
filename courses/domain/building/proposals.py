"""How a teacher builds their own course, alone or with somebody's help: words, steps, things to have at hand.

What is proposed is a draft in the name of who wrote it, put before a second person like every change of a page.
Nobody who teaches has to know Wagtail.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from wagtail.actions.move_page import MovePageAction

from courses.clock import clock
from courses.errors import CannotBuild, LessonChangedMeanwhile, OrderIsPublic
from courses.models import CoursePage, LessonKind, LessonPage
from elearn.history.api import Kind, note
from elearn.people.models import Account, Person
from elearn.web.api import ask_for_approval, is_kept_by_translators, kept_by_translators

from ..films.helped import may_record_for
from .moving import make_room
from .pages import create_lesson
from .tree import all_lessons, course_of

LONGEST_STEP = 300
MOST_LINES = 60
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
    page.body = json.dumps(_body(list(page.body.raw_data), words))
    page.save_revision(user=by)
    ask_for_approval(page, by=by)
    note(Kind.LESSON_PROPOSED, who=by.person.key, subject=f"lesson:{page.pk}", is_check=by.person.is_check)
    return page


@transaction.atomic
def propose_lesson(course: CoursePage, words: Words, *, by: Account) -> LessonPage:
    """Begin a lesson without a film: words, steps, materials. Raises CannotBuild."""
    if not may_build(by, course):
        raise CannotBuild
    page = create_lesson(
        course, words.title, kind=LessonKind.TEXT, text=markup_of(words.text or ""), by=by,
        steps=[step.text for step in words.steps], materials=words.materials,
    )  # fmt: skip
    note(Kind.LESSON_PROPOSED, who=by.person.key, subject=f"lesson:{page.pk}", is_check=by.person.is_check)
    return page


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


def _body(blocks: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """Put the words where the lesson has such blocks, else at its end; what became empty goes."""
    if words.text is not None:
        blocks = _put(blocks, "text", markup_of(words.text) or None)
    steps = [{"text": step.text, "at": step.at} for step in words.steps]
    blocks = _put_list(blocks, "steps", steps, said=lambda value: value if isinstance(value, str) else value["text"])
    return _put_list(blocks, "materials", list(words.materials), said=lambda value: value)


def _put(blocks: list[dict[str, Any]], kind: str, value: Any) -> list[dict[str, Any]]:
    at = next((place for place, block in enumerate(blocks) if block["type"] == kind), None)
    if value is None:
        return blocks if at is None else [*blocks[:at], *blocks[at + 1 :]]
    if at is not None:
        return [*blocks[:at], {**blocks[at], "value": value}, *blocks[at + 1 :]]
    # Questions come last, whatever is added later.
    end = next((place for place, block in enumerate(blocks) if block["type"] == "quiz"), len(blocks))
    return [*blocks[:end], {"type": kind, "id": str(uuid4()), "value": value}, *blocks[end:]]


def _put_list(blocks: list[dict[str, Any]], kind: str, values: list[Any], *, said: Any) -> list[dict[str, Any]]:
    before = next((block["value"] for block in blocks if block["type"] == kind), {"heading": "", kind: []})
    if not values:
        return _put(blocks, kind, None)
    left = list(before[kind])
    items = []
    for value in values:
        same = next((item for item in left if said(item["value"]) == said(value)), None)
        if same:
            left.remove(same)
        items.append({"type": "item", "id": same["id"] if same else str(uuid4()), "value": value})
    return _put(blocks, kind, {**before, kind: items})
