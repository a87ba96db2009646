"""A bank of questions of a topic. A page, so that drafts, approval, history and translation work as everywhere."""

from typing import Any, ClassVar, Never

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from courses.blocks_quiz import BankQuestions
from elearn.web.models import BasePage


class BankPage(BasePage):
    """Questions that quizzes of the topic's courses may draw from. It holds the answers: never served or found."""

    parent_page_types: ClassVar[list[str]] = ["courses.TopicPage"]
    subpage_types: ClassVar[list[str]] = []

    questions = StreamField(BankQuestions(), verbose_name=_("questions"), blank=True)
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("questions")]
    promote_panels: ClassVar[list] = []
    search_fields: ClassVar[list] = []
    preview_modes: ClassVar[list] = []

    class Meta:
        verbose_name = _("bank of questions")
        verbose_name_plural = _("banks of questions")

    def route(self, request: HttpRequest, path_components: list[str]) -> Never:
        raise Http404

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Never:
        raise Http404

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """It has no address."""

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class BankImport(models.Model):
    """A file of questions that somebody looks at before it is applied; gone once it is, or a day later.

    Personal data: who brought it.
    """

    wagtail_reference_index_ignore = True

    bank = models.ForeignKey(BankPage, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    read_as = models.CharField(max_length=40)
    rows = models.JSONField(default=list)  # [[line, {column: text}, {column: fault}], …]
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
