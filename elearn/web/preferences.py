"""How a visitor likes to read: text size, contrast, captions, data.

Kept in one small cookie on the device and, for somebody signed in, with the account, which brings it to other devices.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "reading"
AGE = 365 * 24 * 3600  # seconds
CHOICES = {
    "text": ("100", "125", "150"),
    "scheme": ("system", "light", "dark", "high"),
    "captions": ("", "on"),
    "saver": ("auto", "on", "off"),
}


@dataclass(frozen=True)
class Preferences:
    """What one visitor chose. The words are those of `CHOICES`; a default is what nobody had to choose."""

    text: str = "100"  # per cent
    scheme: str = "system"
    captions: str = ""
    saver: str = "auto"  # on where the browser says that data is dear

    @property
    def classes(self) -> str:
        """The classes that the server writes on the page."""
        words = [f"k-text-{self.text}", f"k-scheme-{self.scheme}", f"k-saver-{self.saver}"]
        return " ".join([*words, "k-captions"] if self.captions else words)


def read_preferences(request: HttpRequest) -> Preferences:
    """Read the cookie; a word that is not one of ours is left out."""
    given = dict(parse_qsl(request.COOKIES.get(COOKIE, "")))
    known = {
        field.name: given[field.name] for field in fields(Preferences) if given.get(field.name) in CHOICES[field.name]
    }
    return Preferences(**known)


def keep_preferences(request: HttpRequest, response: HttpResponse, preferences: Preferences) -> None:
    """Write the cookie, so that the next page comes as chosen, and keep the choice with the account."""
    text = urlencode(asdict(preferences))
    set_cookie(response, text)
    person = getattr(request.user, "person", None)
    if person is not None and person.reading != text:
        person.reading = text
        person.save(update_fields=["reading"])


def bring_preferences(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """At sign-in, have the answer carry what the account keeps; a choice made on this device stays."""
    kept = getattr(getattr(user, "person", None), "reading", "")
    if kept and request is not None and COOKIE not in request.COOKIES:
        request.reading_to_keep = kept  # type: ignore[attr-defined]


def set_cookie(response: HttpResponse, text: str) -> None:
    """Write the cookie of the device."""
    response.set_cookie(
        COOKIE,
        text,
        max_age=AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
