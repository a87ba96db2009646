"""What an elder gives: a film with a title and a permission, on its way to becoming a lesson."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person
from media_pipeline.models import Film

from .course import TopicPage
from .lesson import LessonPage


class ContributionState(models.TextChoices):
    DRAFT = "draft", _("not sent yet")
    SENT = "sent", _("sent, waiting for the coordinator")
    ANOTHER_TAKE = "another_take", _("another recording asked for")
    SECOND_PERSON = "second_person", _("waiting for a second person")
    PLACED = "placed", _("published as a lesson")
    CUTTING = "cutting", _("being shortened")
    REPLACED = "replaced", _("another video took its place")
    WITHDRAWN = "withdrawn", _("taken back")


# What is in no list: a video that is still being cut from another, one that is only kept for a while, one taken back.
UNLISTED = (ContributionState.CUTTING, ContributionState.REPLACED, ContributionState.WITHDRAWN)


class Contributions(models.QuerySet["Contribution"]):
    """What of teachers' films is whose to see."""

    def handed_over(self) -> "Contributions":
        """Leave out what is the teacher's alone: what they never sent, also where another video took its place."""
        theirs = models.Q(state__in=[ContributionState.DRAFT, ContributionState.CUTTING])
        return self.exclude(theirs | models.Q(state=ContributionState.REPLACED, sent_at=None))


class Contribution(models.Model):
    """An elder's film and what became of it. Personal data: who gave it, and their words."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    film = models.OneToOneField(Film, on_delete=models.CASCADE, related_name="contribution")
    # Recorded or sent by a helper for the elder, who sees or hears it and answers before it is public.
    is_helped = models.BooleanField(default=False, editable=False)
    recorded_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="recorded_for_others", editable=False
    )
    state = models.CharField(max_length=14, choices=ContributionState, default=ContributionState.DRAFT, db_index=True)
    is_recording = models.BooleanField(default=True)  # False: a file was chosen
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("spoken language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    topic = models.ForeignKey(TopicPage, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("topic"))
    # What of the film the teacher has been told last, so that nothing is told twice or never.
    told = models.CharField(max_length=12, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("kind reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    lesson = models.ForeignKey(
        LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    # The video that this one is to take the place of, or has: its lesson and its words stay.
    instead_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors", editable=False
    )
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)  # from then on it is kept for a while
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Contributions.as_manager()

    class Meta:
        verbose_name = _("video from a teacher")
        verbose_name_plural = _("videos from teachers")
        ordering = ["-sent_at", "-created_at"]
        permissions = [
            ("record_for_elder", "Can record for an elder"),
            ("take_answer", "Can take an elder’s answer by phone"),
        ]

    def __str__(self) -> str:
        return self.title or f"contribution {self.pk}"
