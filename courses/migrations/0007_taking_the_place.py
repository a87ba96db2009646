"""A video can take the place of another: what it is to replace, and since when the other is only kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_taught")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="instead_of",
            field=models.ForeignKey(
                blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="successors", to="courses.contribution",
            ),  # fmt: skip
        ),
        migrations.AddField(
            model_name="contribution",
            name="replaced_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "not sent yet"),
                    ("sent", "sent, waiting for the coordinator"),
                    ("another_take", "another recording asked for"),
                    ("second_person", "waiting for a second person"),
                    ("placed", "published as a lesson"),
                    ("cutting", "being shortened"),
                    ("replaced", "another video took its place"),
                    ("withdrawn", "taken back"),
                ],
                db_index=True,
                default="draft",
                max_length=14,
            ),
        ),
    ]
