import django.db.models.deletion
import django.utils.timezone
import elearn.people.models.person
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def guard(apps, schema_editor):
    """Guard those whose year of birth says that they are, or may still be, under age."""
    from elearn.people.writing import given_name

    Person = apps.get_model("people", "Person")
    young = Person.objects.filter(birth_year__gte=timezone.localdate().year - settings.ADULT_AGE)
    for person in young:
        person.guarded, person.shown_name = True, given_name(person.name)
        person.save(update_fields=["guarded", "shown_name"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sign_in")]
    operations = [
        migrations.AddField("person", "adult_from", models.DateField(blank=True, null=True, verbose_name="adult from")),
        migrations.AddField("person", "guarded", models.BooleanField(db_index=True, default=False, editable=False)),
        migrations.AddField(
            "person",
            "shown_name",
            models.CharField(blank=True, default="", max_length=200, verbose_name="name that others see"),
        ),
        migrations.AddField("person", "chooses_name", models.BooleanField(default=False, editable=False)),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "relation",
                    models.CharField(
                        choices=[("mother", "Mother"), ("father", "Father"), ("guardian", "Legal guardian")],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("kind", models.CharField(choices=[("email", "e-mail"), ("phone", "phone")], max_length=8)),
                ("contact", models.CharField(blank=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked, no answer yet"),
                            ("agreed", "has agreed"),
                            ("refused", "has said no"),
                            ("withdrawn", "has withdrawn the consent"),
                            ("mistaken", "not the parent or guardian"),
                            ("replaced", "replaced by another request"),
                            ("expired", "no answer in time"),
                            ("of_age", "ended: of age"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=elearn.people.models.person.languages,
                        default=elearn.people.models.person.first_language,
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("messages", models.PositiveSmallIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("text_version", models.CharField(blank=True, max_length=20)),
                ("text_language", models.CharField(blank=True, max_length=5)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("code", "by their own code"), ("phone", "by phone, written down by us")],
                        max_length=8,
                    ),
                ),
                (
                    "guardian",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wards",
                        to="people.person",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardianships",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "parent or guardian",
                "verbose_name_plural": "parents and guardians",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "agreed"])),
                fields=("minor",),
                name="one_guardian_at_a_time",
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
