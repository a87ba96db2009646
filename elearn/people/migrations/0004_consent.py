import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_guardians")]
    operations = [
        migrations.AlterModelOptions(
            name="person",
            options={
                "ordering": ["name", "pk"],
                "permissions": [
                    ("merge_person", "Can merge two records of a person"),
                    ("give_roles", "Can give and take roles"),
                    ("mark_standing", "Can note that a person has died or can no longer decide"),
                ],
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="standing",
            field=models.CharField(
                choices=[
                    ("living", "speaks for themself"),
                    ("deceased", "has died"),
                    ("without_capacity", "can no longer decide"),
                ],
                default="living",
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="standing_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="standing_source",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="person",
            name="relative",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="decides_for",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="relation",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(db_index=True, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("film", "video"),
                            ("voice", "voice"),
                            ("picture", "picture"),
                            ("work", "work"),
                            ("guardian", "learning of a child"),
                        ],
                        default="film",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("is_own", models.BooleanField(default=False)),
                ("organisation", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=300)),
                ("asked_uses", models.JSONField(default=list)),
                ("uses", models.JSONField(default=list)),
                ("until", models.DateField(blank=True, null=True)),
                ("text_version", models.CharField(blank=True, max_length=16)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked, no answer yet"),
                            ("given", "agreed"),
                            ("refused", "did not agree"),
                            ("withdrawn", "taken back"),
                            ("cut_out", "not recognisable any more"),
                        ],
                        db_index=True,
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("click", "on this site"),
                            ("voice", "by voice, recorded"),
                            ("paper", "on signed paper"),
                            ("phone", "by phone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("link_number", models.PositiveSmallIntegerField(default=1)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("speaker", models.CharField(blank=True, max_length=200)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents_answered",
                        to="people.person",
                    ),
                ),
                (
                    "noted_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked, no answer yet"),
                            ("given", "agreed"),
                            ("refused", "did not agree"),
                            ("withdrawn", "taken back"),
                            ("cut_out", "not recognisable any more"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("click", "on this site"),
                            ("voice", "by voice, recorded"),
                            ("paper", "on signed paper"),
                            ("phone", "by phone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("uses", models.JSONField(default=list)),
                ("text_version", models.CharField(blank=True, max_length=16)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("words", models.TextField(blank=True)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("speaker", models.CharField(blank=True, max_length=200)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="people.consent"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(fields=("person", "subject", "kind"), name="consent_once"),
        ),
    ]
