from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearn.people.api import on_merge, waits_for_answer
        from media_pipeline.api import keeps_slides

        # They register themselves.
        from . import checks, own_data, receivers, tasks  # noqa: F401
        from .domain import subjects
        from .domain.certificates import contributed
        from .domain.cohorts.cohort_merge import settle_merge as settle_cohorts
        from .domain.films.answers import recorders_of
        from .domain.merge import settle_merge
        from .domain.talk import thanks
        from .domain.webinars.merge import settle_merge as settle_attendances
        from .domain.webinars.slides import kept as kept_slides
        from .domain.webinars.succession import settle_merge as settle_registrations
        from .domain.webinars.talk_merge import settle_merge as settle_talk
        from .domain.works import volunteers
        from .signals import course_completed

        on_merge(settle_merge)
        on_merge(settle_cohorts)
        on_merge(thanks.settle_merge)
        on_merge(contributed.settle_merge)
        on_merge(settle_attendances)
        on_merge(settle_registrations)
        on_merge(settle_talk)
        on_merge(volunteers.settle_merge)
        waits_for_answer(recorders_of)
        subjects.register()
        keeps_slides(kept_slides)
        course_completed.connect(tasks.on_course_completed)
