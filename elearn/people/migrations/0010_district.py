"""Districts are the ground's: visits use them, and care services too. The table moves in visits 0006."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_words_for_visits")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="District",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                        ("latitude", models.FloatField(verbose_name="latitude of its middle")),
                        ("longitude", models.FloatField(verbose_name="longitude of its middle")),
                    ],
                    options={"verbose_name": "district", "verbose_name_plural": "districts", "ordering": ["name"]},
                )
            ]
        )
    ]
