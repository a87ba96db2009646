"""The index: what can be found, the words there are, what counts as the same, and what was not found.

None of it is personal data: what is found is public, and searches are kept as words alone (`domain.missed` says which
are not kept at all). The tables that the engines search in hang on these by triggers and generated columns; see the
second migration.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be found. A room that brings a new kind adds it here and in `providers`."""

    GUIDE = "guide", _("Guides")
    CARE = "care", _("Care services")
    COURSE = "course", _("Courses")
    LESSON = "lesson", _("Lessons and videos")
    WEBINAR = "webinar", _("Webinars")


def kinds() -> list[Any]:
    """Name the choices: asked when needed, so that a new kind changes no table."""
    return Kind.choices


class Entry(models.Model):
    """One thing in one language, as it is found. A copy of what its room gave; the room has the last word."""

    kind = models.CharField(max_length=16, choices=kinds)
    key = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5, blank=True)  # "" reads the same in all
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    title_length = models.PositiveSmallIntegerField(default=0)  # in words
    # Stems with one space between: of title and keywords, and of the rest.
    head = models.TextField(blank=True)
    body = models.TextField(blank=True)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"


class Term(models.Model):
    """A word that stands in some entry, folded, with its stem: what typed words are compared with."""

    word = models.CharField(max_length=60, db_index=True)
    stem = models.CharField(max_length=60, db_index=True)
    shown = models.CharField(max_length=60)  # as a page writes it
    entries = models.IntegerField(default=0)  # how many have it

    class Meta:
        constraints: ClassVar[list] = [models.UniqueConstraint(fields=["word", "stem"], name="search_term_once")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """Words that mean the same to those who search: whoever types one finds the others. Kept by counsellors."""

    words = models.TextField(
        _("words that mean the same"),
        help_text=_("One on each line, in any language, at least two. A word or a short phrase each."),
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering: ClassVar[list[str]] = ["words"]

    def __str__(self) -> str:
        return " = ".join(self.phrases)

    @property
    def phrases(self) -> list[str]:
        """The words or phrases, one for each line that is not empty."""
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class Miss(models.Model):
    """A search that found nothing: its folded words and how often. Nobody is kept with it."""

    text = models.CharField(_("words"), max_length=80)
    language = models.CharField(_("language of the reader"), max_length=5)
    count = models.PositiveIntegerField(_("how often"), default=0)
    last_on = models.DateField(_("last time"), default=timezone.localdate)
    is_settled = models.BooleanField(_("settled"), default=False)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering: ClassVar[list[str]] = ["is_settled", "-count", "text"]
        constraints: ClassVar[list] = [models.UniqueConstraint(fields=["text", "language"], name="search_miss_once")]

    def __str__(self) -> str:
        return self.text
