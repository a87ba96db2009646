"""What other rooms announce of films, people and pages is passed on to the domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published

from elearn.people.api import consent_given, consent_refused, consent_withdrawn, standing_changed
from elearn.people.models import Consent, Person
from elearn.safety.api import submission_decided
from elearn.safety.models import Submission
from elearn.web.signals import going_public
from media_pipeline.signals import (
    broadcast_changed,
    captions_changed,
    film_changed,
    original_going,
    original_needed,
    original_removed,
)


@receiver(film_changed, dispatch_uid="courses.film_changed")
def on_film_changed(sender: Any, *, film_id: UUID, state: str, **kwargs: Any) -> None:
    from ..domain.films import contribute  # models are loaded by now

    contribute.film_changed(film_id, state)


@receiver(captions_changed, dispatch_uid="courses.captions_changed")
def on_captions_changed(sender: Any, *, film_id: UUID, **kwargs: Any) -> None:
    from ..domain.films.review import settle_film  # models are loaded by now

    settle_film(film_id)


@receiver(standing_changed, dispatch_uid="courses.standing_changed")
def on_standing_changed(sender: Any, *, person: Person, **kwargs: Any) -> None:
    from ..domain.learning.waiting import align  # models are loaded by now

    align(person)


@receiver(going_public, dispatch_uid="courses.going_public")
def on_going_public(sender: Any, *, page: Any, **kwargs: Any) -> None:
    from ..domain.building.needs import refuse_unfit_needs  # models are loaded by now
    from ..domain.building.pictured import refuse_unagreed_pictures
    from ..domain.films.review import refuse_unfit
    from ..models import CoursePage, LessonPage

    if isinstance(page, LessonPage):
        refuse_unfit(page)
        refuse_unagreed_pictures(page)
    elif isinstance(page, CoursePage):
        refuse_unfit_needs(page)


@receiver(page_published, dispatch_uid="courses.page_published")
def on_page_published(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.building.tree import course_of
    from ..domain.films.review import settle_course  # models are loaded by now
    from ..models import CoursePage, LessonPage, ModulePage

    if isinstance(instance, CoursePage):
        settle_course(instance)
    elif isinstance(instance, LessonPage | ModulePage):
        settle_course(course_of(instance))


@receiver(pre_delete, sender="courses.LessonPage", dispatch_uid="courses.lesson_deleted")
def on_lesson_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.films.review import give_back  # models are loaded by now

    give_back(instance)


@receiver(submission_decided, dispatch_uid="courses.submission_decided")
def on_submission_decided(sender: Any, *, submission: Submission, is_shown: bool, **kwargs: Any) -> None:
    from ..domain.talk import thanks  # models are loaded by now

    if is_shown and submission.kind == thanks.KIND:
        thanks.passed_on(submission)


@receiver(consent_withdrawn, dispatch_uid="courses.consent_withdrawn")
def on_consent_withdrawn(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.films import consents, withdrawal  # models are loaded by now
    from ..tasks_films import after_taking_back

    if withdrawal.consent_ended(consent):
        film_id = str(consents.film_id_of(consent.subject))
        transaction.on_commit(lambda: after_taking_back.enqueue(film_id))


@receiver(consent_refused, dispatch_uid="courses.consent_refused")
def on_consent_refused(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.films import consents, withdrawal  # models are loaded by now

    withdrawal.hide_for_a_time(consent)
    consents.tell_teacher_of_no(consent)


@receiver(consent_given, dispatch_uid="courses.consent_given")
def on_consent_given(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.films import withdrawal  # models are loaded by now

    withdrawal.show_again(consent)


@receiver([consent_refused, consent_withdrawn], dispatch_uid="courses.settle_captions")
def on_consent_settled(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from ..domain.films import consents  # models are loaded by now

    consents.settle_captions(consent.subject)


@receiver(original_needed, dispatch_uid="courses.original_needed")
def on_original_needed(sender: Any, *, film_id: UUID, rule: str, **kwargs: Any) -> bool:
    from ..domain.films import originals  # models are loaded by now

    return originals.is_needed(film_id, rule=rule)


@receiver(original_going, dispatch_uid="courses.original_going")
def on_original_going(sender: Any, *, film_id: UUID, at: datetime, **kwargs: Any) -> None:
    from ..domain.films import originals  # models are loaded by now

    originals.tell_of_going(film_id, at=at)


@receiver(original_removed, dispatch_uid="courses.original_removed")
def on_original_removed(sender: Any, *, film_id: UUID, rule: str, **kwargs: Any) -> None:
    from ..domain.films import originals  # models are loaded by now

    originals.note_removed(film_id, rule=rule, size=kwargs["bytes"])


@receiver(broadcast_changed, dispatch_uid="courses.broadcast_told")
def on_broadcast_told(sender: Any, *, broadcast_id: UUID, **kwargs: Any) -> None:
    from ..domain.webinars import studio  # models are loaded by now

    studio.tell_state(broadcast_id)
