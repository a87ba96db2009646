from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VisitsConfig(AppConfig):
    name = "elearn.visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import own_data, receivers, subjects  # noqa: F401  the first two register themselves
        from .overlap import hold_apart

        subjects.register()
        post_migrate.connect(hold_apart, sender=self)
