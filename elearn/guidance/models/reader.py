"""What readers are told: what changed, what was wrong and is right now; and who wants to hear of it."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import Person


class Change(models.Model):
    """What changed in a guide, in plain words, as its editors said it. Without words: the guide is new."""

    page = models.ForeignKey("guidance.GuidePage", on_delete=models.CASCADE, related_name="changes")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, db_index=True)  # when its followers were told

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"page {self.page_id} {self.at:%Y-%m-%d}"


class Follow(models.Model):
    """Somebody wants to hear what changes in a topic. Personal data: who, and what they care about."""

    topic = models.ForeignKey("guidance.GuidanceTopicPage", on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="topics_followed")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # opens the page that stops it
    since = models.DateTimeField(default=timezone.now)
    # Known to us by this alone: when they stop, the person goes too.
    only_for_this = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "person"], name="follows_a_topic_once")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} follows {self.topic_id}"


class MistakeState(models.TextChoices):
    """What became of a mistake that a reader reported."""

    WAITING = "waiting", _("to be looked at")
    CORRECTED = "corrected", _("was a mistake, is put right")
    NONE = "none", _("was no mistake")


class Mistake(models.Model):
    """A reader says that something in a guide is wrong. Personal data: their words, encrypted, and who."""

    page = models.ForeignKey("guidance.GuidePage", on_delete=models.CASCADE, related_name="mistakes")
    words = EncryptedTextField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="mistakes_found")
    at = models.DateTimeField(_("reported"), default=timezone.now)
    state = models.CharField(_("state"), max_length=9, choices=MistakeState, default=MistakeState.WAITING)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.page)


class Correction(models.Model):
    """A line of the public log: what was wrong, what is right, since when. Public once a second person agreed.

    The log outlives the guide: its title is kept. Personal data: which accounts wrote and approved it.
    """

    page = models.ForeignKey(
        "guidance.GuidePage", null=True, on_delete=models.SET_NULL, related_name="corrections", verbose_name=_("guide")
    )
    title = models.CharField(max_length=255, editable=False)
    language = models.CharField(max_length=5, editable=False)
    wrong = models.TextField(_("what was wrong"), max_length=1000)
    right = models.TextField(_("what is right"), max_length=1000)
    wrong_since = models.DateField(_("wrong since, as far as we know"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"))
    found_by_reader = models.BooleanField(_("a reader found it"), default=False)
    mistake = models.OneToOneField(
        Mistake, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="correction"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # Whoever wrote or changed it; their number stays, so that no removed account lets somebody approve their own words.
    writers = models.JSONField(default=list, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar[list[str]] = ["-corrected_on", "-pk"]
        permissions = [("approve_correction", "Can approve a correction")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("written_by")),
                name="correction_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The days have come, and in their order."""
        super().clean()
        faults: dict[str, Any] = {}
        if self.corrected_on and self.corrected_on > timezone.localdate():
            faults["corrected_on"] = _("This day has not come yet.")
        if self.wrong_since and self.corrected_on and self.wrong_since > self.corrected_on:
            faults["wrong_since"] = _("This must not be after the day of the correction.")
        if faults:
            raise ValidationError(faults)
