"""The page that says in public by what we choose what we list, whom we name, and how we keep it right."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from elearn.web.models import BasePage


class CriteriaPage(BasePage):
    """Our criteria, one page for each language. A page, so that a second person approves each change of them."""

    section: ClassVar[str] = "guidance"
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    body = RichTextField(_("criteria"), features=["h2", "h3", "bold", "ul", "ol", "link"])
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("criteria of guidance")
        verbose_name_plural = _("criteria of guidance")
