"""Receivers only register: what happens to the pages of courses is passed on to the domain."""

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, pre_page_move

from elearn.people.models import Account

from ..models import CoursePage, LessonPage, ModulePage


@receiver(pre_page_move, dispatch_uid="courses.page_moves")
def on_page_moves(sender: Any, *, instance: Any, parent_page_after: Any, **kwargs: Any) -> None:
    from ..domain.building.moving import refuse_to_leave  # models are loaded by now

    refuse_to_leave(instance, parent_page_after)


@receiver(post_save, sender=CoursePage, dispatch_uid="courses.teacher_named")
def on_teacher_named(sender: Any, *, instance: CoursePage, **kwargs: Any) -> None:
    from ..domain.building.teachers import open_doors  # models are loaded by now

    open_doors(instance.teacher)


@receiver(post_save, sender=Account, dispatch_uid="courses.teacher_joins")
def on_teacher_joins(sender: Any, *, instance: Account, created: bool, **kwargs: Any) -> None:
    from ..domain.building.teachers import open_doors  # models are loaded by now

    if created and CoursePage.objects.filter(teacher=instance.person_id).exists():
        open_doors(instance.person)


@receiver(pre_save, dispatch_uid="courses.page_public_before")
def on_page_saved(sender: Any, *, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    from ..domain.building.lagging import remember_public  # models are loaded by now

    if not raw:
        remember_public(instance)


@receiver(page_published, dispatch_uid="courses.page_published_rendering")
def on_page_published(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.building.lagging import note_rendering  # models are loaded by now
    from ..domain.building.one_course import bind_terms

    note_rendering(instance)
    bind_terms(instance)


@receiver(page_unpublished, dispatch_uid="courses.part_unpublished")
def on_part_unpublished(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.building.lagging import lost_a_part  # models are loaded by now

    lost_a_part(instance)


@receiver(pre_delete, sender=ModulePage, dispatch_uid="courses.module_deleted")
@receiver(pre_delete, sender=LessonPage, dispatch_uid="courses.lesson_deleted")
def on_part_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from ..domain.building.lagging import lost_a_part  # models are loaded by now

    if instance.live:
        lost_a_part(instance)
