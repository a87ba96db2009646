from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="visitrequest",
            name="address_mark",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=32),
        ),
    ]
