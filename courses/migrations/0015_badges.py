import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_papers")]

    operations = [
        migrations.RemoveField(model_name="replacedpaper", name="credential"),
        migrations.RemoveField(model_name="replacedpaper", name="credential_sha256"),
        migrations.AddField(model_name="statuslist", name="taken", field=models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="ReplacedCredential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credential_sha256", models.CharField(db_index=True, max_length=64)),
                ("status_index", models.PositiveIntegerField()),
                ("replaced_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_credentials",
                        to="courses.certificate",
                    ),
                ),
                (
                    "status_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced",
                        to="courses.statuslist",
                    ),
                ),
            ],
            options={
                "ordering": ["-replaced_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("status_list", "status_index"), name="replaced_index_once")
                ],
            },
        ),
    ]
