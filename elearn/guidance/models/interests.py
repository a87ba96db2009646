"""What somebody who vouches, writes, pays or offers has to gain: said by themselves, with the day they said it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Declaration(models.TextChoices):
    """What somebody answered to "do you have an interest in this?". Nobody has answered until they did."""

    NOT_ASKED = "", _("Has not answered yet")
    NONE = "none", _("Says there are none")
    SOME = "some", _("Says there are some, written below")


class DeclaresInterests(models.Model):
    """The part of a person's or an organisation's record in which they declare their interests.

    Personal data when it is a person's: what they have to gain, given by them in order to be public.
    """

    declaration = models.CharField(
        _("interests"), max_length=4, choices=Declaration, blank=True, default=Declaration.NOT_ASKED,
        help_text=_("What they answered themselves. Nothing is assumed: without an answer, readers are told so."),
    )  # fmt: skip
    interests = models.TextField(
        _("interests in their own words"), max_length=1000, blank=True,
        help_text=_("For example: works for a care home, is paid by a maker of aids, is related to an owner."),
    )  # fmt: skip
    declared_on = models.DateField(_("day on which they answered"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_declared(self) -> bool:
        """Say whether they answered at all: that there are none, or which there are."""
        return bool(self.declaration and self.declared_on)

    def clean(self) -> None:
        """An answer has a day, one that has come; "some" says which, and "none" says nothing else."""
        super().clean()
        faults: dict[str, Any] = {}
        if self.declaration == Declaration.SOME and not self.interests.strip():
            faults["interests"] = _("Write which interests they have, in their own words.")
        if self.declaration != Declaration.SOME and self.interests.strip():
            faults["declaration"] = _("Interests are written below. Choose that there are some.")
        if self.declaration and not self.declared_on:
            faults["declared_on"] = _("Give the day on which they answered.")
        if self.declared_on and self.declared_on > timezone.localdate():
            faults["declared_on"] = _("This day has not come yet.")
        if self.declared_on and not self.declaration:
            faults["declaration"] = _("Choose what they answered on that day.")
        if faults:
            raise ValidationError(faults)
