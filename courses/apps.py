from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearn.people.api import on_merge, waits_for_answer

        from . import checks, own_data, receivers, tasks  # noqa: F401  they register themselves
        from .domain import subjects, thanks
        from .domain.answers import recorders_of
        from .domain.merge import settle_merge
        from .signals import course_completed

        on_merge(settle_merge)
        on_merge(thanks.settle_merge)
        waits_for_answer(recorders_of)
        subjects.register()
        course_completed.connect(tasks.on_course_completed)
