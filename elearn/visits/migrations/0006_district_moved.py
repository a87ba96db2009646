"""The districts' table gets the name it has as the ground's, with every row in it."""

import django.db.models.deletion
from django.db import migrations, models


def _to_district(verbose_name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="people.district",
        verbose_name=verbose_name,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0010_district"), ("visits", "0005_day")]
    # Whatever points at districts needs the table under its new name.
    run_before = [("guidance", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable(name="district", table="people_district")],
            state_operations=[
                migrations.AlterField("trainer", "district", _to_district("sets out from", blank=True, null=True)),
                migrations.AlterField("visitrequest", "district", _to_district("district")),
                migrations.DeleteModel(name="District"),
            ],
        )
    ]
