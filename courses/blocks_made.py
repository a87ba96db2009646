"""The StreamField pieces of lessons in which something is made: crafts, recipes, pictures, and work to show.

Words that may be left out have "" as default: pages of before have none, and what is not there cannot be translated.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from .blocks_quiz import PictureBlock

LONGEST_INGREDIENT = 120


class Difficulty(TextChoices):
    EASY = "easy", _("easy: for beginners")
    MIDDLE = "middle", _("needs some practice")
    HARD = "hard", _("for skilled hands")


class InPicture(TextChoices):
    """Who can be recognised in a picture. Nothing said is no answer: such a picture is not published."""

    NOBODY = "nobody", _("nobody can be recognised")
    AGREED = "agreed", _("people who have agreed to it")


class ShownPictureBlock(PictureBlock):
    """A picture that everybody sees with the lesson: who is in it has agreed, and where that is kept is said."""

    people = blocks.ChoiceBlock(
        label=_("who is in this picture"), choices=InPicture.choices, required=False, default="",
        help_text=_("By the face, or by anything else by which somebody who knows them would know them."),
    )  # fmt: skip
    # No CharBlock: what is kept where is nothing to translate.
    record = blocks.RegexBlock(
        regex=r"[\s\S]*", label=_("where their consent is kept"), required=False, default="", max_length=200,
        help_text=_("Such as the number of the signed paper. Of whom we asked here, we look ourselves."),
    )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("image") and not cleaned.get("people"):
            words = _("Say who can be recognised in this picture.")
            raise StructBlockValidationError(block_errors={"people": ValidationError(words)})
        return cleaned


class LessonPictureBlock(ShownPictureBlock):
    """A picture among the words of a lesson."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what the picture shows"), default="", max_length=300, help_text=_("For those who cannot see it.")
    )
    caption = blocks.CharBlock(label=_("words under it"), required=False, default="", max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/picture.html"


class CraftBlock(blocks.StructBlock):
    """What a craft asks, and what one will have made. Materials and steps are pieces of their own."""

    result = blocks.TextBlock(label=_("what you will have made"), rows=2, default="", max_length=300)
    difficulty = blocks.ChoiceBlock(label=_("difficulty"), choices=Difficulty.choices, default=Difficulty.EASY)
    minutes = blocks.IntegerBlock(label=_("minutes needed"), required=False, min_value=1, max_value=60_000)
    picture = ShownPictureBlock(required=False)

    class Meta:
        icon = "pick"
        label = _("Craft")
        template = "courses/blocks/craft.html"


class IngredientBlock(blocks.StructBlock):
    """One thing that goes into it, and how much."""

    amount = blocks.CharBlock(
        label=_("how much"), required=False, default="", max_length=60, help_text=_("Such as “200 g” or “2 spoons”.")
    )
    what = blocks.CharBlock(label=_("what"), default="", max_length=LONGEST_INGREDIENT)


class RecipeBlock(blocks.StructBlock):
    """For how many a recipe is, how long it takes and what goes into it. The steps are a piece of their own."""

    serves = blocks.IntegerBlock(label=_("for how many people"), required=False, min_value=1, max_value=1000)
    minutes = blocks.IntegerBlock(label=_("minutes needed"), required=False, min_value=1, max_value=10_000)
    ingredients = blocks.ListBlock(IngredientBlock(), label=_("ingredients"), min_num=1)
    picture = ShownPictureBlock(required=False)

    class Meta:
        icon = "tasks"
        label = _("Recipe")
        template = "courses/blocks/recipe.html"


class Takes(TextChoices):
    PHOTO = "photo", _("a photo")
    FILM = "film", _("a short video")
    EITHER = "either", _("a photo or a short video")


class PracticeBlock(blocks.StructBlock):
    """Something to make and to show."""

    task = blocks.TextBlock(label=_("what to make and to show"), rows=3, default="", max_length=1000)
    takes = blocks.ChoiceBlock(label=_("how it is shown"), choices=Takes.choices, default=Takes.EITHER)
    is_needed = blocks.BooleanBlock(
        label=_("needed for the lesson"), required=False, default=True,
        help_text=_("The lesson is complete when the teacher or one of us has accepted the work."),
    )  # fmt: skip

    class Meta:
        icon = "pick"
        label = _("What learners make")
        template = "courses/blocks/practice.html"


def pictures_in(body: Any) -> Iterator[int]:
    """Give the keys of the pictures that a lesson shows beside its questions."""
    for shown in shown_in(body):
        yield shown["image"].pk


def shown_in(body: Any) -> Iterator[Any]:
    """Give the pictures that a lesson shows beside its questions, with what is said of them."""
    for block in body:
        shown = block.value if block.block_type == "picture" else None
        if block.block_type in ("craft", "recipe"):
            shown = block.value.get("picture")
        if shown and shown.get("image"):
            yield shown
