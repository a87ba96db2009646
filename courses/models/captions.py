"""Why a film is public without reviewed captions: a coordinator's reason, with its date, which the lesson shows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_pipeline.models import Film


class CaptionExcuse(models.Model):
    """A reason given for a film. The newest counts, as long as there are no reviewed captions; all are kept.

    Personal data: who gave it.
    """

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="caption_excuses")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("given on"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("reason for missing captions")
        verbose_name_plural = _("reasons for missing captions")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reason
