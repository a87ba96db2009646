"""Receivers only register: what other rooms announce is passed on to the domain."""

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
from media_pipeline.signals import film_changed


@receiver(film_changed, dispatch_uid="courses.film_changed")
def on_film_changed(sender: Any, *, film_id: UUID, state: str, **kwargs: Any) -> None:
    from .domain import contribute  # models are loaded by now

    contribute.film_changed(film_id, state)


@receiver(standing_changed, dispatch_uid="courses.standing_changed")
def on_standing_changed(sender: Any, *, person: Person, **kwargs: Any) -> None:
    from .domain.waiting import align  # models are loaded by now

    align(person)


@receiver(going_public, dispatch_uid="courses.going_public")
def on_going_public(sender: Any, *, page: Any, **kwargs: Any) -> None:
    from .domain.review import refuse_unfit  # models are loaded by now
    from .models import LessonPage

    if isinstance(page, LessonPage):
        refuse_unfit(page)


@receiver(page_published, dispatch_uid="courses.page_published")
def on_page_published(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from .domain.review import settle_course  # models are loaded by now
    from .models import CoursePage, LessonPage

    if isinstance(instance, CoursePage):
        settle_course(instance)
    elif isinstance(instance, LessonPage):
        settle_course(instance.get_parent().specific)


@receiver(pre_delete, sender="courses.LessonPage", dispatch_uid="courses.lesson_deleted")
def on_lesson_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from .domain.review import give_back  # models are loaded by now

    give_back(instance)


@receiver(submission_decided, dispatch_uid="courses.submission_decided")
def on_submission_decided(sender: Any, *, submission: Submission, is_shown: bool, **kwargs: Any) -> None:
    from .domain import thanks  # models are loaded by now

    if is_shown and submission.kind == thanks.KIND:
        thanks.passed_on(submission)


@receiver(consent_withdrawn, dispatch_uid="courses.consent_withdrawn")
def on_consent_withdrawn(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from .domain import consents, withdrawal  # models are loaded by now
    from .tasks_films import after_taking_back

    if withdrawal.consent_ended(consent):
        film_id = str(consents.film_id_of(consent.subject))
        transaction.on_commit(lambda: after_taking_back.enqueue(film_id))


@receiver(consent_refused, dispatch_uid="courses.consent_refused")
def on_consent_refused(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from .domain import consents, withdrawal  # models are loaded by now

    withdrawal.hide_for_a_time(consent)
    consents.tell_teacher_of_no(consent)


@receiver(consent_given, dispatch_uid="courses.consent_given")
def on_consent_given(sender: Any, *, consent: Consent, **kwargs: Any) -> None:
    from .domain import withdrawal  # models are loaded by now

    withdrawal.show_again(consent)
