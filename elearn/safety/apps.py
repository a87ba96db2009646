from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "elearn.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from .models import Concern
        from .policies import SafeguardingOnly

        register_permission_policy(Concern, SafeguardingOnly(Concern))
