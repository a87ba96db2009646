"""A certificate of what was learnt with a person, beside those of courses taken here. Those there are stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_help"), ("people", "0009_words_for_visits")]
    operations = [
        migrations.CreateModel(
            name="Taught",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=64, unique=True)),
                ("evidence", models.JSONField(default=dict)),
                ("completed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taught", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "taught by a person",
                "verbose_name_plural": "taught by a person",
                "ordering": ["-completed_at", "-pk"],
            },
        ),
        migrations.AlterField(
            model_name="certificate",
            name="enrolment",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificate",
                to="courses.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="taught",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificate",
                to="courses.taught",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enrolment__isnull", False), ("taught__isnull", True)),
                    models.Q(("enrolment__isnull", True), ("taught__isnull", False)),
                    _connector="OR",
                ),
                name="certificate_of_one_thing",
            ),
        ),
    ]
