"""When who asked is told that a teacher leaves their question without an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0023_volunteers")]

    operations = [
        migrations.AddField(
            model_name="ask", name="tell_after", field=models.DateTimeField(blank=True, editable=False, null=True)
        ),
    ]
