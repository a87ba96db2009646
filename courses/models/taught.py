"""Something learnt with a person, outside of the courses of this site: what a certificate of it rests on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person


class Taught(models.Model):
    """That a person was taught something by somebody, face to face; another room knows what and how.

    Personal data: that this person was taught. What was taught is said by the certificate alone.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taught")
    # Where it is known, in words of the room that taught: "visits:12". It is certified once.
    subject = models.CharField(max_length=64, unique=True)
    evidence = models.JSONField(default=dict)  # how it was shown and who said yes to the certificate; no names
    completed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("taught by a person")
        verbose_name_plural = _("taught by a person")
        ordering: ClassVar[list[str]] = ["-completed_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
