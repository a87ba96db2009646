from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "elearn.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import own_data, receivers  # noqa: F401 - register
