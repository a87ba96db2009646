"""A broadcast: a recording that is watched while it is made.

Its pieces come in as those of any take. What is on air goes into one take, which becomes the film; what was rehearsed
goes into another, which is given up. The studio sends one run of pieces after another: a new one after a reload, on
another device, and whenever it goes on or off the air. Segments are rows, so that any process knows what can be played.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .film import Film
from .reception import Take


class BroadcastState(models.TextChoices):
    REHEARSAL = "rehearsal", _("not begun")
    ON_AIR = "on_air", _("on air")
    PAUSED = "paused", _("interrupted")
    ENDED = "ended", _("ended")


class Broadcast(models.Model):
    """A film that is watched while it is made. Personal data: none of its own, see Film."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.OneToOneField(Film, on_delete=models.CASCADE, related_name="broadcast")
    take = models.ForeignKey(Take, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rehearsal = models.ForeignKey(Take, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=BroadcastState, default=BroadcastState.REHEARSAL)
    # The studio that may send now, by a key of its own: another device takes over by putting its key here.
    holder = models.UUIDField(null=True, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    on_air_at = models.DateTimeField(null=True, blank=True)  # the first time
    # From when to when it was on air, [[began, ended], …] in ISO 8601; while it is, the last one has no end.
    spans = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=20, blank=True)  # a code: why somebody else ended it
    last_piece_at = models.DateTimeField(null=True, blank=True)
    pieces_lost = models.PositiveIntegerField(default=0)  # given up by the studio: nobody sent them
    pieces_again = models.PositiveIntegerField(default=0)  # that came more than once
    pieces_waiting = models.PositiveIntegerField(default=0)  # recorded and not yet sent, as the studio last told
    # What the machine that writes captions says of itself: see `domain.live.hearing`.
    listening = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"broadcast {self.id}"


class LiveRun(models.Model):
    """One run of pieces from one studio: rehearsed or on air, never both. Numbers count from 1 in a broadcast."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    take = models.ForeignKey(Take, on_delete=models.CASCADE, related_name="+")
    is_on_air = models.BooleanField(default=False)
    holder = models.UUIDField()
    mime = models.CharField(max_length=100)
    key = models.CharField(max_length=40, blank=True)  # the studio's own: the same run asked for twice is one
    pieces = models.PositiveIntegerField(null=True, blank=True)  # how many there are, told when it is over
    lost = models.JSONField(default=list, blank=True)  # numbers that the studio gave up
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # What is made of it, as playlists tell: codecs, sound_codecs, width, height, frame_rate, is_copy.
    made = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["broadcast", "number"], name="live_run_once")]

    def __str__(self) -> str:
        return f"run {self.number} of {self.broadcast_id}"


class LiveSegment(models.Model):
    """A segment that can be played. `number` counts in its rendition, on air and rehearsed apart."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="segments")
    run = models.PositiveSmallIntegerField()
    is_on_air = models.BooleanField(default=True)
    rendition = models.CharField(max_length=24)  # "live", "livesound"
    number = models.PositiveIntegerField()
    init = models.CharField(max_length=80)  # the key of what it needs before it, below the film's folder
    file = models.CharField(max_length=80)  # its own key there
    start_ms = models.PositiveIntegerField()  # on the recording's clock
    duration_ms = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    captured_at = models.DateTimeField()  # its first frame, by the studio's pieces as they arrived
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "is_on_air", "rendition", "number"], name="live_segment_once")
        ]

    def __str__(self) -> str:
        return f"{self.rendition} {self.number} of {self.broadcast_id}"


class LiveCue(models.Model):
    """A line of live captions, on the recording's clock. Personal data: what was said, and who typed it."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="cues")
    language = models.CharField(max_length=8)
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    text = models.TextField()
    is_machine = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    delay_ms = models.PositiveIntegerField(default=0)  # from the words being said to the line being shown
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["start_ms", "pk"]

    def __str__(self) -> str:
        return f"{self.start_ms} of {self.broadcast_id}"
