"""Work on a film: what is to be done, who does it and until when, what it cost, why it could not be done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .film import Film


class WorkKind(models.TextChoices):
    """What is done, the most urgent first. A deed is registered for each by `domain.kinds.does`."""

    LIVE = "live", _("broadcast")
    ARRIVING = "arriving", _("follow the recording")
    TAKE_IN = "take_in", _("take in what was sent")
    JOIN = "join", _("join the parts of the recording")
    WATCHABLE = "watchable", _("make it watchable")
    CUT = "cut", _("cut the beginning and the end")
    FIRST_RUNG = "first_rung", _("prepare a first small version")
    LADDER = "ladder", _("prepare all versions")
    LIVE_CAPTIONS = "live_captions", _("write live captions")
    CAPTIONS = "captions", _("write captions")
    POSTERS = "posters", _("choose pictures")
    TRACK = "track", _("prepare a further track")
    TIDY = "tidy", _("tidy up")


class WorkState(models.TextChoices):
    """Where it stands. Transitions are compare-and-set; see `domain.work` and `domain.lease`."""

    WAITING = "waiting", _("waits")
    RUNNING = "running", _("is being done")
    DONE = "done", _("done")
    PARKED = "parked", _("set aside after faults")
    CANCELLED = "cancelled", _("cancelled")


ACTIVE = (WorkState.WAITING, WorkState.RUNNING, WorkState.PARKED)


def kinds() -> list[tuple[str, str]]:
    """Name the choices: asked when needed, so that a new kind changes no table."""
    return [(kind.value, str(kind.label)) for kind in WorkKind]


class Work(models.Model):
    """One piece of work on a film, once while it is active. Personal data: none of its own, see Film."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="works")
    kind = models.CharField(max_length=20, choices=kinds)
    subject = models.CharField(max_length=100, blank=True)  # which of several: a language, a track
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.WAITING)
    priority = models.SmallIntegerField(default=0)  # the higher, the sooner
    size = models.FloatField(default=0)  # seconds of film, to tell small work from large

    # The lease: who does it and until when, without a sign of life.
    lease_holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    machine = models.CharField(max_length=100, blank=True)  # where it was done last

    # While it waits: from when on it may be begun, and when a worker is to be woken (again).
    due_at = models.DateTimeField(default=timezone.now)
    wake_at = models.DateTimeField(default=timezone.now)

    attempts = models.PositiveSmallIntegerField(default=0)  # times begun, those told to stop not counted
    faults = models.PositiveSmallIntegerField(default=0)  # attempts that ended in a fault
    fault = models.TextField(blank=True)  # the last fault, for staff
    log = models.TextField(blank=True)  # the end of what ffmpeg said with it
    percent = models.PositiveSmallIntegerField(default=0)  # 0–100 of this attempt

    wall_seconds = models.FloatField(default=0)  # of all attempts, pauses left out
    cpu_seconds = models.FloatField(default=0)  # of this process and its children together

    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)  # the last attempt
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-priority", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "kind", "subject"], condition=models.Q(state__in=ACTIVE), name="work_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "wake_at"], name="work_to_wake"),
            models.Index(fields=["kind", "ended_at"], name="work_of_a_kind"),
        ]

    def __str__(self) -> str:
        named = f"{self.kind} {self.subject}".strip()
        return f"{named} of {self.film_id}"
