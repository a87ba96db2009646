from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media_pipeline", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="film",
            name="state",
            field=models.CharField(
                choices=[
                    ("receiving", "arriving"),
                    ("received", "arrived, waiting to be checked"),
                    ("checking", "being checked"),
                    ("queued", "waiting to be prepared"),
                    ("encoding", "being prepared"),
                    ("ready", "ready"),
                    ("refused", "cannot be used"),
                    ("failed", "stopped by a fault of ours"),
                    ("blocked", "taken back"),
                ],
                db_index=True,
                default="receiving",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="film",
            name="blocked_at",
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="film",
            name="emptied_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
