"""Who vouches for a guide, and each time somebody went through all of it: every line, every source, every view."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .interests import DeclaresInterests


class ExpertKind(models.TextChoices):
    """A person vouches or writes; an organisation may write or pay, and vouches for nothing."""

    PERSON = "person", _("A person")
    ORGANISATION = "organisation", _("An organisation")


class Expert(DeclaresInterests):
    """Somebody named on guides: as the expert who vouches, as the author, or as who provided or paid for it.

    Personal data: name, qualification, organisation and declared interests, given in order to be public.
    """

    kind = models.CharField(_("person or organisation"), max_length=12, choices=ExpertKind, default=ExpertKind.PERSON)
    name = models.CharField(_("name"), max_length=200)
    qualification = models.CharField(
        _("qualification"), max_length=250, blank=True,
        help_text=_("For example: lawyer, 20 years of family law. Needed for whoever vouches for a guide."),
    )  # fmt: skip
    organisation = models.CharField(_("organisation they work for"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.qualification}" if self.qualification else self.name


class ReviewState(models.TextChoices):
    """A review is under way, or done for good."""

    BEGUN = "begun", _("under way")
    DONE = "done", _("done")


class Review(models.Model):
    """Somebody goes through a whole guide. Once done it is never changed: the guide's dates are read from it.

    Personal data: which account did it.
    """

    page = models.ForeignKey("guidance.GuidePage", on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=5, choices=ReviewState, default=ReviewState.BEGUN)
    # The public version that is looked at; when another goes public meanwhile, the checklist begins again.
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    note = models.TextField(_("note for colleagues"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering: ClassVar[list[str]] = ["-pk"]
        permissions = [("review_guide", "Can review a guide")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page"], condition=models.Q(state="begun"), name="one_review_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(state="begun", done_on=None, next_due=None)
                | models.Q(state="done", done_on__isnull=False, next_due__gt=models.F("done_on")),
                name="review_has_dates_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of page {self.page_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, unless it is done. Raises RuntimeError: a review is not rewritten."""
        if self.pk and Review.objects.filter(pk=self.pk, state=ReviewState.DONE).exists():
            raise RuntimeError("A review that is done is not changed. Do another.")
        super().save(*args, **kwargs)


class Verdict(models.TextChoices):
    """What was found of one line of the checklist."""

    YES = "yes", _("Yes")
    NO = "no", _("No, it needs a change")
    NOT_HERE = "not_here", _("Does not apply here")


class ReviewAnswer(models.Model):
    """One line of the checklist, answered. Personal data: by which account."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=20)  # a name of `elearn.guidance.checklist`
    verdict = models.CharField(max_length=8, choices=Verdict)
    words = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "item"], name="one_answer_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class SourceVerdict(models.TextChoices):
    """What was found of a source when somebody opened it again."""

    HOLDS = "holds", _("I opened it, and it still says this")
    CHANGED = "changed", _("It says something else now, or is no longer in force")
    GONE = "gone", _("I could not find or open it")


class SourceCheck(models.Model):
    """One source, opened again in a review. What it was called and said then is kept with it.

    Personal data: by which account.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="source_checks")
    source = models.ForeignKey("guidance.Source", null=True, on_delete=models.SET_NULL, related_name="review_checks")
    title = models.CharField(max_length=510)
    cited_words = models.TextField()
    verdict = models.CharField(max_length=8, choices=SourceVerdict)
    words = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "source"], name="one_check_a_source")
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.verdict}"
