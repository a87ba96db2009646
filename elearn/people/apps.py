from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "elearn.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import holdings, passkeys, receivers, retention_rules  # noqa: F401 - register
        from .domain import forget  # noqa: F401 - registers
