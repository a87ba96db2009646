from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media_pipeline", "0006_broadcast_spans"),
    ]

    operations = [
        migrations.AddField(
            model_name="film",
            name="source_goes_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="film",
            name="source_kept_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
