"""How a film comes in: a take of numbered pieces, or an upload that can be resumed."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .film import Film


class TakeState(models.TextChoices):
    OPEN = "open", _("being recorded")
    SENT = "sent", _("sent")
    DISCARDED = "discarded", _("recorded again")


class Take(models.Model):
    """One act of recording. After a reload the recorder begins a new run; runs are joined.

    The browser chooses the id, so that it can record before the first request has got through and
    ask for the same take twice without making two. Personal data: none of its own, see Film.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="takes")
    state = models.CharField(max_length=12, choices=TakeState, default=TakeState.OPEN)
    mime = models.CharField(max_length=100)
    expected = models.JSONField(default=dict, blank=True)  # run → number of pieces, told when sent
    is_live = models.BooleanField(default=False)  # of a broadcast: nobody follows it as a recording
    # When the sweep looks again: work that was begun should be over by then.
    look_again_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"take {self.id}"

    @property
    def folder(self) -> str:
        """Where its pieces lie in the storage."""
        return f"{self.film.folder}/takes/{self.id.hex}"

    @property
    def source_key(self) -> str:
        """Where its pieces lie once they are one file; of its own, so that what came in beside it stays whole."""
        return f"{self.film.source_key}-{self.id.hex}"


class Piece(models.Model):
    """A numbered, checksummed part of a take. Runs and numbers count from 1."""

    take = models.ForeignKey(Take, on_delete=models.CASCADE, related_name="pieces")
    run = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField(default=0)  # as the recorder's clock had it
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["take", "run", "number"], name="piece_once")]

    def __str__(self) -> str:
        return f"piece {self.run}/{self.number} of {self.take_id}"

    @property
    def key(self) -> str:
        """Where it lies in the storage. The checksum is part of the name: a rival cannot overwrite it."""
        return f"{self.take.folder}/{self.run:03}-{self.number:06}-{self.sha256[:16]}"


class Upload(models.Model):
    """A file on its way in, by tus 1.0. Personal data: the name the person gave their file."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="uploads")
    length = models.BigIntegerField()  # bytes, as announced
    offset = models.BigIntegerField(default=0)  # bytes arrived
    filename = models.CharField(max_length=255, blank=True)
    modified_ms = models.BigIntegerField(default=0)  # since 1970; with name and length: the same file?
    finished_at = models.DateTimeField(null=True, blank=True)
    look_again_at = models.DateTimeField(null=True, blank=True, db_index=True)
    touched_at = models.DateTimeField(default=timezone.now)  # bytes of it arrived last
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"upload {self.id}"

    @property
    def percent(self) -> int:
        """How much has arrived, 0–100, never rounded up."""
        return self.offset * 100 // self.length if self.length else 0

    @property
    def folder(self) -> str:
        """Where what has arrived lies in the storage."""
        return f"{self.film.folder}/uploads/{self.id.hex}"

    @property
    def source_key(self) -> str:
        """Where it lies once it is whole; of its own, so that what came in beside it stays whole."""
        return f"{self.film.source_key}-{self.id.hex}"


class UploadPart(models.Model):
    """Bytes of an upload that lie as a file of their own, where films are not kept on a disk. No personal data."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.BigIntegerField()
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.bytes} bytes at {self.offset} of {self.upload_id}"

    @property
    def key(self) -> str:
        """Where it lies in the storage. The checksum is part of the name: a rival cannot overwrite it."""
        return f"{self.upload.folder}/{self.offset:015}-{self.sha256[:16]}"
