"""Badges: the holder's own, and what everybody reads who checks one elsewhere."""

from typing import Any


def badges() -> dict[str, Any]:
    from courses.domain.badges import badge_keys

    picture = r"badges/achievements/(?P<key>[\w-]{1,40})/picture\.(?P<form>png|svg)"
    return {
        "thumbprint": badge_keys.thumbprint(),
        "badges/achievements/<slug:key>/:key": "home",
        f"{picture}:key": "home",
        f"{picture}:form": "png",
        r"c/(?P<reference>[^/]+)/badge\.(?P<form>jwt|svg|png):form": "jwt",
    }
