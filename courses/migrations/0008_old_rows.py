"""What lessons, films and attempts of before say in the words of today.

A step of a lesson is words and a time, where it was words alone; a question is one of five kinds, and an item of the
old list one with one right answer. Both are still read as they were written, and ids stay. But translators' work is
kept by the place of each text in its page: the words of a step have moved one place down, and where a question stands
has another name, which wagtail-localize works out anew when it is empty.

Films of teachers say which language is spoken in them, as their teachers said when they described them. Attempts were
all submitted, and lessons done so far were watched: only when that is said may no two attempts be open at once.
"""

import re
from uuid import UUID, uuid5

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery

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


def name_places_anew(apps, schema_editor):
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects
    contexts.filter(path__startswith="body.", path__contains=".questions.").update(field_path="")


def say_languages(apps, schema_editor):
    Film = apps.get_model("media_pipeline", "Film")
    Contribution = apps.get_model("courses", "Contribution")
    said = Contribution.objects.filter(film=OuterRef("pk")).exclude(language="").exclude(state="draft")
    films = Film.objects.filter(language="", pk__in=Contribution.objects.exclude(language="").exclude(state="draft").values("film"))
    films.update(language=Subquery(said.values("language")[:1]))


def tell(apps, schema_editor):
    apps.get_model("courses", "QuizAttempt").objects.update(submitted_at=F("at"))
    apps.get_model("courses", "LessonProgress").objects.exclude(completed_at=None).filter(way="").update(way="watched")


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0007_whole_courses"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RunPython(move_down, move_up),
        migrations.RunPython(name_places_anew, migrations.RunPython.noop),
        migrations.RunPython(say_languages, migrations.RunPython.noop),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=models.Q(submitted_at__isnull=True), name="attempt_open_once"
            ),
        ),
    ]
