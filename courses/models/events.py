"""What is told to everybody who follows a webinar, in order and numbered, so that nobody misses anything.

A number is given while the log's row is held, until the deed it belongs to is committed: so numbers become visible
in their order, and whoever has seen number 12 has seen all before it.
"""

from django.db import models

from elearn.people.models import Person

from .webinar import Webinar


class Audience(models.TextChoices):
    EVERYONE = "everyone"  # with a seat, and those who make the webinar
    HOSTS = "hosts"
    PERSON = "person"


class EventLog(models.Model):
    """The last number that was given in a webinar."""

    webinar = models.OneToOneField(Webinar, primary_key=True, on_delete=models.CASCADE, related_name="event_log")
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.number} events of {self.webinar_id}"


class LiveEvent(models.Model):
    """One thing that happened in a webinar. Personal data: public names and words of who asked; kept for two days."""

    wagtail_reference_index_ignore = True

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.EVERYONE)
    # To whom alone it is told; where it is told to hosts or everybody: who is left out.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The question it tells of, so that its words leave the log with it.
    question = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["webinar", "number"]
        constraints = [models.UniqueConstraint(fields=["webinar", "number"], name="live_event_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number} of {self.webinar_id}"
