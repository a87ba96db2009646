"""Films of what learners made, on their way in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0008_old_rows"),
        ("media_pipeline", "0004_work_of_films"),
        ("people", "0012_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "film",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_draft",
                        to="media_pipeline.film",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="courses.lessonpage"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "lesson"), name="practice_draft_once")],
            },
        ),
    ]
