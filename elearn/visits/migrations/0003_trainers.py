from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("visits", "0002_asking"),
    ]

    operations = [
        migrations.AddField(
            model_name="check",
            name="reminded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
