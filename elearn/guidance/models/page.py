"""Guidance everyone sees alike: the front of it in each language, its topics, its guides, and words explained."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from elearn.web.models import BasePage
from media_pipeline.models import Film

from ..blocks import FOR_US_ALONE, WHY_NONE, GuideBody, TermSources
from ..forms_guide import GuideForm, TermForm
from .review import Expert


class GuidanceIndexPage(BasePage):
    """The front of guidance, one for each language."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["web.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "guidance.GuidanceTopicPage", "guidance.GlossaryPage", "guidance.CriteriaPage",
    ]  # fmt: skip
    max_count_per_parent = 1

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")


class GuidanceTopicPage(BasePage):
    """A topic such as care at home, or pensions."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["guidance.GuidePage"]

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("topic of guidance")
        verbose_name_plural = _("topics of guidance")


class GuideKind(models.TextChoices):
    """What a reader is to do with it."""

    GUIDE = "guide", _("Guide")
    STEPS = "steps", _("Step by step")
    CHECKLIST = "checklist", _("Checklist")
    COMPARISON = "comparison", _("Comparison")
    FILM = "film", _("Video guide")


class GuidePage(BasePage):
    """One guide. It goes public with a named expert and a second person's approval, or not at all."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceTopicPage"]
    subpage_types: ClassVar[list[str]] = []

    kind = models.CharField(_("kind"), max_length=12, choices=GuideKind, default=GuideKind.GUIDE)
    summary = models.TextField(
        _("what it says, in two sentences"), max_length=400, blank=True,
        help_text=_("Shown in lists, and at the top of the guide."),
    )  # fmt: skip
    body = StreamField(
        GuideBody(),
        verbose_name=_("guide"),
        blank=True,
        block_counts={"film": {"max_num": 1}},  # there is one player
    )
    expert = models.ForeignKey(
        Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="guides_vouched",
        verbose_name=_("expert"), limit_choices_to={"kind": "person"},
        help_text=_("Who in the field has read it and vouches for it. Without one it is not published."),
    )  # fmt: skip
    author = models.ForeignKey(
        Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="guides_written",
        verbose_name=_("author"), help_text=_("Who wrote it, as readers see it."),
    )  # fmt: skip
    provider = models.ForeignKey(
        Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="guides_provided",
        verbose_name=_("provided or paid for by"), help_text=_("Leave it empty when nobody else did."),
    )  # fmt: skip
    change_note = models.TextField(
        _("what changed, in plain words"), max_length=500, blank=True,
        help_text=_("For readers, and for those who follow the topic. Say it anew with each change."),
    )  # fmt: skip
    # When these words were typed: the same words typed again say that the same has changed again.
    note_at = models.DateTimeField(null=True, blank=True, editable=False)

    base_form_class = GuideForm
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("expert"),
        FieldPanel("author"),
        FieldPanel("provider"),
        FieldPanel("change_note"),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def film(self) -> Film | None:
        """The film of the guide, if it has one."""
        return next((block.value["film"] for block in self.body if block.block_type == "film"), None)

    def why_not_ready(self) -> str | Promise:
        from ..domain.ready import missing  # models are loaded by now

        return missing(self)[1]

    def shown_beyond(self) -> dict[str, Any]:
        """The facts of its sources and who is named: they are rows of their own, and read as part of the guide."""
        from ..domain.sources import facts_of, sources_of  # models are loaded by now

        named = {"expert": self.expert, "author": self.author, "provider": self.provider}
        return {
            "sources": [facts_of(source) for source in sources_of(self)],
            **{part: [one.name, one.qualification, one.organisation] for part, one in named.items() if one},
        }


class GlossaryPage(BasePage):
    """The words of guidance that not everybody knows, one list for each language."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["guidance.GlossaryTermPage"]
    max_count_per_parent = 1

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of words explained")
        verbose_name_plural = _("lists of words explained")


class GlossaryTermPage(BasePage):
    """One word and what it means. A page, so that it too is public only after a second person's approval."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["guidance.GlossaryPage"]
    subpage_types: ClassVar[list[str]] = []

    meaning = models.TextField(
        _("what it means, in plain words"), max_length=600, help_text=_("As you would say it to your grandmother.")
    )
    forms = models.TextField(
        _("other forms of the word"), max_length=500, blank=True,
        help_text=_("One on each line: the plural, a short form, how people say it. Endings are found without you."),
    )  # fmt: skip
    sources = StreamField(TermSources(max_num=6, required=False), verbose_name=_("sources"), blank=True)
    why_no_source = models.CharField(WHY_NONE, max_length=300, blank=True, help_text=FOR_US_ALONE)
    reviewed_on = models.DateField(
        _("compared with its sources on"), null=True, blank=True,
        help_text=_("The day somebody read it again beside its sources. Do it anew every year."),
    )  # fmt: skip
    base_form_class = TermForm
    override_translatable_fields: ClassVar[list] = [SynchronizedField("why_no_source")]
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("meaning"),
        FieldPanel("forms"),
        FieldPanel("sources"),
        FieldPanel("why_no_source"),
        FieldPanel("reviewed_on"),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("meaning"),
        index.SearchField("forms"),
    ]

    class Meta:
        verbose_name = _("word explained")
        verbose_name_plural = _("words explained")

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            raise ValidationError({"reviewed_on": _("This day has not come yet.")})

    def shown_beyond(self) -> dict[str, Any]:
        from ..domain.sources import facts_of, sources_of  # models are loaded by now

        return {"sources": [facts_of(source) for source in sources_of(self)]}
