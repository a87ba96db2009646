"""A few words from a learner to the teacher of a lesson. They arrive when a moderator has agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Person
from elearn.safety.models import Submission

from .lesson import LessonPage


class Thanks(models.Model):
    """One learner's words under one lesson. Personal data: who wrote, to whom; the words are in the submission."""

    # Wagtail would queue a task for every save, to know which pages this row names.
    wagtail_reference_index_ignore = True

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="thanks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_written")
    teacher = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_received")
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="thanks")
    # The writer agrees that everybody may read it under the lesson; of minors nothing is shown there whatever it says.
    is_public = models.BooleanField(default=False)
    # The teacher does not want it shown.
    put_away_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("words to a teacher")
        verbose_name_plural = _("words to a teacher")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="thanks_once")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"
