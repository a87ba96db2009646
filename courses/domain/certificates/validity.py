"""Until when a certificate is valid, where its design says so. Nothing is deleted when it is over."""

from datetime import date, datetime, time

from django.utils import timezone

from .claims import Claims


def valid_until(claims: Claims) -> datetime | None:
    """Give the end of the last day on which it is valid; None for ever."""
    months = claims.design.get("valid_months")
    if not months or claims.is_taught or claims.is_contribution:
        return None
    day = months_later(claims.issued_on, int(months))
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)
