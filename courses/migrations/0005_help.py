"""Films recorded for an elder by a helper, and what the elder answered."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ME = settings.AUTH_USER_MODEL


def kept(to, name="+"):
    """A relation that may become empty."""
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name=name, to=to
    )


def row_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_thanks"), ("people", "0007_companions")]
    operations = [
        migrations.AlterModelOptions(
            name="contribution",
            options={
                "ordering": ["-sent_at", "-created_at"],
                "permissions": [
                    ("record_for_elder", "Can record for an elder"),
                    ("take_answer", "Can take an elder’s answer by phone"),
                ],
                "verbose_name": "video from a teacher",
                "verbose_name_plural": "videos from teachers",
            },
        ),
        migrations.AddField(
            model_name="contribution", name="is_helped", field=models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            model_name="contribution",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="recorded_for_others",
                to="people.person",
            ),
        ),
        migrations.CreateModel(
            name="ElderQuestion",
            fields=[
                ("id", row_id()),
                ("version", models.CharField(max_length=16)),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("code", models.CharField(blank=True, max_length=6)),
                ("code_until", models.DateTimeField(blank=True, null=True)),
                ("codes", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("code_read_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", kept("people.person")),
                ("code_for", kept("people.person")),
                ("code_read_by", kept(ME)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="courses.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "question to an elder",
                "verbose_name_plural": "questions to elders",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ElderAnswer",
            fields=[
                ("id", row_id()),
                ("answer", models.CharField(choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own_device", "on their own device"),
                            ("helper_device", "on a helper’s device, with a code"),
                            ("phone", "by phone, written down by us"),
                        ],
                        max_length=16,
                    ),
                ),
                ("version", models.CharField(max_length=16)),
                ("words", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_by", kept(ME)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="courses.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of an elder",
                "verbose_name_plural": "answers of elders",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
