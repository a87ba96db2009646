"""Webinars are found too. From now on the kinds are asked when needed, so a new one changes no table."""

from django.db import migrations, models

import elearn.search.models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_indexes_at_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=elearn.search.models.kinds, max_length=16),
        ),
    ]
