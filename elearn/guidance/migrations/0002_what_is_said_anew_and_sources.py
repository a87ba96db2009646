"""When words of a change were typed, sources whose words are gone, and sources of warnings and of explained words."""

from typing import Any
from uuid import UUID, uuid5

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

# What wagtail-localize makes the keys of its paths from.
PATHS = UUID("fcab004a-2b50-11ea-978f-2e728ce88125")


def words_of_warnings_stand_deeper(apps: Any, schema_editor: Any) -> None:
    """A warning was its words alone and has sources beside them now: translations of its words stay what they are."""
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects
    for context in contexts.filter(field_path="body.warning"):
        context.path, context.field_path = f"{context.path}.text", "body.warning.text"
        context.path_id = uuid5(PATHS, context.path)
        context.save()


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0001_initial'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [
        migrations.AddField(
            model_name='glossarytermpage',
            name='reviewed_on',
            field=models.DateField(blank=True, help_text='The day somebody read it again beside its sources. Do it anew every year.', null=True, verbose_name='compared with its sources on'),
        ),
        migrations.AddField(
            model_name='glossarytermpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 0)], blank=True, block_lookup={0: ('elearn.guidance.blocks.SourceChooserBlock', (), {'label': 'source'})}, verbose_name='sources'),
        ),
        migrations.AddField(
            model_name='guidepage',
            name='note_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='gone_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='words not found on'),
        ),
        migrations.AlterField(
            model_name='guidepage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('claim', 5), ('steps', 12), ('checklist', 15), ('comparison', 24), ('views', 31), ('film', 34), ('warning', 36)], blank=True, block_lookup={0: ('elearn.guidance.blocks.SectionBlock', (), {'max_length': 120}), 1: ('elearn.guidance.blocks.TextBlock', (), {'features': ['h3', 'bold', 'ul', 'ol', 'link']}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ul', 'ol', 'link'], 'label': 'what is said'}), 3: ('elearn.guidance.blocks.SourceChooserBlock', (), {'label': 'source'}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'sources', 'max_num': 6, 'min_num': 1}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('sources', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'what to do', 'max_length': 150}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'how', 'required': False, 'rows': 3}), 9: ('wagtail.blocks.StructBlock', [[('title', 7), ('text', 8)]], {'label': 'step'}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'steps', 'min_num': 1}), 11: ('wagtail.blocks.ListBlock', (3,), {'default': [], 'label': 'sources', 'max_num': 6}), 12: ('wagtail.blocks.StructBlock', [[('heading', 6), ('steps', 10), ('sources', 11)]], {}), 13: ('wagtail.blocks.TextBlock', (), {'label': 'line', 'rows': 2}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'lines', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('heading', 6), ('items', 14), ('sources', 11)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'way', 'max_length': 80}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'what is compared with what', 'max_num': 4, 'min_num': 2}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what is compared', 'max_length': 120}), 20: ('wagtail.blocks.TextBlock', (), {'label': 'answer', 'rows': 2}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'answers, in the same order'}), 22: ('wagtail.blocks.StructBlock', [[('label', 19), ('cells', 21)]], {'label': 'line'}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'lines', 'max_num': 15, 'min_num': 1}), 24: ('wagtail.blocks.StructBlock', [[('heading', 16), ('columns', 18), ('rows', 23), ('sources', 11)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'what experts do not agree on', 'max_length': 150}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'view, in a few words', 'max_length': 120}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'who holds it', 'max_length': 200}), 28: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ul', 'ol', 'link'], 'label': 'why'}), 29: ('wagtail.blocks.StructBlock', [[('title', 26), ('held_by', 27), ('text', 28), ('sources', 4)]], {'label': 'view'}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'views', 'max_num': 3, 'min_num': 2}), 31: ('wagtail.blocks.StructBlock', [[('question', 25), ('views', 30)]], {}), 32: ('courses.blocks.FilmChooserBlock', (), {'label': 'video'}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'what it shows', 'max_length': 250}), 34: ('wagtail.blocks.StructBlock', [[('film', 32), ('shows', 33)]], {}), 35: ('wagtail.blocks.TextBlock', (), {'label': 'warning', 'max_length': 400, 'rows': 3}), 36: ('wagtail.blocks.StructBlock', [[('text', 35), ('sources', 11)]], {})}, verbose_name='guide'),
        ),
        migrations.AlterField(
            model_name='sourceuse',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_uses', to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.RunPython(words_of_warnings_stand_deeper, migrations.RunPython.noop),
    ]
