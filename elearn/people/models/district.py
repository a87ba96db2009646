"""Where, without an address: the districts that people and services are in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


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
