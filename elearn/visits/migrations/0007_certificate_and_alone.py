"""Whether an elder was asked if they want a certificate; and that one may go alone where two must go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0006_district_moved")]
    operations = [
        migrations.AddField("visitrequest", "certificate_told_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("visit", "alone_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("visit", "alone_why", models.CharField(blank=True, max_length=300)),
        migrations.AddField(
            "visit",
            "alone_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
