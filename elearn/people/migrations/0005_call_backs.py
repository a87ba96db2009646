import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import elearn.people.models.person


class Migration(migrations.Migration):
    dependencies = [("people", "0004_consent")]
    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("phone", models.CharField(db_index=True, max_length=20, verbose_name="phone")),
                ("best_time", models.CharField(choices=[("any", "Any time"), ("morning", "In the morning, from 9 to 12"), ("afternoon", "In the afternoon, from 12 to 17"), ("evening", "In the evening, from 17 to 19")], default="any", max_length=10, verbose_name="when to call")),
                ("language", models.CharField(choices=elearn.people.models.person.languages, default=elearn.people.models.person.first_language, max_length=5, verbose_name="language")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="what it is about")),
                ("state", models.CharField(choices=[("waiting", "to be called"), ("not_reached", "not reached, call again"), ("done", "called")], db_index=True, default="waiting", max_length=12, verbose_name="state")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="calls made")),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="last call")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                ("called_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="call_backs", to="people.person")),
            ],
            options={
                "verbose_name": "call back",
                "verbose_name_plural": "calls to make",
                "ordering": ["created_at", "pk"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("state", "done"), _negated=True), fields=("phone",), name="one_call_to_make_for_a_number")],
            },
        ),
    ]
