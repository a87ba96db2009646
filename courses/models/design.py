"""How a certificate looks and who stands behind it: made by staff, approved by a second person, printed as it was then.

Texts are columns for each language, not translated copies: one design has one approval, and the holder's language
chooses what is printed.
"""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from courses.documents.picture import LARGEST_BYTES, Unfit, as_png, digest


def works() -> Storage:
    """Where pictures of designs and of learners' work lie: only through views."""
    return storages["works"]


class CertificateDesign(ClusterableModel):
    """A design. Printed only as a second coordinator has approved it: a change waits until it is approved in turn.

    A qualification alignment is printed only with all that proves it: body, decision number and date.
    """

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("For staff; it is not printed."))
    is_default = models.BooleanField(_("used for all courses without a design of their own"), default=False)
    organisation_az = models.CharField(_("organisation, Azerbaijani"), max_length=200)
    organisation_en = models.CharField(_("organisation, English"), max_length=200)
    organisation_ru = models.CharField(_("organisation, Russian"), max_length=200)
    statement_az = models.TextField(_("text, Azerbaijani"), max_length=400, blank=True)
    statement_en = models.TextField(_("text, English"), max_length=400, blank=True)
    statement_ru = models.TextField(_("text, Russian"), max_length=400, blank=True)
    shows_hours = models.BooleanField(_("print the hours required"), default=True)
    valid_months = models.PositiveSmallIntegerField(
        _("valid for so many months"), null=True, blank=True, help_text=_("Empty: for ever.")
    )
    recognised_by = models.CharField(_("recognised by"), max_length=200, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decision_date = models.DateField(_("date of the decision"), null=True, blank=True)
    framework = models.CharField(_("qualifications framework"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=60, blank=True)
    recognised_course = models.ForeignKey(
        "courses.CoursePage", verbose_name=_("the course that the decision is about"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
        help_text=_("The qualification is printed for this course and its translations alone, never for a copy."),
    )  # fmt: skip
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # Everybody who changed it since it was last approved: none of them approves it.
    changed_by = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    # The design as it was approved; what is printed is this, whatever was changed since. None: never approved.
    approved_facts = models.JSONField(null=True, editable=False)

    ALIGNMENT: ClassVar = (
        "recognised_by", "decision_number", "decision_date", "framework", "level", "recognised_course",
    )  # fmt: skip

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_design"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_recognised(self) -> bool:
        """Whether all is there that lets the paper name a qualification."""
        return all(getattr(self, name) for name in self.ALIGNMENT)

    def clean(self) -> None:
        """Take an alignment whole or not at all."""
        super().clean()
        empty = [name for name in self.ALIGNMENT if not getattr(self, name)]
        if empty and len(empty) < len(self.ALIGNMENT):
            words = _("A qualification is printed only with body, decision, date, framework and level: fill in all.")
            raise ValidationError(dict.fromkeys(empty, words))
        if self.is_default and self.is_recognised:
            raise ValidationError(
                {"is_default": _("A decision recognises one course. A design for all courses cannot name one.")}
            )


class DesignSignatory(Orderable):
    """Who signs by hand on the paper. Personal data: name, office and a picture of the signature."""

    design = ParentalKey(CertificateDesign, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField(_("name"), max_length=100)
    role_az = models.CharField(_("office, Azerbaijani"), max_length=100)
    role_en = models.CharField(_("office, English"), max_length=100)
    role_ru = models.CharField(_("office, Russian"), max_length=100)
    picture = models.FileField(_("signature"), storage=works, upload_to="designs", blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep a new signature drawn anew: small, and with nothing hidden in it."""
        super().clean()
        _draw_anew(self, "picture")


class DesignPartner(Orderable):
    """An organisation whose logo is on the paper."""

    design = ParentalKey(CertificateDesign, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=100)
    logo = models.FileField(_("logo"), storage=works, upload_to="designs")

    class Meta(Orderable.Meta):
        verbose_name = _("partner")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep a new logo drawn anew: small, and with nothing hidden in it."""
        super().clean()
        _draw_anew(self, "logo")


def _draw_anew(row: models.Model, name: str) -> None:
    """Put in the place of what was brought what will be printed, under its digest: a file never changes."""
    brought: FieldFile = getattr(row, name)
    if not brought or getattr(brought, "_committed", True):  # kept before: it was drawn then
        return
    try:
        png = as_png(brought.read(LARGEST_BYTES + 1))
    except Unfit as error:
        words = _("This cannot be printed. Please bring a PNG, JPEG or WebP picture of at most 5 MB.")
        raise ValidationError({name: words}) from error
    setattr(row, name, ContentFile(png, f"{digest(png)}.png"))
