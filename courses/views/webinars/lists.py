"""The public list of webinars with its filters, the month as a calendar, and a series."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.domain.webinars import queries
from courses.domain.webinars.calendar import subscribed_at
from courses.models import LiveCaptions, RegistrationState, TopicPage, Webinar, WebinarSeries, WebinarState
from elearn.people.api import person_of
from elearn.web.api import number_in

PER_PAGE = 12
COMING, PAST = "coming", "past"
WHEN = {COMING: _("Still to come"), PAST: _("Past, with recordings")}
# So far a calendar may be leafed through.
MONTHS = 24


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything else is as if nothing was asked."""

    when: str = COMING
    language: str = ""
    topic: str = ""
    captions: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.language or self.topic or self.captions)

    @property
    def query(self) -> str:
        said = {"when": self.when, "language": self.language, "topic": self.topic, "captions": "on" * self.captions}
        return urlencode({name: value for name, value in said.items() if value})


@dataclass
class Day:
    """A day of the month's calendar."""

    date: date
    is_other: bool
    is_today: bool
    webinars: list[Webinar] = field(default_factory=list)


@require_safe
def webinars(request: HttpRequest) -> HttpResponse:
    """List the webinars that are coming, or those that were; or show a month."""
    filters = _filters(request)
    context: dict[str, Any] = {
        "filters": filters,
        "topics": _topics(),
        "whens": WHEN.items(),
        "mine": _mine(request),
        "section": "webinars",
        "subscribe": subscribed_at(reverse("courses:webinars_feed")),
    }
    if month := request.GET.get("month"):
        context |= _month(filters, month)
        return render(request, "courses/webinars/month.html", context)
    rows = queries.past() if filters.when == PAST else queries.coming()
    part = Paginator(_filtered(rows, filters), PER_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "courses/webinars/list.html", context | {"slice": part, "month": _this_month()})


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a series: what is coming and what was."""
    found = get_object_or_404(WebinarSeries, pk=pk)
    coming = list(queries.coming().filter(series=found))
    past = list(queries.past().filter(series=found))
    if not coming and not past:
        raise Http404
    mine = _mine(request)
    left = [webinar for webinar in coming if webinar.pk not in mine]
    context = {"series": found, "coming": coming, "past": past, "mine": mine, "may_register": bool(left)}
    return render(request, "courses/webinars/series.html", context)


def _filters(request: HttpRequest) -> Filters:
    asked = request.GET
    language = asked.get("language", "")
    topic = asked.get("topic", "")
    return Filters(
        when=PAST if asked.get("when") == PAST else COMING,
        language=language if language in dict(settings.LANGUAGES) else "",
        topic=topic if number_in(topic) else "",
        captions=bool(asked.get("captions")),
    )


def _filtered(rows: QuerySet[Webinar], filters: Filters) -> QuerySet[Webinar]:
    if filters.language:
        rows = rows.filter(language=filters.language)
    if filters.topic:
        rows = rows.filter(topic=int(filters.topic))
    if filters.captions:
        rows = rows.exclude(live_captions=LiveCaptions.NONE)
    return rows


def _topics() -> QuerySet[TopicPage]:
    """Give the topics that some public webinar has."""
    used = queries.shown().filter(topic__isnull=False).values("topic")
    return TopicPage.objects.live().filter(pk__in=used).order_by("title")


def _mine(request: HttpRequest) -> dict[int, str]:
    """Give the webinars this visitor has a seat in, or waits for; one query, none for a visitor."""
    person = person_of(request.user)
    if person is None:
        return {}
    mine = person.registrations.exclude(state=RegistrationState.LEFT)
    return dict(mine.values_list("webinar", "state"))


# A month ----------------------------------------------------------------------------------------------
def _month(filters: Filters, text: str) -> dict[str, Any]:
    """Give a month as weeks of days, with the months before and after. Raises 404 for what is no month near now."""
    first = _first_of(text)
    weeks = Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    begins, ends = _midnight(weeks[0][0]), _midnight(weeks[-1][-1] + timedelta(days=1))
    public = Q(state=WebinarState.ENDED) | queries.still_to_come()
    rows = queries.with_seats(queries.shown().filter(public, starts_at__gte=begins, starts_at__lt=ends))
    by_day: dict[date, list[Webinar]] = defaultdict(list)
    for webinar in _filtered(rows, filters).order_by("starts_at", "pk"):
        if webinar.starts_at:
            by_day[timezone.localdate(webinar.starts_at)].append(webinar)
    today = timezone.localdate()
    return {
        "first": first,
        "weeks": [[Day(day, day.month != first.month, day == today, by_day[day]) for day in week] for week in weeks],
        "weekdays": [date_format(day, "l") for day in weeks[0]],
        "found": sum(len(found) for day, found in by_day.items() if day.month == first.month),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{first + timedelta(days=31):%Y-%m}",
    }


def _first_of(text: str) -> date:
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise Http404 from None
    today = timezone.localdate()
    if abs((first.year - today.year) * 12 + first.month - today.month) > MONTHS:
        raise Http404
    return first


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here


def _this_month() -> str:
    return f"{timezone.localdate():%Y-%m}"
