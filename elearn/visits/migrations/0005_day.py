import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0004_plans'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='presence_tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Handed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed', to='visits.trainer')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'trainer'), name='handed_once_to_a_trainer')],
            },
        ),
    ]
