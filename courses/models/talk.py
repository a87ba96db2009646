"""What is said in a webinar: questions, votes, polls; and questions to a teacher that wait for an answer."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Consent, Person
from elearn.safety.models import Submission
from media_pipeline.models import Film

from .design import works
from .lesson import LessonPage
from .webinar import Webinar


class LiveQuestionState(models.TextChoices):
    NEW = "new", _("to be looked at")
    SHOWN = "shown", _("shown to everybody")
    TAKEN = "taken", _("being answered")
    DONE = "done", _("answered")
    HIDDEN = "hidden", _("not shown")
    LEFT_OVER = "left_over", _("given to the teacher afterwards")


class LiveQuestion(models.Model):
    """A question asked in a webinar. Personal data: who asked what, until it is long over: then it is nobody's."""

    wagtail_reference_index_ignore = True

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=LiveQuestionState, default=LiveQuestionState.NEW)
    votes = models.PositiveIntegerField(default=0)
    answer = models.TextField(blank=True)  # in writing, by a host or the speaker
    asked_at = models.DateTimeField(auto_now_add=True)
    taken_ms = models.PositiveIntegerField(null=True, blank=True)  # on the recording's clock: a chapter
    film_ms = models.PositiveIntegerField(null=True, blank=True)  # the same in the film, which may hold more
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("question in a webinar")
        verbose_name_plural = _("questions in webinars")
        ordering = ["-votes", "asked_at", "pk"]

    def __str__(self) -> str:
        return f"question {self.pk}"


class QuestionVote(models.Model):
    """That somebody wants a question answered too. Personal data: who."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(LiveQuestion, on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="question_vote_once")]


class PollState(models.TextChoices):
    DRAFT = "draft", _("prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Poll(models.Model):
    """A question to everybody who watches, with answers to choose from."""

    wagtail_reference_index_ignore = True

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="polls")
    text = models.CharField(_("question"), max_length=200)
    state = models.CharField(max_length=6, choices=PollState, default=PollState.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class PollOption(models.Model):
    """An answer to choose."""

    wagtail_reference_index_ignore = True

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class PollAnswer(models.Model):
    """What somebody chose, once. Personal data: who chose what, until it is long over; shown to nobody but as a sum."""

    wagtail_reference_index_ignore = True

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_answer_once")]


class AskState(models.TextChoices):
    BEING_READ = "being_read", _("being read by us first")
    OPEN = "open", _("waiting for an answer")
    SENT = "sent", _("the answer is being read by us first")
    ANSWERED = "answered", _("answered")
    PUT_AWAY = "put_away", _("put away")


class AnswerForm(models.TextChoices):
    WRITTEN = "written", _("in writing")
    VOICE = "voice", _("by voice")
    FILM = "film", _("by video")


class SpokenState(models.TextChoices):
    ARRIVING = "arriving", _("being sent")
    MADE = "made", _("ready")
    FAILED = "failed", _("not usable")


class SpokenAnswer(models.Model):
    """An answer by voice: the sound as it came, and as it is played. Personal data: a voice, and what it says."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who held the device for them, a helper or one of us: who recorded it does not decide whether it is passed on.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    sound = models.FileField(storage=works, upload_to="voice/in", blank=True)
    made = models.FileField(storage=works, upload_to="voice/made", blank=True)
    ms = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)  # what is said, where somebody or the machine wrote it down
    state = models.CharField(max_length=8, choices=SpokenState, default=SpokenState.ARRIVING)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"spoken answer {self.key}"

    @property
    def seconds(self) -> int:
        return max(1, round(self.ms / 1000))

    @property
    def bytes(self) -> int:
        """About how much data listening takes."""
        return self.ms * 8  # 64 kbit/s


class Ask(models.Model):
    """A question to a teacher: left over from a webinar, or asked under a lesson. Personal data: who asked what.

    A question that no host has shown to everybody, and every answer, passes a moderator: as words of one person to
    another always do.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked")
    teacher = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_of")
    webinar = models.ForeignKey(Webinar, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks")
    lesson = models.ForeignKey(LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks")
    question = models.OneToOneField(
        LiveQuestion, null=True, blank=True, on_delete=models.SET_NULL, related_name="ask", editable=False
    )
    text = models.TextField()
    state = models.CharField(max_length=10, choices=AskState, default=AskState.OPEN)
    answer = models.TextField(blank=True)
    answer_form = models.CharField(max_length=7, choices=AnswerForm, default=AnswerForm.WRITTEN)
    voice = models.OneToOneField(SpokenAnswer, null=True, blank=True, on_delete=models.SET_NULL, related_name="ask")
    film = models.OneToOneField(Film, null=True, blank=True, on_delete=models.PROTECT, related_name="ask")
    may_be_shown = models.BooleanField(default=False)  # the asker lets it stand under the lesson, by public name
    shown_at = models.DateTimeField(null=True, blank=True)
    # The teacher's, that everybody may have their voice or film; one in writing stands without it.
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    question_words = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks", editable=False
    )
    answer_words = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks_answered", editable=False
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # Put away: when who asked is told so, if it stays so; empty once they are told.
    tell_after = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("question to a teacher")
        verbose_name_plural = _("questions to teachers")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"ask {self.pk}"


class FilmedState(models.TextChoices):
    DRAFT = "draft", _("not sent yet")
    PREPARING = "preparing", _("being prepared")
    MADE = "made", _("ready")


class FilmedAnswer(models.Model):
    """An answer by film: whose it is, and what is said in it. Personal data: a face, a voice, and what it says.

    While it is recorded it is a draft beside the question; `Ask.film` is the one that was sent.
    """

    wagtail_reference_index_ignore = True

    film = models.OneToOneField(Film, on_delete=models.CASCADE, related_name="filmed")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="filmed")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who held the device for them, a helper or one of us: who recorded it does not decide whether it is passed on.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    text = models.TextField(blank=True)  # what is said, where somebody wrote it down
    state = models.CharField(max_length=9, choices=FilmedState, default=FilmedState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"filmed answer {self.film_id}"

    @property
    def is_draft(self) -> bool:
        return self.state == FilmedState.DRAFT
