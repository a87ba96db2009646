"""A film that goes with another one: the same lesson signed, or its sound with what is to be seen told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .film import Film


class TrackKind(models.TextChoices):
    SIGN = "sign", _("sign language")
    DESCRIBED = "described", _("described sound")


class Track(models.Model):
    """A film beside a main one, at most one of a kind. It is a film of its own, with its own state and its own people.

    Personal data: none of its own, see Film.
    """

    main = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=12, choices=TrackKind)
    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="goes_with")
    # Where in the main film this one begins; negative when its own beginning is not needed.
    offset_ms = models.IntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["main", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["main", "kind"], name="track_once"),
            models.CheckConstraint(condition=~models.Q(main=models.F("film")), name="track_of_another_film"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.main_id}"
