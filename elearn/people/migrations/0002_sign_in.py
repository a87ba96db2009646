import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android-phone", "Android phone"),
    ("android-tablet", "Android tablet"),
    ("windows", "Windows computer"),
    ("mac", "Mac"),
    ("chromebook", "Chromebook"),
    ("linux", "Linux computer"),
    ("other", "Device"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(choices=KINDS, default="other", max_length=16)),
                ("browser", models.CharField(blank=True, max_length=32)),
                ("signed_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["-last_seen_at", "-pk"]},
        ),
        migrations.CreateModel(
            name="DeviceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("device_hash", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=2)),
                ("kind", models.CharField(choices=KINDS, default="other", max_length=16)),
                ("browser", models.CharField(blank=True, max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("allowed", "allowed"),
                            ("refused", "refused"),
                            ("used", "used"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
