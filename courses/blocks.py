"""The StreamField pieces of a lesson.

Everything that is repeated (steps, materials, questions, choices) is a list whose items have ids: answers are kept by
them, and wagtail-localize makes a segment to translate only of what has one. `courses.domain.pages` saves them so.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .choosers import film_chooser

FilmChooserBlock = film_chooser.get_block_class(name="FilmChooserBlock", module_path="courses.blocks")


class FilmBlock(blocks.StructBlock):
    """The film of the lesson."""

    film = FilmChooserBlock(label=_("video"))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "courses/blocks/film.html"


class TextBlock(blocks.RichTextBlock):
    """Words with light formatting."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "courses/blocks/text.html"


class StepsBlock(blocks.StructBlock):
    """What to do, one thing after another."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    steps = blocks.ListBlock(blocks.TextBlock(label=_("step"), rows=2), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "courses/blocks/steps.html"


class MaterialsBlock(blocks.StructBlock):
    """What one needs to have at hand."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    materials = blocks.ListBlock(blocks.CharBlock(label=_("material"), max_length=200), label=_("materials"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Materials")
        template = "courses/blocks/materials.html"


class ChoiceBlock(blocks.StructBlock):
    """One of the answers to choose from."""

    text = blocks.CharBlock(label=_("answer"), max_length=300)
    is_right = blocks.BooleanBlock(label=_("this is the right answer"), required=False)


class QuestionBlock(blocks.StructBlock):
    """A question with one right answer."""

    text = blocks.CharBlock(label=_("question"), max_length=300)
    choices = blocks.ListBlock(ChoiceBlock(label=_("answer")), label=_("answers"), min_num=2, max_num=6)
    look_again = blocks.CharBlock(
        label=_("where to look again"),
        max_length=300,
        required=False,
        help_text=_("Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”"),
    )

    def clean(self, value: Any) -> Any:
        """Ask for exactly one right answer: radio buttons allow no more."""
        cleaned = super().clean(value)
        if sum(bool(choice["is_right"]) for choice in cleaned["choices"]) != 1:
            raise StructBlockValidationError(
                block_errors={"text": ValidationError(_("Mark exactly one answer as the right one."))}
            )
        return cleaned


class QuizBlock(blocks.StructBlock):
    """A few questions about the lesson."""

    pass_percent = blocks.IntegerBlock(
        label=_("right answers needed, in per cent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    questions = blocks.ListBlock(QuestionBlock(label=_("question")), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions")
        template = "courses/blocks/quiz.html"


class LessonBody(blocks.StreamBlock):
    """All that a lesson can hold."""

    film = FilmBlock()
    text = TextBlock(features=["h2", "h3", "bold", "ul", "ol", "link"])
    steps = StepsBlock()
    materials = MaterialsBlock()
    quiz = QuizBlock()
