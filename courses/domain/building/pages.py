"""Topics, courses and lessons made by the program: through a revision and its publication, as an editor makes them.

Three ways, told apart by who is named. Nobody: the program makes the page itself and publishes it, which is closed
while a request is answered. `by`: that person's draft, put before somebody else. `by` and `approved_by`: two people.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction

from courses.models import (
    BankPage,
    CataloguePage,
    Certificate,
    CoursePage,
    Enrolment,
    FilmProgress,
    LessonKind,
    LessonOrder,
    LessonPage,
    ModulePage,
    PlaybackSession,
    TopicPage,
)
from courses.quizzes.kinds import Question
from elearn.people.models import Account, Person
from elearn.web.api import approve, approved_by_the_house, ask_for_approval
from elearn.web.models import BasePage
from media_pipeline.models import Film

from ..quizzes.new_questions import NewQuestion, QuizRules, quiz_value, raw_questions
from .tree import all_lessons

Made = TypeVar("Made", TopicPage, BankPage, CoursePage, ModulePage, LessonPage)
Step = str | tuple[str, int]  # what to do, and from which second of the video on


def create_topic(
    title: str,
    *,
    language: str,
    introduction: str = "",
    by: Account | None = None,
    approved_by: Account | None = None,
) -> TopicPage:
    """Make a topic in the catalogue of a language. Raises CataloguePage.DoesNotExist."""
    catalogue = CataloguePage.objects.get(locale__language_code=language)
    topic = TopicPage(title=title, introduction=introduction)
    return _make(topic, under=catalogue, by=by, approved_by=approved_by)


def create_course(
    topic: TopicPage,
    title: str,
    *,
    teacher: Person,
    summary: str = "",
    introduction: str = "",
    hours: Decimal | float = 1,
    order: str = LessonOrder.FREE,
    is_check: bool = False,
    by: Account | None = None,
    approved_by: Account | None = None,
) -> CoursePage:
    """Make a course; `introduction` is HTML, `hours` what its certificate says is required."""
    course = CoursePage(
        title=title, teacher=teacher, summary=summary, introduction=introduction,
        hours=Decimal(str(hours)), order=order, is_check=is_check,
    )  # fmt: skip
    return _make(course, under=topic, by=by, approved_by=approved_by)


def create_module(
    course: CoursePage,
    title: str,
    *,
    introduction: str = "",
    by: Account | None = None,
    approved_by: Account | None = None,
) -> ModulePage:
    """Make a module as the last thing of a course; it shows once it has lessons."""
    return _make(ModulePage(title=title, introduction=introduction), under=course, by=by, approved_by=approved_by)


def create_lesson(
    course: CoursePage | ModulePage,
    title: str,
    *,
    film: Film | None = None,
    text: str = "",
    steps: Sequence[Step] = (),
    materials: Sequence[str] = (),
    questions: Sequence[NewQuestion | Question] = (),
    pass_percent: int = 70,
    rules: QuizRules | None = None,
    watch_percent: int = 90,
    kind: str = "",
    making: Sequence[tuple[str, Mapping[str, Any]]] = (),
    body: Sequence[dict[str, Any]] = (),
    by: Account | None = None,
    approved_by: Account | None = None,
) -> LessonPage:
    """Make a lesson as the last of a course or of a module; `text` is HTML. What is not given is left out.

    `making` are pieces by kind and value: picture, craft, recipe (its ingredients a list) and practice; `body` are
    pieces as they are kept.
    """
    made = _body(
        film=film, text=text, steps=steps, materials=materials, questions=questions, pass_percent=pass_percent,
        rules=rules,
    )  # fmt: skip
    made += [_item(name, _making(value)) for name, value in making]
    lesson = LessonPage(title=title, body=json.dumps([*made, *body]), watch_percent=watch_percent)
    lesson.kind = kind or (LessonKind.FILM if film else LessonKind.TEXT)
    return _make(lesson, under=course, by=by, approved_by=approved_by)


@transaction.atomic
def extend_lesson(
    lesson: LessonPage,
    *,
    text: str = "",
    steps: Sequence[Step] = (),
    materials: Sequence[str] = (),
    questions: Sequence[NewQuestion | Question] = (),
    pass_percent: int = 70,
    rules: QuizRules | None = None,
    task: str = "",
    by: Account | None = None,
    approved_by: Account | None = None,
) -> LessonPage:
    """Put words, steps, materials or questions behind what a lesson holds already; `task` may be made and shown."""
    more = _body(
        text=text, steps=steps, materials=materials, questions=questions, pass_percent=pass_percent, rules=rules
    )
    if task:
        more.append(_item("practice", {"task": task, "takes": "either", "is_needed": False}))
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = json.dumps([*page.body.raw_data, *more])
    _hand_in(page, by=by, approved_by=approved_by)
    lesson.refresh_from_db()
    return lesson


def create_bank(
    topic: TopicPage,
    title: str,
    *,
    questions: Sequence[NewQuestion | Question] = (),
    by: Account | None = None,
    approved_by: Account | None = None,
) -> BankPage:
    """Make a bank of questions that quizzes of the topic's courses may draw from."""
    bank = BankPage(title=title, questions=json.dumps(raw_questions(questions)))
    return _make(bank, under=topic, by=by, approved_by=approved_by)


