"""The StreamField pieces of a guide.

Everything that is repeated is a list whose items have ids: wagtail-localize makes a segment to translate only of what
has one.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks import FilmChooserBlock

from .choosers import source_chooser

SourceChooserBlock = source_chooser.get_block_class(name="SourceChooserBlock", module_path="elearn.guidance.blocks")
FEATURES = ["h3", "bold", "ul", "ol", "link"]


class SectionBlock(blocks.CharBlock):
    """The heading of a part; the contents list at the top leads here."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "guidance/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Words with light formatting."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "guidance/blocks/text.html"


class ClaimBlock(blocks.StructBlock):
    """Something that can be true or false, and what it rests on."""

    text = blocks.RichTextBlock(label=_("what is said"), features=["bold", "ul", "ol", "link"])
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), min_num=1, max_num=6)

    class Meta:
        icon = "openquote"
        label = _("Text with its sources")
        template = "guidance/blocks/claim.html"


class StepBlock(blocks.StructBlock):
    """One thing to do."""

    title = blocks.CharBlock(label=_("what to do"), max_length=150)
    text = blocks.TextBlock(label=_("how"), rows=3, required=False)


class StepsBlock(blocks.StructBlock):
    """What to do, one thing after another."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock(label=_("step")), label=_("steps"), min_num=1)
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), default=[], max_num=6)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "guidance/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """What to have, to ask or to look at, to tick on paper."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.TextBlock(label=_("line"), rows=2), label=_("lines"), min_num=1)
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), default=[], max_num=6)

    class Meta:
        icon = "tick"
        label = _("Checklist")
        template = "guidance/blocks/checklist.html"


class RowBlock(blocks.StructBlock):
    """One line of a comparison: what is asked of all, and the answer for each."""

    label = blocks.CharBlock(label=_("what is compared"), max_length=120)
    cells = blocks.ListBlock(blocks.TextBlock(label=_("answer"), rows=2), label=_("answers, in the same order"))


class ComparisonBlock(blocks.StructBlock):
    """Two to four ways, compared by the same questions."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("way"), max_length=80), label=_("what is compared with what"), min_num=2, max_num=4
    )
    rows = blocks.ListBlock(RowBlock(label=_("line")), label=_("lines"), min_num=1, max_num=15)
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), default=[], max_num=6)

    class Meta:
        icon = "table"
        label = _("Comparison")
        template = "guidance/blocks/comparison.html"


class ViewBlock(blocks.StructBlock):
    """What some experts hold, who they are, and what they rest it on."""

    title = blocks.CharBlock(label=_("view, in a few words"), max_length=120)
    held_by = blocks.CharBlock(label=_("who holds it"), max_length=200)
    text = blocks.RichTextBlock(label=_("why"), features=["bold", "ul", "ol", "link"])
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), min_num=1, max_num=6)


class ViewsBlock(blocks.StructBlock):
    """Where experts differ, the main views stand side by side, each with its sources."""

    question = blocks.CharBlock(label=_("what experts do not agree on"), max_length=150)
    views = blocks.ListBlock(ViewBlock(label=_("view")), label=_("views"), min_num=2, max_num=3)

    class Meta:
        icon = "group"
        label = _("Where experts differ")
        template = "guidance/blocks/views.html"


class FilmBlock(blocks.StructBlock):
    """A film, and what it shows in a sentence for those who do not watch it."""

    film = FilmChooserBlock(label=_("video"))
    shows = blocks.CharBlock(label=_("what it shows"), max_length=250)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "guidance/blocks/film.html"


WHY_NONE = _("why no source is named")
FOR_US_ALONE = _("Only where there is none. Readers do not see it; who approves the page does.")


class WarningBlock(blocks.TextBlock):
    """A warning as the first migration knows it: words alone."""


class SourcedWarningBlock(blocks.StructBlock):
    """What can do harm or cost money, in one or two sentences, and what that rests on.

    Once it was the words alone: versions of guides and of translations from then are read as words without sources.
    """

    text = blocks.TextBlock(label=_("warning"), rows=3, max_length=400)
    sources = blocks.ListBlock(SourceChooserBlock(label=_("source")), label=_("sources"), default=[], max_num=6)
    # No CharBlock: it is for us alone, and nothing to translate.
    why_none = blocks.RegexBlock(
        regex=r"[\s\S]*", label=WHY_NONE, required=False, default="", max_length=300, help_text=FOR_US_ALONE
    )

    def to_python(self, value: Any) -> Any:
        return super().to_python(_with_sources(value))

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([_with_sources(value) for value in values])

    def normalize(self, value: Any) -> Any:
        return super().normalize(_with_sources(value))

    class Meta:
        icon = "warning"
        label = _("Warning")
        template = "guidance/blocks/warning.html"


def _with_sources(value: Any) -> Any:
    return {"text": value, "sources": []} if isinstance(value, str) else value


class TermSources(blocks.StreamBlock):
    """What the explanation of a word rests on."""

    source = SourceChooserBlock(label=_("source"))


class GuideBody(blocks.StreamBlock):
    """All that a guide can hold."""

    heading = SectionBlock(max_length=120)
    text = TextBlock(features=FEATURES)
    claim = ClaimBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    comparison = ComparisonBlock()
    views = ViewsBlock()
    film = FilmBlock()
    warning = SourcedWarningBlock()
