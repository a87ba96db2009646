"""What a claim rests on: a law, a study, a page of an agency, with the cited words and when they were checked.

Guides name sources by their number, so what a source says is part of every guide that names it: once a guide with it
is public or waits for approval, its facts stay as they are, and another address or other words are another source
(`elearn.guidance.domain.sources`). When it was checked, and whether its address still answers, moves on.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """What kind of thing is cited."""

    LAW = "law", _("Law")
    DECREE = "decree", _("Decree or regulation")
    STUDY = "study", _("Study")
    AGENCY = "agency", _("Public agency or organisation")
    OTHER = "other", _("Something else")


class LinkState(models.TextChoices):
    """What became of the address when it was last tried."""

    UNTRIED = "untried", _("Not tried yet")
    GOOD = "good", _("Answers")
    FAILING = "failing", _("Did not answer lately")
    DEAD = "dead", _("Answers no more")
    BARRED = "barred", _("Cannot be tried")  # an address that our server must not go to


class Source(models.Model):
    """One place in one work that claims rest on. Personal data: which account checked it."""

    kind = models.CharField(_("kind"), max_length=8, choices=SourceKind)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("who published it"), max_length=200)
    address = models.CharField(
        _("address on the web"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Whole, beginning with https://. Leave it empty for something on paper."),
    )  # fmt: skip
    place = models.CharField(
        _("place in it"), max_length=200, blank=True, help_text=_("For example: article 12, or page 40.")
    )
    cited_words = models.TextField(
        _("words that are cited"), max_length=2000,
        help_text=_("Copy them as they stand there. They are kept here even if the page goes away."),
    )  # fmt: skip
    language = models.CharField(
        _("language of these words"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    checked_on = models.DateField(_("checked on"), help_text=_("The day somebody read it there and found these words."))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    # The day somebody looked it up and the words were not there; empty again when they are found.
    gone_on = models.DateField(_("words not found on"), null=True, blank=True, editable=False)

    link_state = models.CharField(
        _("address"), max_length=8, choices=LinkState, default=LinkState.UNTRIED, editable=False
    )
    link_status = models.PositiveSmallIntegerField(null=True, editable=False)  # of HTTP; None when nobody answered
    link_tried_at = models.DateTimeField(_("address tried"), null=True, editable=False)
    # Days in a row on which it failed, each counted once; see `domain.links.FAILED_DAYS`.
    link_failed_days = models.PositiveSmallIntegerField(default=0, editable=False)
    link_failed_on = models.DateField(null=True, editable=False)  # the last of these days
    dead_since = models.DateField(_("answers no more since"), null=True, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar[list[str]] = ["title", "pk"]
        indexes: ClassVar[list] = [models.Index(fields=["link_tried_at"], name="source_link_tried")]

    def __str__(self) -> str:
        return f"{self.title}, {self.place}" if self.place else self.title


class SourceUse(models.Model):
    """A guide or an explained word names a source, in public or in a version. Worked out when the page is saved."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="source_uses")
    is_public = models.BooleanField(default=False)  # the public version names it
    is_latest = models.BooleanField(default=False)  # the version saved last names it

    class Meta:
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["source", "page"], name="one_use_of_source_by_page")
        ]

    def __str__(self) -> str:
        return f"source {self.source_id} on page {self.page_id}"
