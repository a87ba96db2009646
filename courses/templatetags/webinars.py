"""What pages and messages about webinars are written with: times, seats in words, what only the speaker may open."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.webinars import queries
from courses.domain.webinars.links import speaker_address
from courses.domain.webinars.record import RECORD_HELP, RECORD_LABEL
from courses.models import RegistrationState, Webinar
from elearn.people.api import public_name
from elearn.web.templatetags.korpu import spoken_language

register = template.Library()
HIDDEN = "…"


# Times ----------------------------------------------------------------------------------------------
@register.simple_tag
def webinar_time(at: datetime | None, *, short: bool = False) -> str | SafeString:
    """Write when a webinar begins, in the time of this installation; a script adds the visitor's own where it differs.

    `short`: without the name of the zone, for lists that say it once.
    """
    if at is None:
        return _("No day yet")
    local = timezone.localtime(at)
    words = _("%(day)s at %(time)s") % {"day": date_format(local, "l, j E Y"), "time": f"{local:%H:%M}"}
    zone = "" if short else f" ({zone_words()})"
    return format_html(
        '<time datetime="{}" data-local-time data-zone="{}" data-words="{}">{}{}</time>',
        local.isoformat(), settings.TIME_ZONE, _("your time: {when}"), words, zone,
    )  # fmt: skip


def zone_words() -> str:
    """Name the time of this installation by its city: "Baku time"."""
    if settings.TIME_ZONE == "Asia/Baku":
        return _("Baku time")
    if settings.TIME_ZONE.startswith("Etc/"):  # no city; and its sign is the wrong way round
        return f"UTC{timezone.localtime():%z}"
    return _("%(city)s time") % {"city": settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")}


@register.simple_tag
def webinar_zone() -> str:
    return zone_words()


@register.filter
def webinar_day(at: datetime | str | None) -> str:
    """Say a day: "Tuesday, 24 November"."""
    found = _moment(at)
    return date_format(found, "l, j E") if found else ""


@register.filter
def webinar_day_short(at: datetime | str | None) -> str:
    """Say a day shortly, for text messages: "24.11."."""
    found = _moment(at)
    return f"{found:%d.%m.}" if found else ""


@register.filter
def webinar_clock(at: datetime | str | None) -> str:
    """Say a time of day: "18:00"."""
    found = _moment(at)
    return f"{found:%H:%M}" if found else ""


@register.filter
def webinar_end(webinar: Webinar) -> datetime | None:
    """Give when a webinar is planned to end."""
    return queries.ends_at(webinar) if webinar.starts_at else None


def _moment(at: datetime | str | None) -> datetime | None:
    """Read a moment of a row, or the text that a message was given of one."""
    if isinstance(at, datetime):
        return timezone.localtime(at)
    try:
        found = datetime.fromisoformat(at) if at else None
    except ValueError:
        return None
    return timezone.localtime(found) if found and timezone.is_aware(found) else None


# Lists ----------------------------------------------------------------------------------------------
@register.simple_tag
def coming_webinars(count: int = 3) -> list[Webinar]:
    """Give the next webinars; one query."""
    return list(queries.coming()[:count])


# Words ----------------------------------------------------------------------------------------------
@register.filter
def speaker_name(webinar: Webinar) -> str:
    """Write who speaks, as others may see it."""
    return public_name(webinar.speaker)


@register.filter
def seats_words(webinar: Webinar) -> str:
    """Say how many seats are free; "" where there is room for everybody."""
    left = queries.seats_left(webinar)
    if left is None:
        return ""
    if not left:
        return _("All seats are taken. There is a waiting list.")
    return ngettext("%(count)d seat free", "%(count)d seats free", left) % {"count": left}


@register.filter
def minutes_words(minutes: int) -> str:
    """Say how long: "45 minutes"."""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


@register.simple_tag
def mine_word(mine: dict[int, str], webinar_id: int) -> str:
    """Say how this visitor is registered for a webinar of a list; "" where they are not."""
    state = (mine or {}).get(webinar_id, "")
    words = {RegistrationState.REGISTERED: _("You are registered"), RegistrationState.WAITING: _("You are waiting")}
    return words.get(RegistrationState(state), "") if state else ""


@register.simple_tag
def record_words() -> dict[str, Any]:
    """Give what is asked about the record of one's minutes."""
    return {"label": RECORD_LABEL, "help": RECORD_HELP}


@register.simple_tag
def studio_address(webinar: Webinar) -> str:
    """Give the address of a webinar's studio."""
    return reverse("courses:webinar_studio", args=[webinar.pk])


@register.filter
def spoken_words(code: str) -> str:
    """Name a language inside a sentence; "" for one that this installation does not have."""
    return spoken_language(code) if code in dict(settings.LANGUAGES) else ""


# Messages -------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def speaker_link(context: dict[str, Any], webinar_id: int) -> str:
    """Write the address at which the speaker answers; staff who read the message do not see it."""
    if context.get("for_staff"):
        return HIDDEN
    webinar = Webinar.objects.select_related("speaker").filter(pk=webinar_id, speaker=context["person"]).first()
    return f"{context['base_url']}{speaker_address(webinar)}" if webinar else ""
