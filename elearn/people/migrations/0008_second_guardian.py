"""More than one guardian for a minor, who made sure of them, a no that is set aside; a minor's former addresses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.state import StateApps


def carry_over(apps: StateApps, editor: object) -> None:
    """Who agreed by phone was spoken with; a no that staff went over before holds nothing up now."""
    rows = apps.get_model("people", "Guardianship").objects.all()
    for row in rows.filter(way="phone", agreed_at__isnull=False):
        row.confirmed_on, row.confirmed_how, row.confirmed_by = row.agreed_at.date(), "call", row.recorded_by
        row.save()
    for row in rows.filter(state="agreed"):
        rows.filter(minor=row.minor_id, state__in=["refused", "withdrawn"]).update(
            set_aside_at=row.agreed_at, set_aside_by=row.recorded_by, set_aside_why="A newer consent was recorded."
        )


def leave(apps: StateApps, editor: object) -> None:
    """Going back needs nothing: the columns go."""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_companions"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="guardianship", name="one_guardian_at_a_time"),
        migrations.AddField(
            model_name="guardianship",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="confirmed_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "by a phone call"),
                    ("paper", "by a paper they signed or showed"),
                    ("seen", "by seeing them in person"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="confirmed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="set_aside_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="set_aside_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="set_aside_why",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="guardianship",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "asked, no answer yet"),
                    ("agreed", "has agreed"),
                    ("refused", "has said no"),
                    ("withdrawn", "has withdrawn the consent"),
                    ("mistaken", "not the parent or guardian"),
                    ("replaced", "replaced by another request"),
                    ("expired", "no answer in time"),
                    ("of_age", "ended: of age"),
                    ("ended", "can no longer decide"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("minor",), name="one_guardian_asked_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "agreed")), fields=("minor",), name="one_guardian_agrees_at_a_time"
            ),
        ),
        migrations.CreateModel(
            name="FormerContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_contacts",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="formercontact",
            constraint=models.UniqueConstraint(fields=("person", "digest"), name="former_contact_once"),
        ),
        migrations.RunPython(carry_over, leave),
    ]
