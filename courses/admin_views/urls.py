"""Addresses of the coordinators' views, under /admin/school/."""

from django.urls import path

from . import certificates, videos

app_name = "courses_admin"
urlpatterns = [
    path("videos/", videos.videos, name="videos"),
    path("videos/<int:contribution_id>/", videos.video, name="video"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<int:certificate_id>/", certificates.certificate, name="certificate"),
]
