import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0003_trainers'),
    ]

    operations = [
        migrations.AddField(
            model_name='plannedvisit',
            name='fault',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='plannedvisit',
            name='outcome',
            field=models.CharField(blank=True, choices=[('proposed', 'proposed to the elder'), ('moved', 'moved'), ('as_before', 'stays as it was'), ('cancelled', 'cancelled'), ('not_placed', 'not placed'), ('failed', 'could not be released')], max_length=10, verbose_name='what became of it'),
        ),
        migrations.AddField(
            model_name='plannedvisit',
            name='seen_version',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='planrun',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='visits.planrun'),
        ),
        migrations.AddField(
            model_name='planrun',
            name='holder',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='planrun',
            name='moves',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='planrun',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='planrun',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='planrun',
            name='state',
            field=models.CharField(choices=[('waiting', 'about to begin'), ('running', 'being planned'), ('draft', 'draft'), ('releasing', 'being released'), ('released', 'released'), ('discarded', 'discarded'), ('failed', 'could not be planned')], db_index=True, default='waiting', max_length=10, verbose_name='state'),
        ),
    ]
