"""Travel times that an outside service gave us."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from ..enums import Transport


class TravelTime(models.Model):
    """Minutes between two rounded places, as a routing service gave them. No personal data: places are 300 m wide."""

    origin = models.CharField(max_length=32)  # "40.378,49.892", rounded as `travel.rounded` does
    destination = models.CharField(max_length=32)
    transport = models.CharField(max_length=8, choices=Transport)
    minutes = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["origin", "destination", "transport"], name="one_travel_time_each_way")
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"
