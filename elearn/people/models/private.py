"""What is kept more closely than the rest, who looked at it, and what people ask us to do with their own data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from ..encryption import EncryptedTextField
from .person import Person

TOKEN_SIGNS = 20  # of 4 bits each


class PrivateDetails(models.Model):
    """Where somebody lives, and what they cannot hear, see or do well. Encrypted, except for the district.

    Personal data, some of it about health: asked for a visit at home alone, given freely, seen by operators and
    coordinators, and every look is noted.
    """

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="private_details")
    address = EncryptedTextField(_("address"), blank=True)
    district = models.CharField(_("district"), max_length=100, blank=True)
    hearing = EncryptedTextField(_("hearing"), blank=True)
    sight = EncryptedTextField(_("sight"), blank=True)
    movement = EncryptedTextField(_("movement"), blank=True)
    note = EncryptedTextField(_("what a visitor should know"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("address and needs")
        verbose_name_plural = _("addresses and needs")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"private details of {self.person_id}"


class Look(models.Model):
    """Somebody at work looked at a person's address and needs, or changed them. Rows are only ever added.

    Personal data: which colleague looked at whom, for a year.
    """

    wagtail_reference_index_ignore = True

    class What(models.TextChoices):
        SEEN = "seen", _("looked at the address and needs")
        CHANGED = "changed", _("changed the address and needs")
        HOME_SEEN = "home", _("looked at the address")
        HOME_WRITTEN = "new_home", _("wrote down the address")

    class Why(models.TextChoices):
        VISIT = "visit", _("to plan or make a visit")
        ASKED = "asked", _("the person asked for it")
        CORRECT = "correct", _("to put something right")
        SAFETY = "safety", _("somebody may be in danger")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=8, choices=What)
    why = models.CharField(_("why do you look?"), max_length=8, choices=Why)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.person_id}"


class DataCopyState(models.TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")
    GONE = "gone", _("deleted again")


class DataCopy(models.Model):
    """A file with everything about a person, made because they asked. Personal data: all of it, for seven days."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_copies")
    state = models.CharField(max_length=8, choices=DataCopyState, default=DataCopyState.WAITING, db_index=True)
    language = models.CharField(max_length=5)
    file = models.CharField(max_length=200, blank=True)  # key in the "papers" storage
    bytes = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="one_data_copy_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"copy of {self.person_id}: {self.state}"


class RemovalState(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDONE = "undone", _("undone")
    DONE = "done", _("done")


class Removal(models.Model):
    """That a person's data are to be removed, and on which day. The row stays, as the record that it was done."""

    wagtail_reference_index_ignore = True

    class Cause(models.TextChoices):
        OWN = "own", _("asked for on this site")
        STAFF = "staff", _("asked for by phone or in writing")
        GUARDIAN = "guardian", _("asked for by a parent or guardian")
        UNUSED = "unused", _("not used for years")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="removals")
    cause = models.CharField(max_length=8, choices=Cause)
    state = models.CharField(max_length=8, choices=RemovalState, default=RemovalState.PLANNED, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    run_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # undone or done

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        default_permissions = ("add",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="planned"), name="one_removal_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"removal of {self.person_id}: {self.state}"

    @property
    def token(self) -> str:
        """What stands in the address that undoes it; it opens that one page and nothing else."""
        said = f"{self.pk}:{self.asked_at.isoformat()}"
        return f"{self.pk}-{salted_hmac('people.removal', said, algorithm='sha256').hexdigest()[:TOKEN_SIGNS]}"

    def is_token(self, token: str) -> bool:
        """Say whether a token from outside is this row's."""
        return constant_time_compare(token, self.token)
