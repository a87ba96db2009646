from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("people", "0004_consent")]
    operations = [
        migrations.CreateModel(
            name="SmsCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=72)),
                ("begins_at", models.DateTimeField(db_index=True)),
                ("sent", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["subject", "begins_at"], name="sms_counted_once_a_window")
                ],
            },
        ),
    ]
