from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def from_what_is_known(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A broadcast that was on air before spans were noted was so from its first time to its end."""
    broadcasts = apps.get_model("media_pipeline", "Broadcast").objects.using(schema_editor.connection.alias)
    for broadcast in broadcasts.filter(on_air_at__isnull=False).iterator():
        ended = broadcast.ended_at.isoformat() if broadcast.ended_at else None
        broadcast.spans = [[broadcast.on_air_at.isoformat(), ended]]
        broadcast.save(update_fields=["spans"])


class Migration(migrations.Migration):
    dependencies = [
        ("media_pipeline", "0005_live"),
    ]

    operations = [
        migrations.AddField(
            model_name="broadcast",
            name="spans",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(from_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
