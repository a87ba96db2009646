"""What every template may say: who helps, which languages there are, how this visitor likes to read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from .language import path_language
from .preferences import read_preferences

# The cuts of our two faces that a page in each language needs at once; see static/fonts.mjs.
_FACES = {"az": ("plain", "azerbaijani"), "ru": ("plain", "cyrillic"), "en": ("plain",)}
_SECTIONS = {
    "courses": "courses",
    "learn": "courses",
    "webinars": "webinars",
    "guidance": "guidance",
    "care": "guidance",
    "counsel": "guidance",
    "desk": "desk",
    "record": "desk",
    "upload": "desk",
    "my-films": "desk",
    "help": "help",
    "settings": "settings",
    "sign-in": "sign-in",
}


def faces(language: str) -> list[str]:
    """Give the font files to fetch at once for a language."""
    return [
        f"fonts/{family}-{cut}.woff2"
        for cut in _FACES.get(language, ("plain",))
        for family in ("source-sans-3", "literata")
    ]


def section(path: str) -> str:
    """Give the part of the site that an address lies in: the one the head marks as current."""
    first, _, rest = path.lstrip("/").partition("/")
    if path_language(path):
        return "courses" if rest else ""
    return _SECTIONS.get(first, "")


def site(request: HttpRequest) -> dict[str, Any]:
    """Add `site` to a template. Asks the database nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site": {
            "name": settings.WAGTAIL_SITE_NAME,
            "languages": settings.LANGUAGES,
            "language": language,
            "faces": faces(language),
            "section": section(request.path_info),
            "path": request.path,
            # Where a small form on the page comes back to; what was posted is not sent again.
            "here": request.get_full_path() if request.method == "GET" else request.path,
            "help_phone": settings.HELP_PHONE,
            "help_name": settings.HELP_NAME,
            "help_email": settings.HELP_EMAIL,
            "base_url": settings.BASE_URL,
            "mailbox": settings.MAILBOX,
            "preferences": read_preferences(request),
            "is_broken": getattr(request, "is_broken", False),
        }
    }
