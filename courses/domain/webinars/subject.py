"""What a concern about a webinar is about, and what it takes out of sight once it is over: its page and recording.

Before and while it is on air a worry alone hides nothing, or it would be a way to stop anybody's webinar: the hosts are
told at once and have one button. So have the officers, on the page of the concern: they stop it, or hide it, which
stops it as well.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Webinar, WebinarState
from elearn.safety.api import Found

from . import alarm
from .queries import shown


def webinar_subject(reference: str) -> Found | None:
    """A webinar that was announced; its recording goes with it for who is signed in."""
    number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 15 else 0
    webinar = Webinar.objects.filter(pk=number, announced_at__isnull=False).select_related("broadcast").first()
    if webinar is None:
        return None
    is_over = webinar.state == WebinarState.ENDED
    film = (f"film:{webinar.broadcast.film_id}",) if webinar.broadcast and is_over else ()
    return Found(
        words=_("the webinar “%(title)s”") % {"title": webinar.title},
        address=reverse("courses:webinar", args=[webinar.pk]),
        hides=(f"webinar:{webinar.pk}", *film) if is_over else (),
        hides_anonymous=film,
        may_hide=() if is_over else (f"webinar:{webinar.pk}",),
        stop=alarm.stop_address(webinar),
        is_shown=shown().filter(pk=webinar.pk).exists(),
    )
