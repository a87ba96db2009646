"""Helpers of somebody's choice, what they did, and whom our staff speak to alone."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import elearn.people.models.person

ME = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [("people", "0006_private")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="speak_alone",
            field=models.BooleanField(
                default=False,
                help_text="Ask whether somebody is with them. Nothing is answered for them on a helper’s device.",
                verbose_name="speak to them alone",
            ),
        ),
        migrations.CreateModel(
            name="Companionship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(blank=True, choices=[("email", "e-mail"), ("phone", "phone")], max_length=8),
                ),
                ("contact", models.CharField(blank=True, max_length=254)),
                (
                    "language",
                    models.CharField(
                        choices=elearn.people.models.person.languages,
                        default=elearn.people.models.person.first_language,
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("may_see", models.BooleanField(default=False, verbose_name="may see how things stand")),
                ("may_book", models.BooleanField(default=False, verbose_name="may book")),
                ("may_record", models.BooleanField(default=False, verbose_name="may record")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited, no answer yet"),
                            ("active", "helps"),
                            ("declined", "has said no"),
                            ("ended", "ended"),
                        ],
                        db_index=True,
                        default="invited",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "chosen",
                    models.CharField(
                        choices=[
                            ("own", "on this site"),
                            ("phone", "by phone, written down by us"),
                            ("beside", "with our staff beside them"),
                        ],
                        default="own",
                        max_length=8,
                        verbose_name="invited",
                    ),
                ),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited on")),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("rules_version", models.CharField(blank=True, max_length=20)),
                ("rules_language", models.CharField(blank=True, max_length=5)),
                ("told_ending_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("elder", "by the person helped"),
                            ("companion", "by the helper"),
                            ("staff", "by our staff"),
                            ("time", "the time was over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("pause_reason", models.TextField(blank=True)),
                ("is_suspended", models.BooleanField(default=False)),
                (
                    "elder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="companionships",
                        to="people.person",
                    ),
                ),
                (
                    "companion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helps",
                        to="people.person",
                    ),
                ),
                (
                    "invited",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=ME
                    ),
                ),
                (
                    "paused_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=ME
                    ),
                ),
            ],
            options={
                "verbose_name": "helper",
                "verbose_name_plural": "helpers",
                "ordering": ["-invited_at", "-pk"],
                "permissions": [("suspend_companion", "Can suspend a helper at once")],
            },
        ),
        migrations.CreateModel(
            name="CompanionAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "did",
                    models.CharField(
                        choices=[
                            ("saw", "looked how things stand"),
                            ("asked_call", "asked for a call"),
                            ("recorded", "recorded a video"),
                            ("described", "described a video"),
                            ("asked_answer", "asked for an answer"),
                            ("discarded", "threw a recording away"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "companionship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="people.companionship",
                    ),
                ),
            ],
            options={
                "verbose_name": "act of a helper",
                "verbose_name_plural": "acts of helpers",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="companionship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("elder", "companion"),
                name="one_companionship_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="companionact",
            index=models.Index(fields=["companionship", "-at"], name="people_comp_compani_6f6254_idx"),
        ),
    ]
