from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0013_old_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificatedesign",
            name="approved_facts",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="certificatedesign",
            name="changed_by",
            field=models.ManyToManyField(editable=False, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="issuerun",
            name="beat_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
