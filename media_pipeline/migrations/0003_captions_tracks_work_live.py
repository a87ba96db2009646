"""Captions, tracks that go with a film, work that many machines share, live delivery, uploads in parts."""

import django.db.models.deletion
import django.utils.timezone
import media_pipeline.models.work
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media_pipeline', '0002_blocking'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('film', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='broadcast', to='media_pipeline.film')),
                ('take', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media_pipeline.take')),
                ('rehearsal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media_pipeline.take')),
                ('state', models.CharField(choices=[('rehearsal', 'not begun'), ('on_air', 'on air'), ('paused', 'interrupted'), ('ended', 'ended')], default='rehearsal', max_length=10)),
                ('holder', models.UUIDField(blank=True, null=True)),
                ('held_since', models.DateTimeField(blank=True, null=True)),
                ('on_air_at', models.DateTimeField(blank=True, null=True)),
                ('spans', models.JSONField(blank=True, default=list)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_because', models.CharField(blank=True, max_length=20)),
                ('last_piece_at', models.DateTimeField(blank=True, null=True)),
                ('pieces_lost', models.PositiveIntegerField(default=0)),
                ('pieces_again', models.PositiveIntegerField(default=0)),
                ('pieces_waiting', models.PositiveIntegerField(default=0)),
                ('listening', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='CaptionTrack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('film', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caption_tracks', to='media_pipeline.film')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('state', models.CharField(choices=[('machine', 'made by a machine'), ('correcting', 'being corrected'), ('reviewed', 'reviewed')], default='correcting', max_length=12, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('handed_in_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='handed in')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'captions',
                'verbose_name_plural': 'captions',
                'ordering': ['film', 'language'],
                'constraints': [models.UniqueConstraint(fields=('film', 'language'), name='caption_track_once')],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('main', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracks', to='media_pipeline.film')),
                ('kind', models.CharField(choices=[('sign', 'sign language'), ('described', 'described sound')], max_length=12)),
                ('film', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goes_with', to='media_pipeline.film')),
                ('offset_ms', models.IntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'track',
                'verbose_name_plural': 'tracks',
                'ordering': ['main', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('main', 'kind'), name='track_once'), models.CheckConstraint(condition=models.Q(('main', models.F('film')), _negated=True), name='track_of_another_film')],
            },
        ),
        migrations.CreateModel(
            name='UploadPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='media_pipeline.upload')),
                ('offset', models.BigIntegerField()),
                ('bytes', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['offset'],
                'constraints': [models.UniqueConstraint(fields=('upload', 'offset'), name='upload_part_once')],
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('film', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='media_pipeline.film')),
                ('kind', models.CharField(choices=media_pipeline.models.work.kinds, max_length=20)),
                ('subject', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('running', 'is being done'), ('done', 'done'), ('parked', 'set aside after faults'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('priority', models.SmallIntegerField(default=0)),
                ('size', models.FloatField(default=0)),
                ('lease_holder', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('machine', models.CharField(blank=True, max_length=100)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('wake_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('faults', models.PositiveSmallIntegerField(default=0)),
                ('fault', models.TextField(blank=True)),
                ('log', models.TextField(blank=True)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('wall_seconds', models.FloatField(default=0)),
                ('cpu_seconds', models.FloatField(default=0)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-priority', 'asked_at', 'pk'],
                'indexes': [models.Index(fields=['state', 'wake_at'], name='work_to_wake'), models.Index(fields=['kind', 'ended_at'], name='work_of_a_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running', 'parked'))), fields=('film', 'kind', 'subject'), name='work_once')],
            },
        ),
        migrations.CreateModel(
            name='CaptionRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='media_pipeline.captiontrack')),
                ('number', models.PositiveIntegerField()),
                ('made_by', models.CharField(choices=[('machine', 'a machine'), ('person', 'typed'), ('file', 'a file'), ('restored', 'an earlier version')], max_length=8)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cues', models.JSONField(default=list)),
                ('count', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('track', 'number'), name='caption_revision_once')],
            },
        ),
        migrations.CreateModel(
            name='LiveCue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cues', to='media_pipeline.broadcast')),
                ('language', models.CharField(max_length=8)),
                ('start_ms', models.PositiveIntegerField()),
                ('end_ms', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('is_machine', models.BooleanField(default=False)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delay_ms', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['start_ms', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LiveRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='media_pipeline.broadcast')),
                ('number', models.PositiveSmallIntegerField()),
                ('take', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media_pipeline.take')),
                ('is_on_air', models.BooleanField(default=False)),
                ('holder', models.UUIDField()),
                ('mime', models.CharField(max_length=100)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('pieces', models.PositiveIntegerField(blank=True, null=True)),
                ('lost', models.JSONField(blank=True, default=list)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('broadcast', 'number'), name='live_run_once')],
            },
        ),
        migrations.CreateModel(
            name='LiveSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='media_pipeline.broadcast')),
                ('run', models.PositiveSmallIntegerField()),
                ('is_on_air', models.BooleanField(default=True)),
                ('rendition', models.CharField(max_length=24)),
                ('number', models.PositiveIntegerField()),
                ('init', models.CharField(max_length=80)),
                ('file', models.CharField(max_length=80)),
                ('start_ms', models.PositiveIntegerField()),
                ('duration_ms', models.PositiveIntegerField()),
                ('bytes', models.PositiveIntegerField()),
                ('captured_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('broadcast', 'is_on_air', 'rendition', 'number'), name='live_segment_once')],
            },
        ),
        migrations.AddField(
            model_name='captiontrack',
            name='public',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media_pipeline.captionrevision'),
        ),
        migrations.RemoveField(
            model_name='film',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='film',
            name='lease_holder',
        ),
        migrations.RemoveField(
            model_name='film',
            name='lease_until',
        ),
        migrations.AddField(
            model_name='film',
            name='cut_end_ms',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='film',
            name='cut_of',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='media_pipeline.film'),
        ),
        migrations.AddField(
            model_name='film',
            name='cut_start_ms',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='film',
            name='language',
            field=models.CharField(blank=True, max_length=8, verbose_name='spoken language'),
        ),
        migrations.AddField(
            model_name='film',
            name='posters',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='film',
            name='source_goes_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='film',
            name='source_kept_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='film',
            name='source_removed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='take',
            name='is_live',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='upload',
            name='touched_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='film',
            name='refusal',
            field=models.CharField(blank=True, choices=[('empty', 'The file is empty. Please choose the video again.'), ('not_a_film', 'This file is not a video. Please choose a video or record one here.'), ('broken', 'The video is damaged and cannot be played. Please record it again, or send the original file.'), ('too_long', 'The video is too long. Please send it in parts.'), ('too_large', 'The picture is larger than we can prepare. Please record in 4K or less.'), ('too_small', 'The picture is too small to see. Please record it again.'), ('names_other_files', 'This file is only a list that points to other files. Please send the video itself.'), ('hdr', 'The video uses a colour mode (Dolby Vision) that we cannot show. Please turn HDR off in the camera and record again.'), ('nothing_inside', 'The video has neither picture nor sound. Please record it again.')], max_length=20),
        ),
    ]
