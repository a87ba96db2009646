"""Which language a visitor reads. The interface may differ from the content: the visitor's choice sticks."""

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Locale, Page

CODES = tuple(code for code, _ in settings.LANGUAGES)


def chosen_language(request: HttpRequest) -> str | None:
    """Give the language the visitor chose: by the cookie, else the one their account keeps, else None."""
    cookie = _cookie_language(request)
    if cookie or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return cookie
    kept = getattr(getattr(get_user(request), "person", None), "language", None)
    return kept if kept in CODES else None


def accepted_language(request: HttpRequest) -> str:
    """Give the first of our languages that the browser asks for, else the site's first language."""
    for code, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if code.split("-")[0] in CODES:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE


def path_language(path: str) -> str | None:
    """Give the language of the content that an address like /az/… names, else None."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in CODES else None


def language_without_account(request: HttpRequest) -> str:
    """Give the language to speak without asking the database: for when that is what has failed."""
    return _cookie_language(request) or path_language(request.path_info) or accepted_language(request)


def _cookie_language(request: HttpRequest) -> str | None:
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return cookie if cookie in CODES else None


def interface_language(request: HttpRequest) -> str:
    """Give the language to speak to this visitor: chosen, else of the address, else of the browser."""
    return chosen_language(request) or path_language(request.path_info) or accepted_language(request)


def same_page_in(request: HttpRequest, address: str, language: str) -> str:
    """Give the address of a page's live translation into `language`; the same address if there is none."""
    written_in = path_language(address)
    if written_in in (None, language):
        return address
    path = address.split("?", 1)[0].split("#", 1)[0].removeprefix(f"/{written_in}")
    with translation.override(written_in):
        page = Page.find_for_request(request, path)
    locale = Locale.objects.filter(language_code=language).first()
    translated = page and locale and page.get_translation_or_none(locale)
    return translated.url if translated and translated.live else address
