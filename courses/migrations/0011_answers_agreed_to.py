"""Everybody hears or watches a teacher's answer only with a consent: none was asked for before, so none stands."""

import django.db.models.deletion
from django.db import migrations, models


def take_away(apps, schema_editor):
    apps.get_model("courses", "Ask").objects.exclude(answer_form="written").update(shown_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0010_captions_agreed_to"),
        ("people", "0013_first_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="ask",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.consent",
            ),
        ),
        migrations.RunPython(take_away, migrations.RunPython.noop),
    ]
