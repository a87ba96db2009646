"""Addresses of groups of partner institutions, wishes to be let in, and reminders."""

from django.urls import URLPattern, path

from courses.views.cohorts import ask, invited, partner, reminders

urlpatterns: list[URLPattern] = [
    path("learn/<int:course_id>/ask/", ask.ask, name="ask_to_enrol"),
    path("learn/<int:course_id>/group/", invited.group, name="group"),
    path("i/<str:token>/", invited.invited, name="invited"),
    path("reminders/off/<str:token>/", reminders.reminders, name="reminders"),
    path("partner/", partner.groups, name="partner"),
    path("partner/students.<slug:form>", partner.empty_table, name="partner_empty"),
    path("partner/<int:pk>/", partner.group, name="partner_group"),
    path("partner/<int:pk>/completions.<slug:form>", partner.completions, name="partner_completions"),
    path("partner/<int:pk>/bring/", partner.bring, name="partner_bring"),
    path("partner/<int:pk>/bring/<int:file>/", partner.brought, name="partner_file"),
    path("partner/<int:pk>/bring/<int:file>/to-mend.<slug:form>", partner.flawed, name="partner_flawed"),
]
