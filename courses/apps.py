from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearn.people.api import on_merge

        from . import checks, receivers, tasks  # noqa: F401  checks and receivers register themselves
        from .domain.merge import settle_merge
        from .signals import course_completed

        on_merge(settle_merge)
        course_completed.connect(tasks.on_course_completed)
