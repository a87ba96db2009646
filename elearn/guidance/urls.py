"""Addresses of guidance, one module for each part."""

from django.urls import include, path

app_name = "guidance"
urlpatterns = [
    path("guidance/", include("elearn.guidance.urls_pages")),
    path("guidance/", include("elearn.guidance.urls_review")),
    path("guidance/", include("elearn.guidance.urls_reading")),
    path("care/", include("elearn.guidance.urls_care")),
    path("counsel/work/", include("elearn.guidance.urls_counsel")),
    path("counsel/", include("elearn.guidance.urls_cases")),
]
