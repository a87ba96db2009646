from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0019_spoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="cohortmember",
            name="contact",
            field=models.CharField(blank=True, max_length=254),
        ),
    ]
