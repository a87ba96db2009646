"""Who is sent to an elder's home, what proves that they may be, and when they can."""

from datetime import date, time
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import District, Person

from ..enums import AbsenceKind, CheckKind, Gender, Transport

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)


class Trainer(ClusterableModel):
    """A person who visits. Bookable only with every check unexpired, a photo, and not suspended (`policies`).

    Personal data: photo and first name, shown to the elders they visit; where they set out from, encrypted; when they
    work; when and why they were suspended, shown to coordinators and the safeguarding officer.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="trainer")
    photo = models.CharField(_("photo"), max_length=200, blank=True)  # key in the "papers" storage
    gender = models.CharField(_("woman or man"), max_length=5, choices=Gender)
    languages = models.JSONField(_("languages"), default=list)  # codes of settings.LANGUAGES
    signs = models.BooleanField(_("knows sign language"), default=False)
    units = ParentalManyToManyField("visits.Unit", blank=True, related_name="trainers", verbose_name=_("skills"))
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sets out from")
    )
    # "latitude,longitude" where a day begins and ends; without it the district's middle is used.
    base = EncryptedTextField(blank=True)
    transport = models.CharField(_("travels"), max_length=8, choices=Transport, default=Transport.PUBLIC)
    most_visits = models.PositiveSmallIntegerField(_("most visits a day"), default=4)
    lunch_from = models.TimeField(_("lunch between"), default=time(12, 0))
    lunch_until = models.TimeField(_("and"), default=time(14, 0))  # lunch is over by then
    lunch_minutes = models.PositiveSmallIntegerField(_("minutes of lunch"), default=30)  # 0: none
    calendar_key = models.UUIDField(default=uuid4, unique=True, editable=False)  # of the secret calendar address
    # Everything that was handed to their devices before this is to be erased there.
    devices_valid_from = models.DateTimeField(default=timezone.now, editable=False)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    suspended_why = models.TextField(blank=True, editable=False)
    is_check = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering: ClassVar[list[str]] = ["person__name", "pk"]
        permissions = [("suspend_trainer", "Can suspend a trainer at once")]

    def __str__(self) -> str:
        return self.person.name


class Check(models.Model):
    """That a colleague saw a paper, on which day, and until when it holds. The paper itself is not kept.

    Personal data: which checks a trainer passed. Rows are only ever added; the newest of a kind counts.
    """

    trainer = ParentalKey(Trainer, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(_("what"), max_length=16, choices=CheckKind)
    seen_on = models.DateField(_("seen on"))
    expires_on = models.DateField(_("holds until"))
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reference = models.CharField(_("number of the paper"), max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # When we reminded the trainer that it ends soon.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering: ClassVar[list[str]] = ["kind", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} until {self.expires_on}"

    def clean(self) -> None:
        if self.seen_on and self.seen_on > date.today():
            raise ValidationError({"seen_on": _("This day has not come yet.")})
        if self.seen_on and self.expires_on and self.expires_on <= self.seen_on:
            raise ValidationError({"expires_on": _("This must be after the day on which it was seen.")})


class WorkingHours(models.Model):
    """When a trainer works in every week."""

    trainer = ParentalKey(Trainer, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=WEEKDAYS)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "starts"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="hours_end_after_they_start"),
            models.UniqueConstraint(fields=["trainer", "weekday"], name="one_shift_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class ExtraHours(models.Model):
    """Hours of one day, in place of what the week says."""

    trainer = ParentalKey(Trainer, on_delete=models.CASCADE, related_name="extra_hours")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="extra_hours_end_later"),
            models.UniqueConstraint(fields=["trainer", "day"], name="one_shift_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts}-{self.ends}"


class Absence(models.Model):
    """Days on which a trainer does not work. Personal data: that somebody was ill, shown to coordinators."""

    trainer = ParentalKey(Trainer, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    kind = models.CharField(_("why"), max_length=8, choices=AbsenceKind, default=AbsenceKind.HOLIDAY)

    class Meta:
        ordering: ClassVar[list[str]] = ["first_day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"
