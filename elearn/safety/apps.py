from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "elearn.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from . import checks, own_data  # noqa: F401  they register themselves
        from .models import Concern, Submission
        from .policies import Moderators, SafeguardingOnly

        register_permission_policy(Concern, SafeguardingOnly(Concern))
        register_permission_policy(Submission, Moderators(Submission))
