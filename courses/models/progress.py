"""Evidence of watching: playback sessions really opened, reports as they came, and the seconds that count.

None of these rows is a reference that Wagtail's editors need to see, so its reference index leaves them alone:
it would queue a task for every one saved.
"""

from uuid import uuid4

from django.db import models

from courses.enums import NotCounted
from elearn.people.models import Person
from media_pipeline.models import Film

from .enrolment import Enrolment
from .lesson import LessonPage


class PlaybackSession(models.Model):
    """One opening of a film by one person. It counts only after its playlist was really fetched.

    Without an enrolment it is of somebody who registered for the webinar that the film is the recording of.

    Personal data: that this person opened this film, and when.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # first playlist served
    # Since when its player answered checks of what it loaded wrongly, again and again; a right answer takes it back.
    doubted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "film"])]

    def __str__(self) -> str:
        return f"playback {self.key}"


class WatchReport(models.Model):
    """What a player said it played, as it came. Only ever added; `refusal` says why one did not count.

    Personal data: which seconds a person watched, and when.
    """

    wagtail_reference_index_ignore = True

    session = models.ForeignKey(PlaybackSession, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the session
    received_at = models.DateTimeField()
    spans = models.JSONField()  # [[from_ms, to_ms], …] of the film
    rate = models.FloatField(default=1)  # of playback, as the player said
    position_ms = models.PositiveIntegerField(null=True, blank=True)
    credited_ms = models.PositiveIntegerField(default=0)  # what it added to the unique time
    refusal = models.CharField(max_length=12, choices=NotCounted, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        # The second report of a number is a replay, whichever process it reaches.
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="watch_report_once")]

    def __str__(self) -> str:
        return f"report {self.number} of {self.session_id}"


class FilmProgress(models.Model):
    """The seconds of a film that one person has been seen to watch, over all sessions, days and devices.

    Personal data: which seconds a person watched.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)  # normal form of courses.domain.watching.spans
    watched_ms = models.PositiveIntegerField(default=0)  # unique
    position_ms = models.PositiveIntegerField(default=0)  # where to resume
    position_session = models.UUIDField(null=True, blank=True)  # which report said so: of this session, of this number
    position_number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "film"], name="film_progress_once")]

    def __str__(self) -> str:
        return f"{self.watched_ms} ms of {self.film_id}"


class WatchClock(models.Model):
    """Which real time of a person has been used up by watching: all tabs and devices share one clock.

    Personal data: when a person watched, in the last two weeks.
    """

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    used_until = models.DateTimeField()
    # [[from_ms, to_ms], …] since 1970, of the last two weeks, in normal form; none: all until `used_until` is used.
    used = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"clock of {self.person_id}"
