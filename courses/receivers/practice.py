"""Receivers only register: what is decided about works and their consents is passed on to the domain."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from elearn.people.api import consent_given, consent_refused, consent_withdrawn
from elearn.people.models import Consent
from elearn.safety.api import submission_decided
from elearn.safety.models import Submission
from media_pipeline.api import remove_film
from media_pipeline.models import Film


@receiver(submission_decided, dispatch_uid="courses.work_decided")
def on_work_decided(sender: Any, *, submission: Submission, is_shown: bool, **kwargs: Any) -> None:
    from ..domain.works import practice, practice_replies  # models are loaded by now

    if submission.kind == practice.KIND:
        practice.looked_at(submission, is_shown=is_shown)
    elif submission.kind == practice.REPLY:
        practice_replies.read_through(submission, is_shown=is_shown)


@receiver([consent_given, consent_refused, consent_withdrawn], dispatch_uid="courses.work_consent")
def on_work_consent(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.works import gallery  # models are loaded by now

    gallery.answered(consent)


@receiver(post_delete, sender="courses.Practice", dispatch_uid="courses.work_deleted")
def on_work_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.works.practice import files_of  # models are loaded by now
    from ..models.design import works

    for name in files_of(instance):
        transaction.on_commit(partial(works().delete, name))


@receiver(post_delete, sender="courses.PracticeDraft", dispatch_uid="courses.work_begun_deleted")
def on_work_begun_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    """Whatever deletes what was begun, what has arrived of it goes: nothing else holds it."""
    transaction.on_commit(partial(remove_film, Film(pk=instance.film_id)))