@transaction.atomic
def draft_lesson(course: CoursePage, title: str, *, film: Film, by: Account, steps: Sequence[Step] = ()) -> LessonPage:
    """Make a lesson of a film in somebody's name, as a draft that waits for nobody yet; `steps` are its chapters."""
    lesson = LessonPage(title=title, body=json.dumps(_body(film=film, steps=steps)))
    _add(lesson, under=course, owner=by)
    lesson.save_revision(user=by)
    return lesson


def _body(
    *,
    film: Film | None = None,
    text: str = "",
    steps: Sequence[Step] = (),
    materials: Sequence[str] = (),
    questions: Sequence[NewQuestion | Question] = (),
    pass_percent: int = 70,
    rules: QuizRules | None = None,
) -> list[dict[str, Any]]:
    """Give the blocks of a lesson; what is not given is left out."""
    body: list[dict[str, Any]] = []
    if film:
        body.append(_item("film", {"film": str(film.pk)}))
    if text:
        body.append(_item("text", text))
    if steps:
        body.append(_item("steps", {"heading": "", "steps": _items([_step(step) for step in steps])}))
    if materials:
        body.append(_item("materials", {"heading": "", "materials": _items(materials)}))
    if questions or rules:
        quiz = quiz_value(questions, pass_percent=pass_percent, rules=rules or QuizRules())
        body.append(_item("quiz", quiz))
    return body


def _step(step: Step) -> dict[str, Any]:
    text, at = (step, None) if isinstance(step, str) else step
    return {"text": text, "at": at}


def _making(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _items(part) if isinstance(part, list) else part for name, part in value.items()}


def _items(values: Sequence[Any]) -> list[dict[str, Any]]:
    return [_item("item", value) for value in values]


def _item(kind: str, value: str | Mapping[str, Any]) -> dict[str, Any]:
    """Give a piece its id at once: without one, wagtail-localize finds nothing to translate in it."""
    return {"type": kind, "id": str(uuid4()), "value": value}


@transaction.atomic
def _make(page: Made, *, under: BasePage, by: Account | None, approved_by: Account | None) -> Made:
    _add(page, under=under, owner=by)
    _hand_in(page, by=by, approved_by=approved_by)
    page.refresh_from_db()
    return page


def _add(page: Made, *, under: BasePage, owner: Account | None) -> None:
    page.locale = under.locale
    page.owner = owner
    page.live = False
    # The caller's copy may not know of all its children, and saving it later must not forget this one.
    under.refresh_from_db(fields=["numchild"])
    under.add_child(instance=page)
    under.refresh_from_db(fields=["numchild"])


def _hand_in(page: BasePage, *, by: Account | None, approved_by: Account | None) -> None:
    """Save a version, and publish it or put it before a second person. Raises NotApproved for the same person."""
    if by is None:
        with approved_by_the_house("made by the program"):
            page.save_revision().publish()
        return
    revision = page.save_revision(user=by)
    if approved_by is None:
        ask_for_approval(page, by=by)
        return
    approve(revision, by=approved_by)
    revision.publish(user=approved_by, skip_permission_checks=True)


@transaction.atomic
def remove_check_course(course: CoursePage) -> None:
    """Take away a course that was made as a check, with all that was learnt in it. Raises ValueError for a real one.

    The films stay: they belong to the media pipeline. Papers in the storage stay too; see the certificates' own door.
    """
    if not course.is_check:
        raise ValueError("Only what was made as a check is removed.")
    enrolments = Enrolment.objects.filter(course=course)
    films = all_lessons(course.path).values_list("film", flat=True)
    FilmProgress.objects.filter(film__in=list(films)).delete()
    PlaybackSession.objects.filter(lesson__path__startswith=course.path).delete()
    Certificate.objects.filter(enrolment__in=enrolments, is_check=True).delete()
    enrolments.delete()
    # Read anew: a copy from before its lessons were added would leave them behind.
    CoursePage.objects.get(pk=course.pk).delete()
