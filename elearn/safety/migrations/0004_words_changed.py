"""A writer may change words that nobody has decided about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0003_taken_by"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="did",
            field=models.CharField(
                choices=[
                    ("approved", "agreed to show it"),
                    ("declined", "did not agree to show it"),
                    ("appealed", "asked another moderator to look"),
                    ("withdrawn", "took it back"),
                    ("changed", "changed the words"),
                ],
                max_length=10,
            ),
        ),
    ]
