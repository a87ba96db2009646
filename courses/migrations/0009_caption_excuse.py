import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('courses', '0008_step_times'),
        ('media_pipeline', '0003_captions_tracks_work'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaptionExcuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given on')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('film', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caption_excuses', to='media_pipeline.film')),
            ],
            options={
                'verbose_name': 'reason for missing captions',
                'verbose_name_plural': 'reasons for missing captions',
                'ordering': ['-at', '-pk'],
            },
        ),
    ]
