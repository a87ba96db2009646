"""A learner's own note, at a moment of a film."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person
from media_pipeline.models import Film

from .lesson import LessonPage


class Note(models.Model):
    """A note for oneself. Personal data: seen by its writer alone."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ms = models.PositiveIntegerField(default=0)  # where in the film
    text = models.TextField(_("note"), max_length=2000)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["lesson", "ms", "pk"]
        indexes: ClassVar = [models.Index(fields=["person", "lesson"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
