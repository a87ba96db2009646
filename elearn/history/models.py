"""One table of what happened. A row says when, what and where, and carries no name."""

from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """The deeds that figures are counted from. A value is never reused for another meaning."""

    JOINED = "joined"
    RECORDED = "recorded"
    UPLOADED = "uploaded"
    SENT_FOR_REVIEW = "sent_for_review"
    ANOTHER_TAKE_ASKED = "another_take_asked"
    FILM_READY = "film_ready"
    FILM_REFUSED = "film_refused"
    FILM_WITHDRAWN = "film_withdrawn"
    PUBLISHED = "published"
    ENROLLED = "enrolled"
    LEFT_COURSE = "left_course"
    WATCHED = "watched"
    QUIZ_PASSED = "quiz_passed"
    LESSON_COMPLETED = "lesson_completed"
    COURSE_COMPLETED = "course_completed"
    CERTIFIED = "certified"
    CERTIFICATE_CANCELLED = "certificate_cancelled"
    CERTIFICATE_CHECKED = "certificate_checked"
    CONCERN_REPORTED = "concern_reported"


class Entry(models.Model):
    """Something that happened. Holds no personal data: `who` is a keyed hash, useless without the key.

    Rows are only ever added. They outlive the people and courses they speak of, so they carry keys, not relations.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    who = models.CharField(max_length=32, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    is_check = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["kind", "at"]), models.Index(fields=["kind", "subject"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind} {self.subject}"
