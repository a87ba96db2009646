"""The StreamField pieces of questions: in a lesson and in a bank.

A lesson's questions were a list of one kind once; pages, their versions and texts put by for translation still hold
them so. Both are read: an item of the list is a question with one right answer. Ids stay, so that answers given and
words translated are still those of the same question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from .domain.quizzes.questions import question_of
from .page_chooser import PageBlock
from .quiz_words import fault_words
from .quizzes.check import LONGEST_TEXT, MOST, MOST_VARIANTS, faults_of
from .quizzes.kinds import Kind

MOST_QUESTIONS = 150  # more on one page, and its editor becomes unusable
MOST_ATTEMPTS = 50
LOOK_AGAIN = _("Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”")


class PictureBlock(blocks.StructBlock):
    """A picture to look at before answering. What it shows is told in words too: some learners hear the page."""

    image = ImageChooserBlock(label=_("picture"), required=False)
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        required=False,
        default="",
        max_length=LONGEST_TEXT,
        help_text=_("For those who cannot see it. Say what is needed to answer, and not the answer."),
    )

    class Meta:
        icon = "image"
        label = _("picture")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("image") and not (cleaned.get("alt") or "").strip():
            words = _("Say in words what the picture shows.")
            raise StructBlockValidationError(block_errors={"alt": ValidationError(words)})
        return cleaned


class AnyQuestion(blocks.StructBlock):
    """What every question has. `kind` is how it is answered."""

    kind: Kind

    text = blocks.CharBlock(label=_("question"), max_length=LONGEST_TEXT)
    picture = PictureBlock(required=False)

    def clean(self, value: Any) -> Any:
        """Tell all that is wrong with the question at once, in words."""
        cleaned = super().clean(value)
        faults = faults_of(question_of(self.kind, "", cleaned, language=""))
        if faults:
            raise StructBlockValidationError(block_errors={"text": ValidationError([fault_words(one) for one in faults])})  # noqa: E501  # fmt: skip
        return cleaned


# Texts that were not asked for once are empty where they are wanting: to translate None cannot be done.
def _feedback() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("said to who gives this answer"), required=False, default="", max_length=LONGEST_TEXT
    )


def _well_done() -> blocks.CharBlock:
    return blocks.CharBlock(label=_("said after the right answer"), required=False, default="", max_length=LONGEST_TEXT)


def _look_again() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("where to look again"), max_length=LONGEST_TEXT, required=False, default="", help_text=LOOK_AGAIN
    )


class ChoiceBlock(blocks.StructBlock):
    """One of the answers to choose from."""

    text = blocks.CharBlock(label=_("answer"), max_length=LONGEST_TEXT)
    is_right = blocks.BooleanBlock(label=_("this is the right answer"), required=False)
    feedback = _feedback()


class QuestionBlock(AnyQuestion):
    """A question with one right answer."""

    kind = Kind.ONE
    choices = blocks.ListBlock(ChoiceBlock(label=_("answer")), label=_("answers"), min_num=2, max_num=MOST)
    well_done = _well_done()
    look_again = _look_again()

    class Meta:
        icon = "radio-full"
        label = _("One right answer")


class SeveralBlock(AnyQuestion):
    """A question with one or more right answers, all of which are to be found."""

    kind = Kind.SEVERAL
    choices = blocks.ListBlock(ChoiceBlock(label=_("answer")), label=_("answers"), min_num=2, max_num=MOST)
    well_done = _well_done()
    look_again = _look_again()

    class Meta:
        icon = "tick"
        label = _("Several right answers")


class OrderBlock(AnyQuestion):
    """Steps to put one after another; they are written in the right order and shown in another."""

    kind = Kind.ORDER
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("step"), max_length=LONGEST_TEXT),
        label=_("steps, in the right order"), min_num=2, max_num=MOST,
    )  # fmt: skip
    well_done = _well_done()
    look_again = _look_again()

    class Meta:
        icon = "list-ol"
        label = _("Steps to put in order")


class VariantBlock(blocks.StructBlock):
    """Words that learners may write."""

    text = blocks.CharBlock(label=_("words"), max_length=LONGEST_TEXT)
    is_right = blocks.BooleanBlock(label=_("this is a right answer"), required=False, default=True)
    feedback = _feedback()


class WordsBlock(AnyQuestion):
    """A question answered in a few words. Capital letters, blanks, ı and i, ə and e make no difference."""

    kind = Kind.TEXT
    variants = blocks.ListBlock(
        VariantBlock(label=_("words")), label=_("what may be written"), min_num=1, max_num=MOST_VARIANTS
    )
    well_done = _well_done()
    look_again = _look_again()

    class Meta:
        icon = "pilcrow"
        label = _("A few words")


class NumberBlock(AnyQuestion):
    """A question answered with a number."""

    kind = Kind.NUMBER
    value = blocks.DecimalBlock(label=_("right number"), max_digits=18, decimal_places=6)
    tolerance = blocks.DecimalBlock(
        label=_("how far off is still right"), default=0, min_value=0, max_digits=18, decimal_places=6
    )
    is_percent = blocks.BooleanBlock(label=_("that is in per cent of the number"), required=False)
    unit = blocks.CharBlock(label=_("unit"), required=False, default="", max_length=30, help_text=_("Such as cm or g."))
    well_done = _well_done()
    look_again = _look_again()

    class Meta:
        icon = "order"
        label = _("A number")


class QuestionsBlock(blocks.StreamBlock):
    """Questions of all kinds."""

    one = QuestionBlock()
    several = SeveralBlock()
    order = OrderBlock()
    text = WordsBlock()
    number = NumberBlock()

    class Meta:
        icon = "help"

    def to_python(self, value: Any) -> Any:
        return super().to_python(_as_stream(value))

    def bulk_to_python(self, values: Sequence[Any]) -> Any:
        return super().bulk_to_python([_as_stream(value) for value in values])

    def normalize(self, value: Any) -> Any:
        return super().normalize(_as_stream(value))


class BankQuestions(QuestionsBlock):
    """The questions of a bank."""

    class Meta:
        max_num = MOST_QUESTIONS


def _as_stream(value: Any) -> Any:
    """Give what was kept as a list of questions with one right answer as what is kept now."""
    if not isinstance(value, list):
        return value
    return [_as_child(item) for item in value]


def _as_child(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return item
    if "type" not in item and "choices" in item:  # a list from before lists kept the ids of their items
        return {"type": Kind.ONE.value, "value": item}
    return {**item, "type": Kind.ONE.value} if item.get("type") == "item" else item


class FromBankBlock(blocks.StructBlock):
    """Questions drawn from a bank: other ones for every learner and attempt."""

    bank = PageBlock(label=_("bank of questions"), page_type="courses.BankPage", required=False)
    how_many = blocks.IntegerBlock(label=_("how many of them"), default=0, min_value=0, max_value=MOST_QUESTIONS)

    class Meta:
        icon = "help"
        label = _("drawn from a bank")

    def clean(self, value: Any) -> Any:
        """A bank is public before a lesson draws from it, and holds as many questions as are drawn."""
        cleaned = super().clean(value)
        bank, how_many = cleaned.get("bank"), cleaned.get("how_many") or 0
        words = None
        if bank and not bank.live:
            words = _("This bank is not public yet. Have it approved first.")
        elif bank and not 1 <= how_many <= len(bank.specific.questions):
            words = _("Draw at least one question, and no more than the bank holds.")
        if words:
            raise StructBlockValidationError(block_errors={"bank" if not bank.live else "how_many": ValidationError(words)})  # noqa: E501  # fmt: skip
        return cleaned


class QuizBlock(blocks.StructBlock):
    """A few questions about the lesson."""

    pass_percent = blocks.IntegerBlock(
        label=_("right answers needed, in per cent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts = blocks.IntegerBlock(
        label=_("how often one may try"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)],
        help_text=_("Leave it empty: as often as one likes. A coordinator can grant further attempts."),
    )
    shuffles = blocks.BooleanBlock(label=_("other order of questions and answers in every attempt"), required=False)
    questions = QuestionsBlock(label=_("questions"), required=False)
    from_bank = FromBankBlock(required=False)

    class Meta:
        icon = "help"
        label = _("Questions")
        template = "courses/blocks/quiz.html"

    def clean(self, value: Any) -> Any:
        """A quiz asks something."""
        cleaned = super().clean(value)
        if not cleaned["questions"] and not (cleaned.get("from_bank") or {}).get("bank"):
            words = _("Write at least one question, or choose a bank.")
            raise StructBlockValidationError(
                block_errors={"questions": StreamBlockValidationError(non_block_errors=[ValidationError(words)])}
            )
        return cleaned
