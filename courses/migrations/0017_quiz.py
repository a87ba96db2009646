"""Questions of five kinds, pictures, words for every answer, a bank to draw from, a limit to attempts.

What was written before is still read: an item of the old list is a question with one right answer, and ids stay, so
that no answer and no translated word is lost. Where a word stands in its page has another name now, which
wagtail-localize works out anew when it is empty.
"""

import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def name_places_anew(apps, schema_editor):
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects
    contexts.filter(path__startswith="body.", path__contains=".questions.").update(field_path="")


class Migration(migrations.Migration):

    dependencies = [
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('courses', '0016_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='lessonpage',
            name='quiz_attempts',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lessonpage',
            name='quiz_bank',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='courses.bankpage'),
        ),
        migrations.AlterField(
            model_name='bankpage',
            name='questions',
            field=wagtail.fields.StreamField([('one', 11), ('several', 11), ('order', 14), ('text', 19), ('number', 24)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 300}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'For those who cannot see it. Say what is needed to answer, and not the answer.', 'label': 'what the picture shows', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2)]], {'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'answer', 'max_length': 300}), 5: ('wagtail.blocks.BooleanBlock', (), {'label': 'this is the right answer', 'required': False}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'said to who gives this answer', 'max_length': 300, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 4), ('is_right', 5), ('feedback', 6)]], {'label': 'answer'}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'answers', 'max_num': 8, 'min_num': 2}), 9: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'said after the right answer', 'max_length': 300, 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”', 'label': 'where to look again', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 0), ('picture', 3), ('choices', 8), ('well_done', 9), ('look_again', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 300}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'steps, in the right order', 'max_num': 8, 'min_num': 2}), 14: ('wagtail.blocks.StructBlock', [[('text', 0), ('picture', 3), ('steps', 13), ('well_done', 9), ('look_again', 10)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 300}), 16: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'this is a right answer', 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('is_right', 16), ('feedback', 6)]], {'label': 'words'}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'what may be written', 'max_num': 12, 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('text', 0), ('picture', 3), ('variants', 18), ('well_done', 9), ('look_again', 10)]], {}), 20: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'label': 'right number', 'max_digits': 18}), 21: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'default': 0, 'label': 'how far off is still right', 'max_digits': 18, 'min_value': 0}), 22: ('wagtail.blocks.BooleanBlock', (), {'label': 'that is in per cent of the number', 'required': False}), 23: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Such as cm or g.', 'label': 'unit', 'max_length': 30, 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('text', 0), ('picture', 3), ('value', 20), ('tolerance', 21), ('is_percent', 22), ('unit', 23), ('well_done', 9), ('look_again', 10)]], {})}, verbose_name='questions'),
        ),
        migrations.AlterField(
            model_name='lessonpage',
            name='body',
            field=wagtail.fields.StreamField([('film', 1), ('text', 2), ('steps', 8), ('materials', 11), ('quiz', 44)], blank=True, block_lookup={0: ('courses.blocks.FilmChooserBlock', (), {'label': 'video'}), 1: ('wagtail.blocks.StructBlock', [[('film', 0)]], {}), 2: ('courses.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'ul', 'ol', 'link']}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'step', 'rows': 2}), 5: ('courses.clock.ClockBlock', (), {'help_text': 'When this step begins, in minutes and seconds, such as 1:20. It becomes a chapter of the video.', 'label': 'where in the video', 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('at', 5)]], {}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'steps', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 3), ('steps', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'material', 'max_length': 200}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'materials', 'min_num': 1}), 11: ('wagtail.blocks.StructBlock', [[('heading', 3), ('materials', 10)]], {}), 12: ('wagtail.blocks.IntegerBlock', (), {'default': 70, 'label': 'right answers needed, in per cent', 'validators': [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)]}), 13: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'Leave it empty: as often as one likes. A coordinator can grant further attempts.', 'label': 'how often one may try', 'required': False, 'validators': [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)]}), 14: ('wagtail.blocks.BooleanBlock', (), {'label': 'other order of questions and answers in every attempt', 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 300}), 16: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture', 'required': False}), 17: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'For those who cannot see it. Say what is needed to answer, and not the answer.', 'label': 'what the picture shows', 'max_length': 300, 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('image', 16), ('alt', 17)]], {'required': False}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'answer', 'max_length': 300}), 20: ('wagtail.blocks.BooleanBlock', (), {'label': 'this is the right answer', 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'said to who gives this answer', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('text', 19), ('is_right', 20), ('feedback', 21)]], {'label': 'answer'}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'answers', 'max_num': 8, 'min_num': 2}), 24: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'said after the right answer', 'max_length': 300, 'required': False}), 25: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”', 'label': 'where to look again', 'max_length': 300, 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('text', 15), ('picture', 18), ('choices', 23), ('well_done', 24), ('look_again', 25)]], {}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 300}), 28: ('wagtail.blocks.ListBlock', (27,), {'label': 'steps, in the right order', 'max_num': 8, 'min_num': 2}), 29: ('wagtail.blocks.StructBlock', [[('text', 15), ('picture', 18), ('steps', 28), ('well_done', 24), ('look_again', 25)]], {}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 300}), 31: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'this is a right answer', 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('text', 30), ('is_right', 31), ('feedback', 21)]], {'label': 'words'}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'what may be written', 'max_num': 12, 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('text', 15), ('picture', 18), ('variants', 33), ('well_done', 24), ('look_again', 25)]], {}), 35: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'label': 'right number', 'max_digits': 18}), 36: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'default': 0, 'label': 'how far off is still right', 'max_digits': 18, 'min_value': 0}), 37: ('wagtail.blocks.BooleanBlock', (), {'label': 'that is in per cent of the number', 'required': False}), 38: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Such as cm or g.', 'label': 'unit', 'max_length': 30, 'required': False}), 39: ('wagtail.blocks.StructBlock', [[('text', 15), ('picture', 18), ('value', 35), ('tolerance', 36), ('is_percent', 37), ('unit', 38), ('well_done', 24), ('look_again', 25)]], {}), 40: ('wagtail.blocks.StreamBlock', [[('one', 26), ('several', 26), ('order', 29), ('text', 34), ('number', 39)]], {'label': 'questions', 'required': False}), 41: ('wagtail.blocks.PageChooserBlock', (), {'label': 'bank of questions', 'page_type': ['courses.BankPage'], 'required': False}), 42: ('wagtail.blocks.IntegerBlock', (), {'default': 0, 'label': 'how many of them', 'max_value': 150, 'min_value': 0}), 43: ('wagtail.blocks.StructBlock', [[('bank', 41), ('how_many', 42)]], {'required': False}), 44: ('wagtail.blocks.StructBlock', [[('pass_percent', 12), ('attempts', 13), ('shuffles', 14), ('questions', 40), ('from_bank', 43)]], {})}, verbose_name='lesson'),
        ),
        migrations.CreateModel(
            name='BankImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('read_as', models.CharField(max_length=40)),
                ('rows', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.bankpage')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RunPython(name_places_anew, migrations.RunPython.noop),
    ]
