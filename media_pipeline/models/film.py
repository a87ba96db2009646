"""A film: a recording with everything made from it. Its state is what people see of the work on it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class FilmState(models.TextChoices):
    """Where the work stands. Transitions are compare-and-set; see `media_pipeline.domain`."""

    RECEIVING = "receiving", _("arriving")
    RECEIVED = "received", _("arrived, waiting to be checked")
    CHECKING = "checking", _("being checked")
    QUEUED = "queued", _("waiting to be prepared")
    ENCODING = "encoding", _("being prepared")
    READY = "ready", _("ready")
    REFUSED = "refused", _("cannot be used")
    FAILED = "failed", _("stopped by a fault of ours")
    BLOCKED = "blocked", _("taken back")


class Refusal(models.TextChoices):
    """Why a file cannot be used, in words for who sent it: what happened, what to do now."""

    EMPTY = "empty", _("The file is empty. Please choose the video again.")
    NOT_A_FILM = (
        "not_a_film",
        _("This file is not a video. Please choose a video or record one here."),
    )
    BROKEN = (
        "broken",
        _("The video is damaged and cannot be played. Please record it again, or send the original file."),
    )
    TOO_LONG = "too_long", _("The video is too long. Please send it in parts.")
    TOO_LARGE = (
        "too_large",
        _("The picture is larger than we can prepare. Please record in 4K or less."),
    )
    TOO_SMALL = "too_small", _("The picture is too small to see. Please record it again.")
    NAMES_OTHER_FILES = (
        "names_other_files",
        _("This file is only a list that points to other files. Please send the video itself."),
    )
    HDR = (
        "hdr",
        _(
            "The video uses a colour mode (Dolby Vision) that we cannot show. "
            "Please turn HDR off in the camera and record again."
        ),
    )
    CODEC = (
        "codec",
        _(
            "The video was recorded in a form (AV1) that we cannot read. "
            "Please record it here, or send it as MP4 (H.264)."
        ),
    )
    NOTHING_INSIDE = (
        "nothing_inside",
        _("The video has neither picture nor sound. Please record it again."),
    )


class Film(models.Model):
    """A film and the state of the work on it. Personal data: what picture and voice show."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    # The one spoken in it, a code such as "az"; "" as long as nobody has said. It is asked, never guessed.
    language = models.CharField(_("spoken language"), max_length=8, blank=True)
    # Whether a machine may write down what is said. The project says no while whoever is in it has not agreed.
    may_be_heard = models.BooleanField(default=True, editable=False)
    state = models.CharField(max_length=12, choices=FilmState, default=FilmState.RECEIVING, db_index=True)
    refusal = models.CharField(max_length=20, choices=Refusal, blank=True)
    fault = models.TextField(blank=True)  # for staff: what our side ran into
    percent = models.PositiveSmallIntegerField(default=0)  # of the encoding, 0–100

    source = models.CharField(max_length=200, blank=True)  # key in the "films" storage
    source_bytes = models.BigIntegerField(default=0)
    # The original is kept by the operator's rule (domain/originals.py); after that the film is what was made from it.
    source_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Said before it goes: the day on which it may, so that whoever gave it can fetch it, or ask for it to be kept.
    source_goes_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_kept_at = models.DateTimeField(null=True, blank=True, editable=False)  # asked for then; no rule removes it
    facts = models.JSONField(default=dict, blank=True)  # what ffprobe found, as ffmpeg.probe.Facts
    duration_ms = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)  # as shown, after rotation, in pixels
    height = models.PositiveIntegerField(default=0)
    has_video = models.BooleanField(default=False)
    has_audio = models.BooleanField(default=False)
    poster = models.CharField(max_length=200, blank=True)
    posters = models.JSONField(default=list, blank=True, editable=False)  # names of the pictures to choose it from
    playable_at = models.DateTimeField(null=True, blank=True)  # a first version can be watched
    ready_at = models.DateTimeField(null=True, blank=True)

    # A part of another recording, from and to in ms of that one. It is always the recording as it came in, never a cut
    # of a cut, so that the beginning can be given back later.
    cut_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="cuts", editable=False
    )
    cut_start_ms = models.PositiveIntegerField(default=0, editable=False)
    cut_end_ms = models.PositiveIntegerField(default=0, editable=False)

    # Nobody may watch it any more, and its files go; the row stays for what hangs on it.
    blocked_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)  # its files are gone

    is_check = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title or str(self.id)

    @property
    def folder(self) -> str:
        """Where everything made from this film lies in the storage."""
        return f"{self.id.hex[:2]}/{self.id.hex}"

    @property
    def source_key(self) -> str:
        """Where what came in lies in the storage."""
        return f"{self.folder}/source"


class Rendition(models.Model):
    """One encoded form of a film: its own media playlist, initialisation segment and segments."""

    class Kind(models.TextChoices):
        COPY = "copy", _("as it came")
        RUNG = "rung", _("prepared")
        AUDIO = "audio", _("sound only")

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=Kind)
    # "copy" and "sound" come first, "360p" and "audio" after them
    name = models.CharField(max_length=24)
    folder = models.CharField(max_length=40)  # below the film's, of its own for each attempt
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    frame_rate = models.FloatField(default=0)  # frames a second
    bandwidth = models.PositiveIntegerField(default=0)  # peak, bits a second
    average_bandwidth = models.PositiveIntegerField(default=0)  # bits a second
    codecs = models.CharField(max_length=64, blank=True)  # RFC 6381
    bytes = models.BigIntegerField(default=0)  # of all its segments
    is_live = models.BooleanField(default=True)  # in the master playlist
    # its files go when nobody can be watching it
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-height", "pk"]
        constraints = [models.UniqueConstraint(fields=["film", "name"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.film_id}"

    @property
    def label(self) -> str:
        """What people choose by: "360p" by the short side, or "audio"."""
        return f"{min(self.width, self.height)}p" if self.height else "audio"


class Removal(models.Model):
    """Files of a removed film that have yet to go. No personal data itself; what it names is."""

    folder = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.folder
