"""Films of teachers say which language is spoken in them, as their teachers said when they described them."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_languages(apps, schema_editor):
    Film = apps.get_model("media_pipeline", "Film")
    Contribution = apps.get_model("courses", "Contribution")
    said = Contribution.objects.filter(film=OuterRef("pk")).exclude(language="").exclude(state="draft")
    films = Film.objects.filter(language="", pk__in=Contribution.objects.exclude(language="").exclude(state="draft").values("film"))
    films.update(language=Subquery(said.values("language")[:1]))


class Migration(migrations.Migration):

    dependencies = [('courses', '0009_caption_excuse')]

    operations = [migrations.RunPython(say_languages, migrations.RunPython.noop)]
