import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='One on each line, in any language, at least two. A word or a short phrase each.', verbose_name='words that mean the same')),
            ],
            options={
                'verbose_name': 'words that mean the same',
                'verbose_name_plural': 'words that mean the same',
                'ordering': ['words'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guide', 'Guides'), ('care', 'Care services'), ('course', 'Courses'), ('lesson', 'Lessons and videos')], max_length=16)),
                ('key', models.PositiveBigIntegerField()),
                ('language', models.CharField(blank=True, max_length=5)),
                ('title', models.CharField(max_length=300)),
                ('url', models.CharField(max_length=500)),
                ('summary', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('keywords', models.TextField(blank=True)),
                ('title_length', models.PositiveSmallIntegerField(default=0)),
                ('head', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'entry of the search',
                'verbose_name_plural': 'entries of the search',
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'language'), name='search_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Miss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=80, verbose_name='words')),
                ('language', models.CharField(max_length=5, verbose_name='language of the reader')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='how often')),
                ('last_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last time')),
                ('is_settled', models.BooleanField(default=False, verbose_name='settled')),
            ],
            options={
                'verbose_name': 'search without a result',
                'verbose_name_plural': 'searches without a result',
                'ordering': ['is_settled', '-count', 'text'],
                'constraints': [models.UniqueConstraint(fields=('text', 'language'), name='search_miss_once')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=60)),
                ('stem', models.CharField(db_index=True, max_length=60)),
                ('shown', models.CharField(max_length=60)),
                ('entries', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('word', 'stem'), name='search_term_once')],
            },
        ),
    ]
