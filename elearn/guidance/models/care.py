"""The directory of care services: who offers what, where, for whom, since when we know it, and from whom.

There is no field for a rank, a payment or a picture: no service can be put before another, and none can be bought.
"""

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from elearn.people.encryption import EncryptedTextField
from elearn.people.models import Account, District
from elearn.people.models.person import first_language, languages

from ..enums_care import Access, CareKind, Confirmed, ForWhom, Inspected, ProviderKind, ReportKind, Unit
from .interests import DeclaresInterests

PHONE = RegexValidator(r"^[+*]?[0-9][0-9 ()\-]{2,28}$", _("Write the number with digits, such as +994 12 555 01 23."))
CODE = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,39}$", _("Use 2 to 40 small letters, digits and hyphens."))
WEB = ("http", "https")


class CareProvider(DeclaresInterests):
    """An organisation that offers care. No personal data: the contacts are the organisation's."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE], help_text=_("Stays the same for ever. Files name the provider by it."))  # noqa: E501  # fmt: skip
    name = models.CharField(_("name of the provider"), max_length=160)
    kind = models.CharField(_("what it is"), max_length=8, choices=ProviderKind)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Where we ask whether the entries are right. Readers do not see it."))  # noqa: E501  # fmt: skip
    website = models.URLField(_("website"), blank=True)
    relation = models.CharField(
        _("what connects it with us"), max_length=300, blank=True,
        help_text=_("For example: pays for our programme, or one of us works there. Readers see it."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("care provider")
        verbose_name_plural = _("care providers")
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        _only_web(self, "website")


class CareService(models.Model):
    """One service as readers see it. No personal data. Withdrawn, never deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE], help_text=_("Stays the same for ever: it is in the address, and files name the service by it."))  # noqa: E501  # fmt: skip
    provider = models.ForeignKey(
        CareProvider, models.PROTECT, related_name="services", verbose_name=_("provider"),
    )  # fmt: skip
    name = models.CharField(_("name of the service"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=CareKind, db_index=True)
    language = models.CharField(_("language of these texts"), max_length=2, choices=languages, default=first_language)
    about = models.TextField(_("what they do, in plain words"), max_length=1500, blank=True)

    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    serves = models.ManyToManyField(District, related_name="+", blank=True, verbose_name=_("also comes to"))
    address = models.CharField(_("address of the service"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE])
    website = models.URLField(_("website"), blank=True)

    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    for_whom = models.JSONField(_("for whom"), default=list, blank=True)
    from_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True, validators=[MaxValueValidator(120)])  # noqa: E501  # fmt: skip
    eligibility = models.TextField(_("who can get it, and which papers are needed"), max_length=1000, blank=True)

    is_free = models.BooleanField(_("costs nothing"), default=False)
    price_from = models.DecimalField(_("price from (manat)"), max_digits=8, decimal_places=2, null=True, blank=True)
    price_to = models.DecimalField(_("price up to (manat)"), max_digits=8, decimal_places=2, null=True, blank=True)
    price_unit = models.CharField(_("price for"), max_length=5, choices=Unit, blank=True)
    price_note = models.CharField(_("about the price"), max_length=300, blank=True)

    places_free = models.PositiveSmallIntegerField(_("places free"), null=True, blank=True, help_text=_("Empty: not known."))  # noqa: E501  # fmt: skip
    places_on = models.DateField(_("places as of"), null=True, blank=True)

    access = models.JSONField(_("accessibility"), default=list, blank=True)
    access_note = models.CharField(_("about accessibility"), max_length=300, blank=True)

    inspected = models.CharField(_("result of the last inspection"), max_length=7, choices=Inspected, blank=True)
    inspected_on = models.DateField(_("inspected on"), null=True, blank=True)
    inspected_by = models.CharField(_("inspected by"), max_length=160, blank=True)
    inspection_link = models.URLField(_("where the result can be read"), max_length=400, blank=True)
    inspection_note = models.CharField(_("about the inspection"), max_length=400, blank=True)

    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirmed_way = models.CharField(_("confirmed by"), max_length=5, choices=Confirmed, blank=True)
    withdrawn_on = models.DateField(_("no longer listed since"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("care service")
        verbose_name_plural = _("care services")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        permissions = (("import_care", "Can import and export care services"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What is said with a day has that day, and one that has come; a price has what it is for."""
        super().clean()
        _only_web(self, "website", "inspection_link")
        if faults := self._faults():
            raise ValidationError(faults)

    def _faults(self) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        today = timezone.localdate()
        for name in ("places_on", "inspected_on", "confirmed_on", "withdrawn_on"):
            if (said := getattr(self, name)) and said > today:
                faults[name] = _("This day has not come yet.")
        if (self.places_free is None) != (self.places_on is None):
            faults["places_on"] = _("Free places and the day on which this was so belong together.")
        if bool(self.confirmed_on) != bool(self.confirmed_way):
            faults["confirmed_way"] = _("Say who confirmed it, and on which day.")
        return {**faults, **self._inspection_faults(), **self._price_faults()}

    def _inspection_faults(self) -> dict[str, Any]:
        told = (self.inspected_on, self.inspected_by.strip())
        if self.inspected and not all(told):
            return {"inspected_on": _("An inspection has a day, and somebody who made it.")}
        if not self.inspected and (any(told) or self.inspection_note or self.inspection_link):
            return {"inspected": _("Say how the inspection ended.")}
        return {}

    def _price_faults(self) -> dict[str, Any]:
        low, high = self.price_from, self.price_to
        if self.is_free and (low or high):
            return {"is_free": _("It cannot cost nothing and have a price.")}
        if low is not None and low < 0:
            return {"price_from": _("A price is not below nought.")}
        if high is not None and (low is None or high < low):
            return {"price_to": _("This must not be lower than the price before it.")}
        if low is not None and not self.price_unit:
            return {"price_unit": _("Say what the price is for.")}
        return {}

    # How old what we know is ---------------------------------------------------------------------
    @cached_property
    def is_stale(self) -> bool:
        """Say whether nobody has confirmed the entry for too long."""
        return self.confirmed_on is None or self.confirmed_on < oldest(settings.CARE_STALE_DAYS)

    @cached_property
    def is_full(self) -> bool:
        return self.places_free == 0

    @cached_property
    def places_are_old(self) -> bool:
        return self.places_on is not None and self.places_on < oldest(settings.CARE_PLACES_DAYS)


def oldest(days: int) -> date:
    """Give the day before which something said is too old, by a number of days."""
    return timezone.localdate() - timedelta(days=days)


def _only_web(row: models.Model, *names: str) -> None:
    """A link that readers are given leads to the web, and nowhere else. Raises ValidationError."""
    bad = [name for name in names if (said := getattr(row, name)) and said.split(":", 1)[0].lower() not in WEB]
    if bad:
        raise ValidationError({name: _("Write an address that begins with https:// or http://.") for name in bad})


class CareRequest(models.Model):
    """A provider was asked, by e-mail with a link, whether an entry is right. No personal data beyond who asked."""

    class Answer(models.TextChoices):
        WAITING = "", _("no answer yet")
        RIGHT = "right", _("everything is right")
        CHANGED = "changed", _("something has changed")

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey(CareService, models.CASCADE, related_name="requests")
    to = models.EmailField()
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=7, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.at:%Y-%m-%d}"


class CareReport(models.Model):
    """Somebody says that an entry is wrong. What they write may be personal: encrypted, and deleted once settled."""

    service = models.ForeignKey(CareService, models.CASCADE, related_name="reports", verbose_name=_("care service"))
    kind = models.CharField(_("what is wrong"), max_length=8, choices=ReportKind)
    words = EncryptedTextField(_("in their words"), blank=True)
    contact = EncryptedTextField(_("how to reach them"), blank=True)
    from_provider = models.BooleanField(_("from the provider"), default=False)
    at = models.DateTimeField(_("on"), default=timezone.now, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True, db_index=True)
    settled_by = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mistake in the directory")
        verbose_name_plural = _("mistakes in the directory")
        ordering: ClassVar[list[str]] = ["settled_at", "-at"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.kind}"


LISTS: dict[str, type[models.TextChoices]] = {"for_whom": ForWhom, "access": Access}
