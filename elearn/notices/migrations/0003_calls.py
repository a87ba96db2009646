import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_limits"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("notice", "calls", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("notice", "called_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "notice",
            "called_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "notice",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("failed", "could not be sent"),
                    ("unreachable", "no way to reach the person"),
                    ("to_call", "to be told by phone"),
                ],
                db_index=True,
                default="waiting",
                max_length=12,
            ),
        ),
    ]
