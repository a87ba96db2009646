import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0001_initial"),
        ("people", "0004_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='concern',
            name='escalated_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='concern',
            name='in_danger',
            field=models.BooleanField(default=False, editable=False, verbose_name='somebody is in danger now'),
        ),
        migrations.AddField(
            model_name='concern',
            name='states_risk',
            field=models.BooleanField(default=False, editable=False, verbose_name='what it is about puts somebody at risk'),
        ),
        migrations.AddField(
            model_name='concern',
            name='subject',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=80),
        ),
        migrations.AlterField(
            model_name='concernentry',
            name='did',
            field=models.CharField(choices=[('read', 'read it'), ('changed', 'changed it'), ('hid', 'hid what it is about'), ('restored', 'let it be shown again'), ('kept', 'decided that it stays hidden'), ('looked', 'looked at what is hidden'), ('told', 'told others that the deadline has passed')], max_length=8),
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_index=True, max_length=32, verbose_name='kind')),
                ('subject', models.CharField(db_index=True, max_length=80)),
                ('text', models.TextField(verbose_name='words')),
                ('language', models.CharField(blank=True, max_length=5)),
                ('handling', models.CharField(max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'waits for a moderator'), ('approved', 'shown'), ('declined', 'not shown'), ('appealed', 'waits for another moderator'), ('withdrawn', 'taken back')], db_index=True, default='waiting', max_length=10, verbose_name='state')),
                ('to_look_at', models.BooleanField(default=False, verbose_name='shown already, to be looked at')),
                ('reason', models.CharField(blank=True, max_length=16)),
                ('words', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('appealed_at', models.DateTimeField(blank=True, null=True)),
                ('appeal', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='people.person', verbose_name='written by')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='meant for')),
            ],
            options={
                'verbose_name': 'text to look at',
                'verbose_name_plural': 'texts to look at',
                'ordering': ['created_at', 'pk'],
                'permissions': [('moderate_submission', 'Can moderate what people write to each other')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('did', models.CharField(choices=[('approved', 'agreed to show it'), ('declined', 'did not agree to show it'), ('appealed', 'asked another moderator to look'), ('withdrawn', 'took it back')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=16)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='safety.submission')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Hidden',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=80)),
                ('state', models.CharField(choices=[('waiting', 'hidden, waits for a decision'), ('kept', 'stays hidden'), ('restored', 'shown again')], default='waiting', max_length=8)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.TextField(blank=True)),
                ('concern', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hidden', to='safety.concern')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hidden item',
                'verbose_name_plural': 'hidden items',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'restored'), _negated=True), fields=('subject',), name='hidden_once_at_a_time')],
            },
        ),
    ]
