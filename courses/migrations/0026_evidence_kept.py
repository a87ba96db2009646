"""How lessons came to count is kept with a certificate; and of which film the words were opened to be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0025_issued_again")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="evidence",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="lessonprogress",
            name="reading_film",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
