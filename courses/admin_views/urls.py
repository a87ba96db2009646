"""Addresses of the coordinators' views, under /admin/school/."""

from django.urls import path

from . import answers, certificates, consents, hidden, videos

app_name = "courses_admin"
urlpatterns = [
    path("videos/", videos.videos, name="videos"),
    path("videos/<int:contribution_id>/", videos.video, name="video"),
    path("videos/<int:contribution_id>/people/", consents.consents, name="consents"),
    path("videos/<int:contribution_id>/people/<uuid:key>/", consents.consent, name="consent"),
    path("videos/<int:contribution_id>/people/<uuid:key>/paper/", consents.paper, name="consent_paper"),
    path("hidden/<uuid:film_id>/", hidden.hidden_film, name="hidden_film"),
    path("answers/", answers.waiting, name="answers"),
    path("answers/<int:contribution_id>/", answers.answer, name="answer"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<int:certificate_id>/", certificates.certificate, name="certificate"),
]
