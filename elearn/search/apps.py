from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "elearn.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearn.web import finding

        from . import receivers
        from .domain.missed import waiting_misses
        from .port import answer

        receivers.connect_senders()
        finding.register(answer, missed=waiting_misses)
