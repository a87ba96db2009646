"""A step of a lesson says where in the video it begins. What was written before is still read: words alone, no time.

Translators' work is kept by the place of each text in its page, and the words of a step have moved one place down.
"""

import re
from uuid import UUID, uuid5

import django.core.validators
import wagtail.fields
from django.db import migrations


STEP = re.compile(r"body\.[0-9a-f-]{36}\.steps\.[0-9a-f-]{36}(?P<text>\.text)?")
PLACES = UUID("fcab004a-2b50-11ea-978f-2e728ce88125")  # wagtail-localize makes the key of a place from it


def move_down(apps, schema_editor):
    _move(apps, lambda path, is_moved: path if is_moved else f"{path}.text")


def move_up(apps, schema_editor):
    _move(apps, lambda path, is_moved: path.removesuffix(".text"))


def _move(apps, moved):
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects
    for context in contexts.filter(path__startswith="body.", path__contains=".steps."):
        match = STEP.fullmatch(context.path)
        path = moved(context.path, bool(match["text"])) if match else context.path
        if path != context.path:
            contexts.filter(pk=context.pk).update(path=path, path_id=uuid5(PLACES, path), field_path="")


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0007_taking_the_place"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.AlterField(
            model_name='lessonpage',
            name='body',
            field=wagtail.fields.StreamField([('film', 1), ('text', 2), ('steps', 8), ('materials', 11), ('quiz', 21)], blank=True, block_lookup={0: ('courses.blocks.FilmChooserBlock', (), {'label': 'video'}), 1: ('wagtail.blocks.StructBlock', [[('film', 0)]], {}), 2: ('courses.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'ul', 'ol', 'link']}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'step', 'rows': 2}), 5: ('courses.clock.ClockBlock', (), {'help_text': 'When this step begins, in minutes and seconds, such as 1:20. It becomes a chapter of the video.', 'label': 'where in the video', 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('at', 5)]], {}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'steps', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 3), ('steps', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'material', 'max_length': 200}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'materials', 'min_num': 1}), 11: ('wagtail.blocks.StructBlock', [[('heading', 3), ('materials', 10)]], {}), 12: ('wagtail.blocks.IntegerBlock', (), {'default': 70, 'label': 'right answers needed, in per cent', 'validators': [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)]}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 300}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'answer', 'max_length': 300}), 15: ('wagtail.blocks.BooleanBlock', (), {'label': 'this is the right answer', 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('text', 14), ('is_right', 15)]], {'label': 'answer'}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'answers', 'max_num': 6, 'min_num': 2}), 18: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown kindly after another answer, such as: “Watch again how Leyla xanım holds the needle.”', 'label': 'where to look again', 'max_length': 300, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('text', 13), ('choices', 17), ('look_again', 18)]], {'label': 'question'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'questions', 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('pass_percent', 12), ('questions', 20)]], {})}, verbose_name='lesson'),
        ),
        migrations.RunPython(move_down, move_up),
    ]
