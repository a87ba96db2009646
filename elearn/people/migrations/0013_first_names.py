"""What others see of minors is found anew: surnames such as Həsənli were taken for first names."""

from django.db import migrations

from elearn.people.writing import given_name


def find_anew(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    for person in Person.objects.filter(guarded=True).iterator():
        first = given_name(person.name)
        if first != person.shown_name:
            Person.objects.filter(pk=person.pk).update(shown_name=first)


class Migration(migrations.Migration):
    dependencies = [("people", "0012_answers")]

    operations = [migrations.RunPython(find_anew, migrations.RunPython.noop)]
