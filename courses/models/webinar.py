"""A webinar: an elder speaks live, people watch and ask, and the recording becomes a lesson.

Announced here, sent and watched by way of a broadcast of the media pipeline. What the page says is the webinar's own
row rather than a page in revisions: a change of time is told to everybody at once and is never a draft.
"""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person
from media_pipeline.models import Broadcast

from .contribution import Contribution
from .course import CoursePage, TopicPage
from .lesson import LessonPage


class WebinarState(models.TextChoices):
    OFFERED = "offered", _("offered by the teacher")
    DRAFT = "draft", _("being prepared")
    ASKED = "asked", _("waiting for the speaker’s yes")
    ANNOUNCED = "announced", _("announced")
    ON_AIR = "on_air", _("on air")
    ENDED = "ended", _("over")
    CANCELLED = "cancelled", _("cancelled")


class LiveCaptions(models.TextChoices):
    NONE = "none", _("no live captions")
    TYPED = "typed", _("live captions typed by a person")
    MACHINE = "machine", _("live captions by a machine, with errors")


class WebinarSeries(models.Model):
    """Webinars that belong together: one may register for all."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series of webinars")
        verbose_name_plural = _("series of webinars")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Webinar(models.Model):
    """One webinar. Personal data: who speaks and who hosts."""

    wagtail_reference_index_ignore = True

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    about = models.TextField(_("what it is about"), blank=True)
    language = models.CharField(_("language spoken"), max_length=5, choices=settings.LANGUAGES)
    speaker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="webinars", verbose_name=_("speaker"))
    hosts = models.ManyToManyField(Person, blank=True, related_name="hosts_webinars", verbose_name=_("hosts"))
    captioners = models.ManyToManyField(
        Person, blank=True, related_name="captions_webinars", verbose_name=_("who types captions")
    )
    series = models.ForeignKey(
        WebinarSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="webinars",
        verbose_name=_("series"),
    )  # fmt: skip
    topic = models.ForeignKey(
        TopicPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("topic")
    )
    # Where the recording is placed as a lesson; who attended live has watched that lesson. Without a lesson the minutes
    # count for this course all the same: see `courses.domain.webinars.credit`.
    course = models.ForeignKey(
        CoursePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="webinars", verbose_name=_("course")
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True, db_index=True)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    wish = models.TextField(_("when it suits"), blank=True)  # of a teacher who offers, in their own words
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    live_captions = models.CharField(_("live captions"), max_length=8, choices=LiveCaptions, default=LiveCaptions.NONE)
    attend_percent = models.PositiveSmallIntegerField(
        _("share to be watched to have attended, in per cent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    state = models.CharField(max_length=10, choices=WebinarState, default=WebinarState.DRAFT, db_index=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)  # the speaker’s yes to day and hour
    announced_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    live_ms = models.PositiveIntegerField(default=0, editable=False)  # how long it was on air, on the recording's clock
    followed_up_at = models.DateTimeField(null=True, blank=True, editable=False)  # what follows its end is done
    recording_told_at = models.DateTimeField(null=True, blank=True, editable=False)  # its lesson was public
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: one more at each change
    broadcast = models.OneToOneField(
        Broadcast, null=True, blank=True, on_delete=models.SET_NULL, related_name="webinar", editable=False
    )
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.SET_NULL, related_name="webinar", editable=False
    )
    lesson = models.ForeignKey(
        LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="webinars", editable=False
    )
    # When one of us had watched the recording, and everybody who can be seen or heard in it was asked.
    looked_through_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_through_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    slides_folder = models.CharField(max_length=80, blank=True, editable=False)
    slide = models.PositiveSmallIntegerField(default=0, editable=False)  # shown now; 0: none
    # Whoever opens the address with it may offer to type captions; another one after somebody was let go.
    captions_key = models.UUIDField(default=uuid4, editable=False)
    applause = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("webinar")
        verbose_name_plural = _("webinars")
        ordering = ["starts_at", "pk"]
        permissions = [
            ("run_webinar", "Can prepare and host webinars"),
            ("read_attendance", "Can read who attended a webinar"),
        ]

    def __str__(self) -> str:
        return self.title


class WebinarSlide(models.Model):
    """A page of the slides as a picture, with its words for who does not see it."""

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="slides")
    number = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=120)  # its key in the storage
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    shown_ms = models.JSONField(default=list, blank=True)  # when it was shown, on the recording's clock

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["webinar", "number"], name="webinar_slide_once")]

    def __str__(self) -> str:
        return f"slide {self.number} of {self.webinar_id}"


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("registered")
    WAITING = "waiting", _("on the waiting list")
    LEFT = "left", _("not coming")


class Registration(models.Model):
    """Somebody who wants to come. Personal data: that this person registered for this webinar."""

    wagtail_reference_index_ignore = True

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.REGISTERED)
    registered_at = models.DateTimeField()  # the waiting list goes by it
    moved_up_at = models.DateTimeField(null=True, blank=True)
    reminded = models.JSONField(default=list, blank=True)  # of "day", "hour", "ten": those told
    # Yes to a record of their minutes for the organisation that pays; without it none is kept beyond the day.
    record_agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["webinar", "person"], name="registration_once")]
        indexes = [models.Index(fields=["webinar", "state"])]

    def __str__(self) -> str:
        return f"registration {self.pk}"
