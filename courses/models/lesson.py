"""A lesson: at most one film, words, steps, materials and at most one quiz."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from courses.blocks import LessonBody
from elearn.web.models import BasePage
from media_pipeline.models import Film


class LessonKind(models.TextChoices):
    FILM = "film", _("video")
    TEXT = "text", _("text with pictures")
    CRAFT = "craft", _("craft")
    RECIPE = "recipe", _("recipe")
    PRACTICE = "practice", _("practice")


def enough_ms(duration_ms: int, percent: int) -> int:
    """Give so many per cent of a length, rounded up."""
    return -(-duration_ms * percent // 100)


class LessonPage(BasePage):
    """A lesson of a course.

    `film`, `has_quiz`, `quiz_attempts`, `quiz_bank` and `practice_needed` mirror the body: lists need not read it.
    """

    is_copied_plainly: ClassVar[bool] = False  # with its course
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(
        LessonBody(),
        verbose_name=_("lesson"),
        blank=True,
        block_counts={name: {"max_num": 1} for name in ("film", "craft", "recipe", "practice", "quiz")},
    )
    film = models.ForeignKey(
        Film, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="lessons"
    )
    has_quiz = models.BooleanField(default=False, editable=False)
    quiz_attempts = models.PositiveSmallIntegerField(null=True, editable=False)  # None: as many as one likes
    # What its questions are drawn from: a bank goes nowhere while a lesson needs it.
    quiz_bank = models.ForeignKey(
        "courses.BankPage", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="lessons"
    )
    practice_needed = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind of lesson"), max_length=8, choices=LessonKind, default=LessonKind.FILM)
    may_read = models.BooleanField(
        _("reading counts too"), default=True,
        help_text=_("Who reads what is said in the video and answers the questions has done this lesson."),
    )  # fmt: skip
    watch_percent = models.PositiveSmallIntegerField(
        _("part of the video to watch, in per cent"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("body"),
        FieldPanel("watch_percent"),
        FieldPanel("may_read"),
    ]

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
        return enough_ms(duration_ms, self.watch_percent)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mirror_body()
        super().save(*args, **kwargs)

    def mirror_body(self) -> None:
        """Work out what lists and players are told of the body."""
        block = self.block("film")
        self.film = block.value["film"] if block else None
        practice = self.block("practice")
        self.practice_needed = bool(practice and practice.value.get("is_needed"))
        quiz = self.quiz
        self.has_quiz = quiz is not None
        self.quiz_attempts = quiz.value.get("attempts") if quiz else None
        bank = (quiz.value.get("from_bank") or {}).get("bank") if quiz else None
        self.quiz_bank_id = bank.pk if bank else None

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        modes = [("", _("What everybody sees")), ("learner", _("As a learner sees it"))]
        return [*modes, ("quiz", _("Questions"))] if self.quiz else modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from courses.views.preview import preview_lesson  # views stand above models

        self.mirror_body()
        return preview_lesson(request, self, mode_name) or super().serve_preview(request, mode_name)
