"""Captions: what is said in a film as timed text, one track in each language, with every version that was kept.

The words of a track lie in its revisions. The newest one is what is being worked on; `public` is what people watch
with: the last revision that somebody reviewed, else the machine's. What a person typed is never public before.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .film import Film


class CaptionState(models.TextChoices):
    """How far the newest revision is."""

    MACHINE = "machine", _("made by a machine")
    CORRECTING = "correcting", _("being corrected")
    REVIEWED = "reviewed", _("reviewed")


class MadeBy(models.TextChoices):
    """Where the words of a revision come from."""

    MACHINE = "machine", _("a machine")
    PERSON = "person", _("typed")
    FILE = "file", _("a file")
    RESTORED = "restored", _("an earlier version")


class CaptionTrack(models.Model):
    """Captions of a film in one language; in another language than the spoken one, a translation.

    Personal data: what was said in the film, and who handed it in.
    """

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="caption_tracks")
    language = models.CharField(_("language"), max_length=8)  # a code such as "az"
    state = models.CharField(_("state"), max_length=12, choices=CaptionState, default=CaptionState.CORRECTING)
    revision = models.PositiveIntegerField(default=0)  # the number of the newest one; 0: nothing yet
    public = models.ForeignKey(
        "CaptionRevision", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True, db_index=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["film", "language"]
        constraints = [models.UniqueConstraint(fields=["film", "language"], name="caption_track_once")]

    def __str__(self) -> str:
        return f"{self.language} of {self.film_id}"

    @property
    def is_translation(self) -> bool:
        """Whether it is in another language than the one spoken. Reads the film."""
        return self.film.language not in ("", self.language)


class CaptionRevision(models.Model):
    """The captions as they were at one time. Personal data: who wrote them.

    Numbers of a track only grow, and each save takes a new one. Saves of one author that follow one another are folded:
    the row takes the new number and the new words, and keeps when it was begun.
    """

    track = models.ForeignKey(CaptionTrack, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    made_by = models.CharField(max_length=8, choices=MadeBy)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cues = models.JSONField(default=list)  # {"id", "start_ms", "end_ms", "text"}, in order
    count = models.PositiveIntegerField(default=0)  # how many cues
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["track", "number"], name="caption_revision_once")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.track_id}"
