"""When a video will be there, in words: as a person would say it, rather a little late than too early."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_pipeline.api import Estimate

MINUTE, HOUR, DAY = 60, 3600, 86_400


def when_words(estimate: Estimate | None) -> str:
    """Say when a video can be watched, and when it is ready; "" where nothing is left to say."""
    if estimate is None:
        return ""
    if estimate.is_stalled:
        return _("Nothing is being prepared just now. Your video is safe, and we are looking into it.")
    if estimate.ready is None and estimate.watchable is None:
        return _("We cannot say yet how long it takes. You can leave this page; we write to you.")
    said = [_watchable(estimate), _ready(estimate), _ahead(estimate.ahead)]
    return " ".join(words for words in said if words)


def _watchable(estimate: Estimate) -> str:
    if estimate.watchable is None or _is_the_same(estimate):
        return ""
    return _("You can watch it %(when)s.") % {"when": in_words(estimate.watchable)}


def _ready(estimate: Estimate) -> str:
    if estimate.ready is None:
        return ""
    return _("It is ready %(when)s.") % {"when": in_words(estimate.ready)}


def _ahead(films: int) -> str:
    if not films:
        return ""
    words = ngettext("One other video comes first.", "%(number)d other videos come first.", films)
    return words % {"number": films}


def _is_the_same(estimate: Estimate) -> bool:
    return estimate.ready is not None and in_words(estimate.ready) == in_words(estimate.watchable or 0)


def in_words(seconds: float) -> str:
    """Say a time to wait, rounded up: to minutes, then to five of them, then to hours, then to days."""
    if seconds < 45:
        return _("in less than a minute")
    minutes = math.ceil((seconds - 15) / MINUTE)  # a quarter of a minute is no minute
    if minutes <= 10:
        return ngettext("in about a minute", "in about %(number)d minutes", minutes) % {"number": minutes}
    if minutes <= 55:
        return _("in about %(number)d minutes") % {"number": 5 * math.ceil(minutes / 5)}
    hours = math.ceil((seconds - 10 * MINUTE) / HOUR)
    if hours <= 12:
        return ngettext("in about an hour", "in about %(number)d hours", hours) % {"number": hours}
    if seconds <= DAY:
        return _("by tomorrow")
    days = math.ceil(seconds / DAY)
    return ngettext("in about a day", "in about %(number)d days", days) % {"number": days}
