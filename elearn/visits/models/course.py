"""The home ICT curriculum: skills, what one can do with each, and what an elder says they can do."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from elearn.people.encryption import EncryptedTextField
from elearn.people.models.person import first_language, languages

from .request import VisitRequest
from .visit import Visit


class Unit(ClusterableModel):
    """A skill that is taught at home. No personal data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes it usually takes"), default=60)
    lesson = models.ForeignKey(
        "courses.LessonPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("video"),
    )
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class UnitText(models.Model):
    """A skill's words in one language: its sheet."""

    unit = ParentalKey(Unit, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=languages, default=first_language)
    title = models.CharField(_("title"), max_length=120)
    promise = models.CharField(_("what one will be able to do"), max_length=300)
    steps = models.TextField(_("steps, one a line"))
    careful = models.TextField(_("what to be careful about"), blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "language"], name="one_text_a_language")
        ]

    def __str__(self) -> str:
        return self.title


class CanDo(models.Model):
    """One sentence “I can …” of a skill, mapped to a competence of DigComp (its version is stored)."""

    unit = ParentalKey(Unit, on_delete=models.CASCADE, related_name="can_dos")
    position = models.PositiveSmallIntegerField(default=0)
    competence = models.CharField(_("DigComp competence"), max_length=5)  # "2.1"
    framework = models.CharField(max_length=40, default="DigComp 3.0 (JRC, 2025)")
    words = models.JSONField(_("words"), default=dict)  # {"az": "…", "en": "…", "ru": "…"}
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["unit__position", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.competence}"


class CanDoChoice(models.Model):
    """The card that an elder and a trainer chose together, before and after. Never a test, never shown as a score.

    Personal data: what an elder says they can do, encrypted; figures count it without names.
    """

    wagtail_reference_index_ignore = True

    class Card(models.TextChoices):
        ALONE = "alone", _("I do this by myself")
        WITH_HELP = "with_help", _("I do this with a little help")
        NOT_YET = "not_yet", _("I would like to learn this")
        NOT_FOR_ME = "not_for_me", _("I do not need this")

    class When(models.TextChoices):
        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="cards")
    can_do = models.ForeignKey(CanDo, on_delete=models.PROTECT, related_name="+")
    when = models.CharField(max_length=6, choices=When)
    card = EncryptedTextField()  # a value of Card
    framework = models.CharField(max_length=40)
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["can_do__unit__position", "can_do__position", "when"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "can_do", "when"], name="one_card_each_time")
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    @property
    def card_in_words(self) -> str:
        return str(self.Card(self.card).label)
