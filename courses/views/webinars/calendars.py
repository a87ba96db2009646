"""Webinars for calendars: one to keep, all to subscribe to, and one's own at a secret address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from courses.domain.webinars import calendar

from .register import shown_webinar


@never_cache
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one webinar as a file that every calendar opens; of a cancelled one, that it is cancelled."""
    webinar = shown_webinar(request, pk)
    if webinar.starts_at is None:
        raise Http404
    answer = _answer(calendar.written([webinar], name=webinar.title, reminds=True))
    answer["Content-Disposition"] = f'attachment; filename="{slugify(webinar.title) or "webinar"}-{webinar.pk}.ics"'
    return answer


@cache_control(public=True, max_age=600)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give all public webinars, to subscribe to; cancelled ones say so, or they would stay in calendars."""
    with translation.override(settings.LANGUAGE_CODE):  # the same for everybody, as caches on the way keep it
        return _answer(calendar.written(calendar.public_entries(), name=_("Webinars of Körpü")))


@never_cache
@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give somebody's own webinars; nothing for an address that was never one, or is none any more."""
    person = calendar.person_by_feed(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        answer = _answer(calendar.written(calendar.own_entries(person), name=_("My webinars")))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _answer(written: bytes) -> HttpResponse:
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")
