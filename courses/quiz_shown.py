"""Questions and what came of them, made ready for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from .domain.quizzes.asked import Line
from .forms.quiz import QuizForm
from .models import LessonPage
from .quizzes.judge import Given, Result
from .quizzes.kinds import Kind, Question


@dataclass(frozen=True)
class LineShown:
    """What came of one question: `right` is given only to who has passed."""

    id: str
    text: str
    language: str
    result: str
    given: list[str]
    words: list[str]
    look_again: str
    right: list[str]
    is_ordered: bool
    is_group: bool  # answered by more than one control: the first is where a link leads

    @property
    def is_right(self) -> bool:
        return self.result == Result.RIGHT


@dataclass(frozen=True)
class QuestionShown:
    """One question of the form, with its picture and what came of it before."""

    bound: BoundField
    question: Question
    picture: str  # its address
    before: LineShown | None

    @property
    def kind(self) -> str:
        return self.question.kind.value


def lines_shown(lines: Sequence[Line], *, with_right: bool) -> list[LineShown]:
    """Make lines ready for a page."""
    return [_line(line, with_right=with_right) for line in lines]


def _line(line: Line, *, with_right: bool) -> LineShown:
    question, judged = line.question, line.judged
    words = list(judged.words)
    if question.kind is Kind.ORDER and judged.result is Result.PART:
        counted = {"number": judged.in_place, "all": len(question.choices)}
        words.insert(0, _("%(number)d of %(all)d steps stand where they belong.") % counted)
    is_told = with_right and not judged.is_right
    return LineShown(
        question.id, question.text, question.language, judged.result.value, said(question, line.given), words,
        question.look_again,
        right_words(question) if is_told else [], question.kind is Kind.ORDER,
        question.kind not in (Kind.TEXT, Kind.NUMBER),
    )  # fmt: skip


def said(question: Question, given: Given) -> list[str]:
    """Give an answer in the words that were on the page."""
    if isinstance(given, str) and question.kind in (Kind.TEXT, Kind.NUMBER):
        return [given] if given else []
    chosen = [given] if isinstance(given, str) else list(given)
    return [part.text for one in chosen if (part := question.part(one))]


def right_words(question: Question) -> list[str]:
    """Give what would have been right."""
    if question.kind is Kind.NUMBER:
        measure = question.measure
        return [f"{measure.value.normalize():f} {measure.unit}".strip()] if measure else []
    right = [part.text for part in question.choices if part.is_right]
    return right[:1] if question.kind is Kind.TEXT else right


def questions_shown(
    form: QuizForm, before: Mapping[str, LineShown], *, lesson: LessonPage, is_preview: bool = False
) -> list[QuestionShown]:
    """Make the questions of a form ready for a page. In a preview the editor's own view gives the pictures."""
    shown = []
    for one in form.asked:
        picture = picture_address(one.question, lesson, is_preview=is_preview)
        shown.append(QuestionShown(form[one.question.id], one.question, picture, before.get(one.question.id)))
    return shown


def picture_address(question: Question, lesson: LessonPage, *, is_preview: bool = False) -> str:
    if question.picture is None:
        return ""
    if is_preview:  # a draft may show what the lesson does not show yet
        return reverse("wagtailimages:preview", args=[question.picture.image, "max-960x960"])
    return reverse("courses:quiz_picture", args=[lesson.pk, question.picture.image])
