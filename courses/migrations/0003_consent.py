from django.conf import settings
from django.db import migrations


def consents_from_permissions(apps, schema_editor):
    """What a teacher agreed to with a tick becomes a consent, with the words and the time as they were."""
    Contribution = apps.get_model("courses", "Contribution")
    Consent = apps.get_model("people", "Consent")
    ConsentStep = apps.get_model("people", "ConsentStep")
    given = Contribution.objects.filter(permitted_at__isnull=False).select_related("person")
    for contribution in given.iterator():
        is_over = contribution.state == "withdrawn"
        answer = {
            "state": "withdrawn" if is_over else "given",
            "way": "click",
            "uses": [] if is_over else ["site"],
            "text_version": "before",
            "language": contribution.person.language,
            "words": contribution.permission_text,
        }
        consent, is_new = Consent.objects.get_or_create(
            person_id=contribution.person_id,
            subject=f"film:{contribution.film_id}",
            kind="film",
            defaults={
                "title": contribution.title,
                "is_own": True,
                "organisation": settings.ORGANISATION,
                "purpose": "teach",
                "asked_uses": ["site"],
                "asked_at": contribution.permitted_at,
                "given_at": contribution.permitted_at,
                "ended_at": contribution.changed_at if is_over else None,
                **answer,
            },
        )
        if is_new:
            ConsentStep.objects.create(consent=consent, at=contribution.permitted_at, **answer)


def permissions_from_consents(apps, schema_editor):
    """The way back: each teacher's own consent that holds."""
    Contribution = apps.get_model("courses", "Contribution")
    Consent = apps.get_model("people", "Consent")
    for consent in Consent.objects.filter(is_own=True, state="given", subject__startswith="film:").iterator():
        Contribution.objects.filter(film_id=consent.subject.removeprefix("film:"), person_id=consent.person_id).update(
            permitted_at=consent.given_at, permission_text=consent.words
        )


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_guardians"), ("media_pipeline", "0002_blocking")]
    operations = [
        migrations.RunPython(consents_from_permissions, permissions_from_consents),
        migrations.RemoveField(model_name="contribution", name="permitted_at"),
        migrations.RemoveField(model_name="contribution", name="permission_text"),
    ]
