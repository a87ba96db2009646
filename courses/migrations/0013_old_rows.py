"""Attempts of old were all submitted, and lessons done so far were watched: say so, then let only one be open."""

from django.db import migrations, models
from django.db.models import F


def tell(apps, schema_editor):
    apps.get_model("courses", "QuizAttempt").objects.update(submitted_at=F("at"))
    apps.get_model("courses", "LessonProgress").objects.exclude(completed_at=None).filter(way="").update(way="watched")


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_whole_courses")]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=models.Q(submitted_at__isnull=True), name="attempt_open_once"
            ),
        ),
    ]
