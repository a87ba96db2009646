"""A person exists with or without a sign-in; how we reach them is apart from what they sign in with."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from ..domain.age import is_minor
from ..phones import normalise_phone
from ..writing import found_by, given_name


def languages() -> list[tuple[str, str]]:
    """The languages of this installation; a function, so that they are no part of a migration."""
    return list(settings.LANGUAGES)


def first_language() -> str:
    """The language of somebody who has not chosen."""
    return settings.LANGUAGE_CODE


class FormOfAddress(models.TextChoices):
    """What a person likes to have after their name."""

    PLAIN = "", _("Only my name")
    XANIM = "xanim", pgettext_lazy("form of address", "xanım")
    BEY = "bey", pgettext_lazy("form of address", "bəy")
    MUELLIM = "muellim", pgettext_lazy("form of address", "müəllim")
    MUELLIME = "muellime", pgettext_lazy("form of address", "müəllimə")


class PersonStanding(models.TextChoices):
    """Whether a person can still speak for themself."""

    LIVING = "living", _("speaks for themself")
    DECEASED = "deceased", _("has died")
    WITHOUT_CAPACITY = "without_capacity", _("can no longer decide")


class Person(ClusterableModel):
    """Somebody we know. Personal data: name, year of birth, day of coming of age, language, form of address."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    # The name in the writing that searches compare; kept by save().
    found_by = models.CharField(max_length=600, blank=True, editable=False)
    papers_name = models.CharField(_("name as in your papers"), max_length=200, blank=True)
    form_of_address = models.CharField(
        _("form of address"), max_length=16, choices=FormOfAddress, blank=True, default=""
    )
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    # From this day on they are an adult: the day they come of age, or the day they told us that they are one.
    adult_from = models.DateField(_("adult from"), null=True, blank=True)
    # Known as a minor, and the account not yet handed over to the adult; kept by save().
    guarded = models.BooleanField(default=False, editable=False, db_index=True)
    # What others may see instead of the name; a minor's is their first name, always. Empty: the name.
    shown_name = models.CharField(_("name that others see"), max_length=200, blank=True, default="")
    # Come of age: asked at the next visit which name others may see.
    chooses_name = models.BooleanField(default=False, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    # When we asked, once, for the year of birth and the form of address.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How they like to read, as the reading cookie holds it; it follows them to other devices.
    reading = models.CharField(max_length=120, blank=True, default="", editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        editable=False,
    )
    # Whether they speak for themself, since when, how we know, and the relative who decides if not.
    standing = models.CharField(max_length=16, choices=PersonStanding, default=PersonStanding.LIVING, editable=False)
    standing_since = models.DateField(null=True, blank=True, editable=False)
    standing_source = models.CharField(max_length=300, blank=True, editable=False)
    relative = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="decides_for", editable=False
    )
    relation = models.CharField(max_length=100, blank=True, editable=False)
    # Our staff speak to them without a helper listening; nothing is answered on a helper's device.
    speak_alone = models.BooleanField(
        _("speak to them alone"),
        default=False,
        help_text=_("Ask whether somebody is with them. Nothing is answered for them on a helper’s device."),
    )
    # Their data were removed at their wish; the row stays for what hangs on it, without a name.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_check = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        permissions = [
            ("merge_person", "Can merge two records of a person"),
            ("give_roles", "Can give and take roles"),
            ("mark_standing", "Can note that a person has died or can no longer decide"),
        ]

    def __str__(self) -> str:
        return str(_("removed person")) if self.removed_at else self.name

    @property
    def speaks_for_themself(self) -> bool:
        """Whether they can be written to and can decide."""
        return self.standing == PersonStanding.LIVING

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.found_by = found_by(f"{self.name} {self.papers_name}")
        self._guard()
        fields = kwargs.get("update_fields")
        if fields and {"name", "papers_name", "birth_year", "adult_from"} & set(fields):
            kwargs["update_fields"] = {*fields, "found_by", "guarded", "shown_name"}
        super().save(*args, **kwargs)

    def _guard(self) -> None:
        """Keep a minor guarded until the account is handed over, and what others see of them one word of their name."""
        self.guarded = self.guarded or is_minor(self)
        if self.guarded and self.shown_name not in self.name.split():
            self.shown_name = given_name(self.name)


class ContactPoint(models.Model):
    """One way to reach a person. A couple may share a phone; a landline takes no messages.

    Personal data: an e-mail address or a telephone number.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    value = models.CharField(_("address or number"), max_length=254, db_index=True)
    is_shared = models.BooleanField(_("shared with somebody"), default=False)
    is_landline = models.BooleanField(_("landline, takes no messages"), default=False)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("way to reach a person")
        verbose_name_plural = _("ways to reach a person")
        ordering = ["-is_preferred", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_point_once")]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Bring the value to the form we keep. Raises ValidationError in words."""
        try:
            if self.kind == self.Kind.PHONE:
                self.value = normalise_phone(self.value)
            else:
                self.value = self.value.strip().lower()
                validate_email(self.value)
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error
