"""Groups of partner institutions, files they bring, and people's wish to be let in to a course."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .course import CoursePage


class Institution(models.Model):
    """A partner: a school, a university, a house of culture."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InstitutionContact(models.Model):
    """Who speaks for an institution, from when until when. Personal data: that this person works there."""

    wagtail_reference_index_ignore = True

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="speaks_for")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institution", "person"], condition=models.Q(ended_at__isnull=True), name="contact_once"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Cohort(models.Model):
    """A group of an institution's students in one course."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="cohorts"
    )
    course = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.PROTECT, related_name="cohorts")
    title = models.CharField(_("name of the group"), max_length=120)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), default=30)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Whether its invitations can be answered no longer: closed by hand, or its last day is over."""
        return self.closed_at is not None or (self.ends_on is not None and self.ends_on < timezone.localdate())


class CohortMemberState(models.TextChoices):
    INVITED = "invited", _("invited")
    ENROLLED = "enrolled", _("enrolled")
    DECLINED = "declined", _("said no")
    LEFT = "left", _("left")


class CohortMember(models.Model):
    """A student of a group. The institution sees who completed only with that student's yes (`consent_at`).

    Personal data: that this person studies there, under which number, and how the institution reaches them.
    """

    wagtail_reference_index_ignore = True

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    # None: the invitation was not answered in time, or declined. The line stays as the institution brought it.
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="cohorts")
    student_number = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=200, blank=True)  # as the institution wrote it
    contact = models.CharField(max_length=254, blank=True)  # where it said that they are reached: we write there
    state = models.CharField(max_length=8, choices=CohortMemberState, default=CohortMemberState.INVITED)
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "person"], name="cohort_member_once")
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class ImportState(models.TextChoices):
    CHECKED = "checked", _("checked")
    APPLIED = "applied", _("enrolled")


class CohortImport(models.Model):
    """A file a contact brought: what its lines say, until they are applied or a day has passed.

    Personal data: names and contacts of students, dropped with that.
    """

    wagtail_reference_index_ignore = True

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    mark = models.CharField(max_length=64)  # of the plan that was shown
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked")
    APPROVED = "approved", _("let in")
    DECLINED = "declined", _("not let in")
    WITHDRAWN = "withdrawn", _("taken back")


class EnrolmentRequest(models.Model):
    """A wish to take a course that a coordinator decides about. Personal data: who wishes it, and why."""

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolment_requests")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.ASKED)
    words = models.TextField(_("words"), max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("wish to take a course")
        verbose_name_plural = _("wishes to take a course")
        ordering = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "course"], condition=models.Q(state="asked"), name="enrolment_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class LearningMail(models.Model):
    """Whether somebody wants to be reminded of their courses, and when they last were. Personal data: their wish."""

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    off_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict)  # lesson id → when this person was reminded of it

    def __str__(self) -> str:
        return f"reminders of {self.person_id}"
