"""How times are said, in pages and messages alike: a moment of a row, or the text that a message was given of one."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day_in_words(at: datetime | str | None) -> str:
    """Say the day of a moment: "Tuesday, 24 November"."""
    found = _moment(at)
    return date_format(found, "l, j E") if found else ""


@register.filter
def day_in_digits(at: datetime | str | None) -> str:
    """Say it shortly, for text messages: "24.11."."""
    found = _moment(at)
    return f"{found:%d.%m.}" if found else ""


@register.filter
def clock(at: datetime | str | None) -> str:
    """Say the time of day of a moment: "18:00"."""
    found = _moment(at)
    return f"{found:%H:%M}" if found else ""


@register.filter
def date_in_words(day: str) -> str:
    """Say a day without an hour that a message was given: "24 November 2026"."""
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


@register.filter
def date_in_digits(day: str) -> str:
    """Say such a day shortly, for text messages: "24.11.2026"."""
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""


def _moment(at: datetime | str | None) -> datetime | None:
    if isinstance(at, datetime):
        return timezone.localtime(at)
    try:
        found = datetime.fromisoformat(at) if at else None
    except ValueError:
        return None
    return timezone.localtime(found) if found and timezone.is_aware(found) else None
