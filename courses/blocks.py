"""The StreamField pieces of a lesson.

Everything that is repeated (steps, materials, questions, choices) is a list whose items have ids: answers are kept by
them, and wagtail-localize makes a segment to translate only of what has one. `domain.building.pages` saves them so.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks_made import CraftBlock, LessonPictureBlock, PracticeBlock, RecipeBlock
from .blocks_quiz import QuizBlock
from .choosers import film_chooser
from .clock import ClockBlock

LONGEST_MATERIAL = 200
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


class StepBlock(blocks.StructBlock):
    """One thing to do, and where in the video it begins. Steps with a time are the chapters of the video.

    A step was words alone once; pages, their versions and texts put by for translation may still hold it so.
    """

    text = blocks.TextBlock(label=_("step"), rows=2)
    at = ClockBlock(
        label=_("where in the video"),
        required=False,
        help_text=_("When this step begins, in minutes and seconds, such as 1:20. It becomes a chapter of the video."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")

    def to_python(self, value: Any) -> Any:
        return super().to_python(self._whole(value))

    def bulk_to_python(self, values: Sequence[Any]) -> Any:
        return super().bulk_to_python([self._whole(value) for value in values])

    def normalize(self, value: Any) -> Any:
        return super().normalize(self._whole(value))

    @staticmethod
    def _whole(value: Any) -> Any:
        return {"text": value, "at": None} if isinstance(value, str) else value


class StepsBlock(blocks.StructBlock):
    """What to do, one thing after another."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "courses/blocks/steps.html"


class MaterialsBlock(blocks.StructBlock):
    """What one needs to have at hand."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    materials = blocks.ListBlock(
        blocks.CharBlock(label=_("material"), max_length=LONGEST_MATERIAL), label=_("materials"), min_num=1
    )

    class Meta:
        icon = "list-ul"
        label = _("Materials")
        template = "courses/blocks/materials.html"


class LessonBody(blocks.StreamBlock):
    """All that a lesson can hold."""

    film = FilmBlock()
    text = TextBlock(features=["h2", "h3", "bold", "ul", "ol", "link"])
    steps = StepsBlock()
    materials = MaterialsBlock()
    picture = LessonPictureBlock()
    craft = CraftBlock()
    recipe = RecipeBlock()
    practice = PracticeBlock()
    quiz = QuizBlock()
