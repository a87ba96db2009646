"""How a visitor likes to read: text size, contrast, captions, data. Kept in one small cookie on the device."""

from dataclasses import asdict, dataclass, fields
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


def keep_preferences(response: HttpResponse, preferences: Preferences) -> None:
    """Write the cookie, so that the next page comes as chosen."""
    response.set_cookie(
        COOKIE,
        urlencode(asdict(preferences)),
        max_age=AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
