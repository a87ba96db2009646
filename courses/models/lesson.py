"""A lesson: at most one film, words, steps, materials and at most one quiz."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from courses.blocks import LessonBody
from elearn.web.models import BasePage
from media_pipeline.models import Film


class LessonPage(BasePage):
    """A lesson of a course. `film` and `has_quiz` mirror the body, so that lists need not read it."""

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(
        LessonBody(),
        verbose_name=_("lesson"),
        blank=True,
        block_counts={"film": {"max_num": 1}, "quiz": {"max_num": 1}},
    )
    film = models.ForeignKey(
        Film, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="lessons"
    )
    has_quiz = models.BooleanField(default=False, editable=False)
    watch_percent = models.PositiveSmallIntegerField(
        _("part of the video to watch, in per cent"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("watch_percent")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def block(self, name: str) -> Any | None:
        """Give the first block of a kind, or None."""
        return next((block for block in self.body if block.block_type == name), None)

    @property
    def quiz(self) -> Any | None:
        return self.block("quiz")

    def needed_ms(self, duration_ms: int) -> int:
        """Tell how many unique ms of a film of that length are to be watched."""
        return -(-duration_ms * self.watch_percent // 100)

    def save(self, *args: Any, **kwargs: Any) -> None:
        block = self.block("film")
        self.film = block.value["film"] if block else None
        self.has_quiz = self.quiz is not None
        super().save(*args, **kwargs)
