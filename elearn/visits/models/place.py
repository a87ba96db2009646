"""Where: the districts that are shown instead of an address, and travel times that an outside service gave us."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Transport


class District(models.Model):
    """A district as people name it, with the middle of it. No personal data."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    latitude = models.FloatField(_("latitude of its middle"))  # degrees, WGS 84
    longitude = models.FloatField(_("longitude of its middle"))

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


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
