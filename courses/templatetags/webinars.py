"""What pages and messages about webinars are written with: times, seats in words, what only the speaker may open."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_ALT, WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.domain.webinars import queries
from courses.domain.webinars.links import speaker_address
from courses.domain.webinars.record import RECORD_HELP, RECORD_LABEL
from courses.models import RegistrationState, Webinar
from elearn.people.api import public_name
from elearn.web.templatetags.korpu import spoken_language

register = template.Library()
HIDDEN = "…"
# As browsers count them: the week begins on Sunday. Their own names will not do, they know none in Azerbaijani.
DAYS = [WEEKDAYS[6], *(WEEKDAYS[number] for number in range(6))]
MONTHS = [MONTHS_ALT[number] for number in range(1, 13)]


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
    return _marked(local, f"{words}{zone}")


@register.simple_tag
def webinar_hour(at: datetime, *, look: str = "k-month__clock") -> SafeString:
    """Write the time of day at which a webinar begins, where its day is known; the visitor’s own is added as well."""
    local = timezone.localtime(at)
    return _marked(local, f"{local:%H:%M}", look=look)


def _marked(local: datetime, words: str, *, look: str = "") -> SafeString:
    """Mark a time with what `local-time.js` needs to add the visitor’s own."""
    days, months = (" ".join(_inside(name) for name in names) for names in (DAYS, MONTHS))
    return format_html(
        '<time{} datetime="{}" data-local-time data-zone="{}" data-words="{}" data-days="{}" data-months="{}">'
        "{}</time>",
        format_html(' class="{}"', look) if look else "", local.isoformat(), settings.TIME_ZONE,
        _("your time: {when}"), days, months, words,
    )  # fmt: skip


def _inside(name: object) -> str:
    """Write a day or a month as it stands inside a sentence, without a blank that parts it from the next."""
    written = str(name).replace(" ", "\u00a0")
    return written.lower() if get_language() == "ru" else written


def zone_words() -> str:
    """Name the time of this installation by its city: "Baku time"."""
    if settings.TIME_ZONE == "Asia/Baku":
        return _("Baku time")
    if settings.TIME_ZONE.startswith("Etc/"):  # no city; and its sign is the wrong way round
        return f"UTC{timezone.localtime().isoformat()[-6:]}"
    return _("%(city)s time") % {"city": settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")}


@register.simple_tag
def webinar_zone() -> str:
    return zone_words()


@register.filter
def webinar_end(webinar: Webinar) -> datetime | None:
    """Give when a webinar is planned to end."""
    return queries.ends_at(webinar) if webinar.starts_at else None


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
