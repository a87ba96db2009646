"""Addresses about guides for their readers: corrections, mistakes, following a topic."""

from django.urls import path

from .views import reader

urlpatterns = [
    path("corrections/", reader.corrections, name="corrections"),
    path("mistake/<int:pk>/", reader.mistake, name="mistake"),
    path("mistake/<int:pk>/thanks/", reader.mistake_thanks, name="mistake_thanks"),
    path("following/", reader.following, name="following"),
    path("follow/<int:pk>/", reader.follow_topic, name="follow"),
    path("follow/<int:pk>/code/", reader.FollowCodeView.as_view(), name="follow_code"),
    path("follow/<int:pk>/done/", reader.follow_done, name="follow_done"),
    path("stop/<uuid:key>/", reader.stop_following, name="stop"),
]
