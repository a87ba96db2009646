from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "elearn.guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import care_subjects, case_subject, guide_subject
        from . import own_data_care as own_data_care
        from . import own_data_cases as own_data_cases
        from . import own_data_counsel as own_data_counsel
        from . import own_data_review as own_data_review
        from . import receivers as receivers
        from . import receivers_cases as receivers_cases
        from . import receivers_review as receivers_review

        case_subject.register()
        care_subjects.register()
        guide_subject.register()
