"""Films that were on their way have rows of work from now on: what waited waits, what was begun begins anew."""

from django.db import migrations
from django.utils import timezone

# State of the film → kind of work, its urgency, the film's waiting state.
WORK = {
    "received": ("watchable", -10, "received"),
    "checking": ("watchable", -10, "received"),
    "queued": ("ladder", -30, "queued"),
    "encoding": ("ladder", -30, "queued"),
}


def give_work(apps, schema_editor):
    Film = apps.get_model("media_pipeline", "Film")
    Work = apps.get_model("media_pipeline", "Work")
    now = timezone.now()
    for film in Film.objects.filter(state__in=[*WORK, "failed"]).exclude(source=""):
        failed = ("ladder", -30, "failed") if film.facts else ("watchable", -10, "failed")
        kind, priority, state = WORK.get(film.state, failed)
        Work.objects.create(
            film=film, kind=kind, priority=priority, size=film.duration_ms / 1000, fault=film.fault,
            state="parked" if state == "failed" else "waiting", ended_at=now if state == "failed" else None,
        )
        Film.objects.filter(pk=film.pk).update(state=state)


class Migration(migrations.Migration):

    dependencies = [("media_pipeline", "0003_captions_tracks_work_live")]

    operations = [migrations.RunPython(give_work, migrations.RunPython.noop)]
