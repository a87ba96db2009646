import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_consent"), ("safety", "0002_moderation")]
    operations = [
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_public", models.BooleanField(default=False)),
                ("put_away_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("lesson", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to="courses.lessonpage")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="thanks_written", to="people.person")),
                ("submission", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to="safety.submission")),
                ("teacher", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="thanks_received", to="people.person")),
            ],
            options={
                "verbose_name": "words to a teacher",
                "verbose_name_plural": "words to a teacher",
                "ordering": ["-created_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "lesson"), name="thanks_once")],
            },
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
                    ("withdrawn", "taken back"),
                ],
                db_index=True,
                default="draft",
                max_length=14,
            ),
        ),
    ]
