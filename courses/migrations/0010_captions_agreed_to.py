"""Machine captions stand only where everybody who was asked about a film agrees to them."""

from uuid import UUID

from django.db import migrations
from django.db.models import Q

PREFIX = "film:"


def settle(apps, schema_editor):
    Consent = apps.get_model("people", "Consent")
    Film = apps.get_model("media_pipeline", "Film")
    CaptionTrack = apps.get_model("media_pipeline", "CaptionTrack")
    asked = Consent.objects.filter(subject__startswith=PREFIX).exclude(state="cut_out")
    refused = {one.subject for one in asked.iterator() if one.state != "given" or "captions" not in one.uses}
    for subject in refused:
        recording = UUID(subject.removeprefix(PREFIX))
        films = Film.objects.filter(Q(pk=recording) | Q(cut_of=recording))
        films.update(may_be_heard=False)
        CaptionTrack.objects.filter(film__in=films, state="machine").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0009_film_of_work"),
        ("media_pipeline", "0005_may_be_heard"),
        ("people", "0012_answers"),
    ]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
