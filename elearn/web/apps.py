from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "elearn.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from .preferences import bring_preferences

        user_logged_in.connect(bring_preferences)
