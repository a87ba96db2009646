"""Addresses of credentials, of what stands behind them, and of our keys."""

from django.urls import URLPattern, path, re_path

from courses.views import badges, badges_public, shown, signature

urlpatterns: list[URLPattern] = [
    path(".well-known/did.json", badges_public.did, name="badge_did"),
    path("badges/issuer/", badges_public.issuer, name="badge_issuer"),
    re_path(r"^badges/keys/(?P<thumbprint>[\w-]{1,64})$", badges_public.key, name="badge_key"),
    path("badges/status/<int:number>", badges_public.status, name="badge_status"),
    path("badges/achievements/<slug:key>/", badges_public.achievement, name="badge_achievement"),
    re_path(
        r"^badges/achievements/(?P<key>[\w-]{1,40})/picture\.(?P<form>png|svg)$",
        badges_public.picture,
        name="badge_picture",
    ),
    re_path(r"^c/(?P<reference>[^/]+)/badge\.(?P<form>jwt|svg|png)$", badges.badge, name="badge"),
    path("c/<str:reference>/shown/", shown.shown, name="choose_shown"),
    path("about-our-signature/", signature.signature, name="about_signature"),
]
