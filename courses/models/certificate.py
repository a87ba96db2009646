"""A certificate of completion: the claims as they were printed, the signed paper, and its state."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person

from .cohort import Cohort
from .enrolment import Enrolment
from .papers import Contributed, StatusList
from .taught import Taught

# In place of a paper's key: our copy was deleted with the holder's data, and a paper is known by its digest alone.
PAPER_REMOVED = "removed"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def issued(self) -> "CertificateQuerySet":
        """Only those whose paper is signed and kept; the rest are a number still being printed."""
        return self.exclude(paper="")

    def current(self) -> "CertificateQuerySet":
        """Only the one there is now of each thing, also when it is cancelled: none that another took the place of."""
        return self.filter(superseded_at=None)

    def of(self, person: Person) -> "CertificateQuerySet":
        """Those of one person, whatever they are of."""
        return self.filter(
            models.Q(enrolment__person=person) | models.Q(taught__person=person) | models.Q(contributed__person=person)
        )

    def with_holder(self) -> "CertificateQuerySet":
        """Read with each whom it is about."""
        return self.select_related("enrolment__person", "taught__person", "contributed__person")


class Certificate(models.Model):
    """A signed paper. Never deleted; a cancelled one says when and why.

    It is of a course that was taken here (`enrolment`), of what a person was taught at home (`taught`) or of what an
    elder gave (`contributed`), of exactly one of them. The row comes first, with its number and claims; the paper
    and the credential follow and are set once. Of one thing there is one certificate at a time: another is issued only
    when a coordinator says so, or when what a cancelled one rested on was taken back and done anew.
    Personal data: the holder's name as in their papers, until they have it removed. Anyone with the address sees the
    claims, never a score.
    """

    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    taught = models.ForeignKey(Taught, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    contributed = models.ForeignKey(
        Contributed, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificates")
    number = models.CharField(_("number"), max_length=20, unique=True)  # KP-2026-000417
    code = models.CharField(max_length=13, unique=True)  # 60 random bits, 12 signs of Crockford base 32
    language = models.CharField(max_length=5)
    # Every claim of the paper, as printed: see `courses.domain.certificates.claims.Claims`.
    claims = models.JSONField()
    paper = models.CharField(max_length=200, blank=True)  # key in the "papers" storage
    paper_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    signer_sha256 = models.CharField(max_length=64, blank=True)  # of the signing certificate, DER
    issued_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)  # the holder mended the name, once
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(_("reason"), blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    issue_reason = models.TextField(_("why it was issued by hand"), blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    # Set when another was issued in its place, and when the completion that a cancelled one rested on was taken back.
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replacement"
    )
    level = models.CharField(max_length=5, blank=True)  # of the signature: "B-B" or "B-LTA"
    # How each lesson had come to count when it was issued (`courses.domain.watching.evidence`), for who audits: neither
    # printed nor public. It stays when the reports that it sums up are removed.
    evidence = models.JSONField(default=dict, blank=True, editable=False)
    # The Open Badges credential of the same act: a signed token, known by its digest.
    credential = models.TextField(blank=True)
    credential_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    status_list = models.ForeignKey(
        StatusList, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    status_index = models.PositiveIntegerField(null=True, blank=True)
    shows = models.JSONField(default=list)  # what the holder lets everybody see: "results", "hours"
    is_check = models.BooleanField(default=False, editable=False)

    objects: ClassVar = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(enrolment__isnull=False, taught__isnull=True, contributed__isnull=True)
                | models.Q(enrolment__isnull=True, taught__isnull=False, contributed__isnull=True)
                | models.Q(enrolment__isnull=True, taught__isnull=True, contributed__isnull=False),
                name="certificate_of_one_thing",
            ),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="status_index_once"),
            *(
                models.UniqueConstraint(
                    fields=[of], condition=models.Q(superseded_at__isnull=True), name=f"one_certificate_of_{of}"
                )
                for of in ("enrolment", "taught", "contributed")
            ),
        ]
        permissions: ClassVar = [("issue_certificate", "Can issue certificates by hand and for groups")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("courses:certificate", args=[self.reference])

    @property
    def person(self) -> Person:
        """Whom it is about."""
        found: Person = (self.enrolment or self.taught or self.contributed).person  # type: ignore[union-attr]  # the database sees to it
        return found

    @property
    def subject(self) -> str:
        """What it is of, as history names it: "course:7", or what was taught at home."""
        of = self.taught or self.contributed
        return of.subject if of else f"course:{self.enrolment.course_id}"  # type: ignore[union-attr]

    @property
    def is_expired(self) -> bool:
        """Whether the time it was issued for is over. Nothing is deleted; page and badge say so."""
        return self.valid_until is not None and self.valid_until < timezone.now()

    @property
    def holder_is_removed(self) -> bool:
        """Whether the holder's data were removed at their wish; the facts stay, without the name."""
        return self.paper == PAPER_REMOVED

    @property
    def grouped_code(self) -> str:
        """The code as people read it: 7F3K-9Q2M-XW41."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def reference(self) -> str:
        """Number and code, as in the public address."""
        return f"{self.number}-{self.grouped_code}"


class ReplacedPaper(models.Model):
    """A paper that we signed and then replaced by a corrected one. Kept so that it is still recognised.

    Personal data: the name as it was printed before.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="replaced_papers")
    claims = models.JSONField()
    paper = models.CharField(max_length=200)
    paper_sha256 = models.CharField(max_length=64, db_index=True)
    signer_sha256 = models.CharField(max_length=64)
    replaced_at = models.DateTimeField()
    # Who of our staff corrected the name, and why; empty when it was the holder.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return f"earlier paper of {self.certificate_id}"
