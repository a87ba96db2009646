from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "elearn.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401 - registers
