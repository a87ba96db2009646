from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0015_badges")]

    operations = [
        migrations.AddField(
            model_name="playbacksession",
            name="doubted_at",
            field=models.DateTimeField(blank=True, null=True),
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
                    ("closed", "the course was closed"),
                    ("not_loaded", "the player could not show that it had loaded the video"),
                    ("no_consent", "a parent or guardian has not agreed"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="loadcheck",
            index=models.Index(
                condition=models.Q(("verdict", ""), models.Q(("digest", ""), _negated=True)),
                fields=["asked_at"],
                name="load_check_waiting",
            ),
        ),
    ]
