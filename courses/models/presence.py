"""Who was there: openings of a webinar, what their players said they played, and what of it counts.

None of these rows is a reference that Wagtail's editors need to see, so its reference index leaves them alone.
"""

from uuid import uuid4

from django.db import models

from elearn.people.models import Person

from .webinar import Webinar


class Presence(models.Model):
    """One opening of a webinar on one device. Personal data: that this person was there, and when."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)  # said by the page as it closed

    class Meta:
        ordering = ["joined_at"]
        indexes = [models.Index(fields=["webinar", "person"])]

    def __str__(self) -> str:
        return f"presence {self.key}"


class PresenceReport(models.Model):
    """What a live player said it played, as it came. Only ever added; `refusal` says why one did not count."""

    wagtail_reference_index_ignore = True

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the presence
    received_at = models.DateTimeField()
    spans = models.JSONField()  # [[from_ms, to_ms], …] of the recording's clock
    rate = models.FloatField(default=1)  # of playback, as the player said
    delay_ms = models.PositiveIntegerField(null=True, blank=True)  # behind the studio, as the player measured it
    credited_ms = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["presence", "number"], name="presence_report_once")]

    def __str__(self) -> str:
        return f"report {self.number} of {self.presence_id}"


class Attendance(models.Model):
    """What somebody watched of a webinar, merged over reconnects and devices. Personal data: what they watched."""

    wagtail_reference_index_ignore = True

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    joined_at = models.DateTimeField(null=True, blank=True)  # while it was on air; none for the recording alone
    left_at = models.DateTimeField(null=True, blank=True)
    spans = models.JSONField(default=list)  # on the recording's clock, in normal form; seen while it was on air
    live_ms = models.PositiveIntegerField(default=0)
    polls_answered = models.PositiveSmallIntegerField(default=0)
    attended_at = models.DateTimeField(null=True, blank=True)  # the share was reached, while it was on air
    recording_at = models.DateTimeField(null=True, blank=True)  # watched afterwards instead: a kind of its own
    used_until = models.DateTimeField(null=True, blank=True)  # real time used up; all devices share it

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["webinar", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
