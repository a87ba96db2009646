from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("people", "0004_consent")]
    operations = [
        migrations.AlterField(
            model_name="enrolment",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "learning"),
                    ("waiting", "waiting for a parent’s consent"),
                    ("completed", "completed"),
                    ("left", "left"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="watchreport",
            name="refusal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("malformed", "the report could not be read"),
                    ("not_opened", "the video was never opened"),
                    ("outside", "it speaks of seconds that the video does not have"),
                    ("too_fast", "more was played than time has passed"),
                    ("no_consent", "a parent or guardian has not agreed"),
                ],
                max_length=12,
            ),
        ),
    ]
