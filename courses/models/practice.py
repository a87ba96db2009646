"""What a learner made and showed: a photo or a short film, what was said to it, and which volunteers may say it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Consent, Person
from elearn.safety.models import Submission
from media_pipeline.models import Film

from .course import CoursePage
from .design import works
from .enrolment import Enrolment
from .lesson import LessonPage


class PracticeState(models.TextChoices):
    BEING_READ = "being_read", _("being looked at by us first")
    SENT = "sent", _("with the teacher")
    TRY_AGAIN = "try_again", _("another try is asked for")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("taken back")
    REFUSED = "refused", _("not accepted by us")


class Gallery(models.TextChoices):
    NO = "no", _("not shown")
    ASKED = "asked", _("the learner is asked")
    HANGS = "hangs", _("hangs in the gallery")


OPEN = [PracticeState.BEING_READ, PracticeState.SENT, PracticeState.TRY_AGAIN]


class Practice(models.Model):
    """A learner's work for a lesson. Personal data: a picture or film, words, and whose they are.

    Seen by the learner, the course's teacher and who helps them, volunteers and moderators; by all only in the gallery:
    an adult's, by their consent. The original of a film is never kept: a phone writes into it where it was made.
    """

    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="practices")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="practices")
    state = models.CharField(_("state"), max_length=10, choices=PracticeState, default=PracticeState.BEING_READ)
    words = models.TextField(_("words"), max_length=1000, blank=True)
    picture = models.FileField(storage=works, upload_to="practice", blank=True)
    # A short film as it came, until it is made; and as it is played, with a picture of it in `picture`.
    clip_in = models.FileField(storage=works, upload_to="practice/in", blank=True)
    clip = models.FileField(storage=works, upload_to="practice", blank=True)
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="practice", editable=False
    )
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    gallery = models.CharField(max_length=6, choices=Gallery, default=Gallery.NO)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hung_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["-sent_at", "-pk"]
        permissions: ClassVar = [("encourage_practice", "Can encourage and accept what learners made")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=models.Q(state__in=OPEN), name="practice_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"practice {self.pk}"


class PracticeDraft(models.Model):
    """A film of what somebody made, on its way in. Personal data: a film as it came, which may say where it was taken.

    Only its sender has it, and nobody sees it; it goes as soon as it is sent, or forgotten.
    """

    wagtail_reference_index_ignore = True

    film = models.OneToOneField(Film, on_delete=models.CASCADE, related_name="practice_draft")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=1000, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "lesson"], name="practice_draft_once")
        ]

    def __str__(self) -> str:
        return f"film of {self.person_id} on its way in"


class Volunteer(models.Model):
    """Who answers the works of a course beside its teacher, from when until when. Personal data: that they do."""

    wagtail_reference_index_ignore = True

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="volunteers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="volunteers_for")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=models.Q(ended_at__isnull=True), name="volunteer_once"
            )
        ]

    def __str__(self) -> str:
        return f"volunteer {self.pk}"


class Verdict(models.TextChoices):
    ENCOURAGE = "encourage", _("a word of encouragement")
    AGAIN = "again", _("another try")
    ACCEPT = "accept", _("accepted")


class PracticeReply(models.Model):
    """What the teacher or a volunteer said to a work. Personal data: who said what to whom."""

    wagtail_reference_index_ignore = True

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="practice_replies")
    for_teacher = models.BooleanField(default=False)  # written by a helper in the teacher's words
    verdict = models.CharField(max_length=9, choices=Verdict)
    text = models.TextField(blank=True)
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="practice_reply", editable=False
    )
    by_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"reply {self.pk}"
