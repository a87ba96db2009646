import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import elearn.people.encryption

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def encrypted(words):
    return elearn.people.encryption.EncryptedTextField(blank=True, verbose_name=words)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_call_backs")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="removed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="PrivateDetails",
            fields=[
                ID,
                ("address", encrypted("address")),
                ("district", models.CharField(blank=True, max_length=100, verbose_name="district")),
                ("hearing", encrypted("hearing")),
                ("sight", encrypted("sight")),
                ("movement", encrypted("movement")),
                ("note", encrypted("what a visitor should know")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="private_details", to="people.person")),
            ],
            options={
                "verbose_name": "address and needs",
                "verbose_name_plural": "addresses and needs",
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ID,
                ("what", models.CharField(choices=[("seen", "looked at the address and needs"), ("changed", "changed the address and needs")], max_length=8)),
                ("why", models.CharField(choices=[("visit", "to plan or make a visit"), ("asked", "the person asked for it"), ("correct", "to put something right"), ("safety", "somebody may be in danger")], max_length=8, verbose_name="why do you look?")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="people.person")),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        migrations.CreateModel(
            name="DataCopy",
            fields=[
                ID,
                ("state", models.CharField(choices=[("waiting", "being made"), ("ready", "ready"), ("failed", "could not be made"), ("gone", "deleted again")], db_index=True, default="waiting", max_length=8)),
                ("language", models.CharField(max_length=5)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("bytes", models.PositiveBigIntegerField(default=0)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="data_copies", to="people.person")),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("state", "waiting")), fields=("person",), name="one_data_copy_at_a_time")],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ID,
                ("cause", models.CharField(choices=[("own", "asked for on this site"), ("staff", "asked for by phone or in writing"), ("guardian", "asked for by a parent or guardian"), ("unused", "not used for years")], max_length=8)),
                ("state", models.CharField(choices=[("planned", "planned"), ("undone", "undone"), ("done", "done")], db_index=True, default="planned", max_length=8)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("run_at", models.DateTimeField(db_index=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="removals", to="people.person")),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "default_permissions": ("add",),
                "constraints": [models.UniqueConstraint(condition=models.Q(("state", "planned")), fields=("person",), name="one_removal_at_a_time")],
            },
        ),
    ]
