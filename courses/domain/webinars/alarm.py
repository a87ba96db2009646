"""A concern about a webinar: its hosts hear of it at once, and each of them can stop the broadcast with one button.

So can the safeguarding officers; and of one that runs without a host the coordinators hear. What was stopped is hidden
in the same moment, for everybody, until a safeguarding officer has decided.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.errors import WebinarOver
from courses.models import LiveEvent, LiveQuestion, Webinar, WebinarState
from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.models import Person, Role
from elearn.safety.api import Found, hide, report
from elearn.safety.models import Concern, Hidden, HiddenState
from media_pipeline.models import BroadcastState

from . import missed
from .events import CONCERN, publish
from .talk import PUBLIC, SUBJECT, hiding_changed


# What a concern can be about -----------------------------------------------------------------------------
def question_subject(reference: str) -> Found | None:
    """A question that everybody saw in a webinar; who says it puts somebody at risk takes it out of sight."""
    question = _question(reference)
    if question is None or question.state not in PUBLIC:
        return None
    subject = (f"{SUBJECT}:{question.pk}",)
    return Found(
        words=_("a question in the webinar “%(title)s”") % {"title": question.webinar.title},
        address=reverse("courses:webinar", args=[question.webinar_id]),
        text=question.text,
        hides=subject,
        hides_anonymous=(),  # only who is signed in has seen it
        stop=stop_address(question.webinar),
    )


def question_changed(reference: str, is_hidden: bool) -> None:
    """Take a question out of sight, or show it again."""
    if question := _question(reference):
        hiding_changed(question.pk, is_now_hidden=is_hidden)


def _question(reference: str) -> LiveQuestion | None:
    number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 15 else 0
    return LiveQuestion.objects.filter(pk=number).select_related("webinar").first()


# Hosts hear of it ------------------------------------------------------------------------------------------
def concern_raised(concern: Concern) -> None:
    """Tell the hosts of a webinar that somebody is worried about it, without any of the words."""
    webinar, question = _about(concern.subject)
    if webinar is None or webinar.state not in (WebinarState.ANNOUNCED, WebinarState.ON_AIR):
        return
    if webinar.broadcast and webinar.broadcast.state == BroadcastState.ENDED:
        return  # stopped already, perhaps by this very concern
    data = {"about": "question" if question else "webinar", "question": question, "at": concern.created_at.isoformat()}
    asker = LiveQuestion.objects.get(pk=question).person if question else None
    left_out = [webinar.speaker_id, asker.pk if asker else None]  # whom it may be about
    unconcerned = [pk for pk in left_out if pk]
    hosts = list(webinar.hosts.exclude(pk__in=unconcerned))
    told = hosts or list(_coordinators(webinar).exclude(pk__in=unconcerned))
    for one in told:
        tell(
            one, "webinar_concern", key=f"webinar_concern:{concern.pk}:{one.key}",
            facts={
                "title": webinar.title,
                "address": reverse("courses:webinar_moderate", args=[webinar.pk]),
                "hosts": one in hosts,
            },
        )  # fmt: skip
    publish(webinar, CONCERN, data, to="hosts", but=asker)


def _coordinators(webinar: Webinar) -> QuerySet[Person]:
    """Who can press the button of a webinar that runs without anybody beside it; of one to come there is time."""
    if webinar.state != WebinarState.ON_AIR:
        return Person.objects.none()
    held = {"account__is_active": True, "account__groups__name": Role.COORDINATOR.value}
    return Person.objects.filter(**held, is_check=False).order_by("pk").distinct()


def _about(subject: str) -> tuple[Webinar | None, int | None]:
    kind, _colon, reference = subject.partition(":")
    webinars = Webinar.objects.all()
    if kind == "webinar" and reference.isdecimal():
        return webinars.filter(pk=int(reference)).first(), None
    if kind == SUBJECT:
        question = _question(reference)
        return (question.webinar, question.pk) if question else (None, None)
    if kind == "film":
        try:
            return webinars.filter(broadcast__film=UUID(reference)).first(), None
        except ValueError:
            return None, None
    return None, None


def concerns_of(webinar: Webinar, reader: Person) -> list[LiveEvent]:
    """Give the concerns of the last hours, the newest first, but for those that may be about who reads them."""
    rows = LiveEvent.objects.filter(webinar=webinar, name=CONCERN).exclude(person=reader)
    return [] if webinar.speaker_id == reader.pk else list(rows.order_by("-number")[:5])


# One button ------------------------------------------------------------------------------------------------
def is_running(webinar: Webinar) -> bool:
    """Say whether there is a broadcast to stop."""
    broadcast = webinar.broadcast
    return broadcast is not None and broadcast.state in (BroadcastState.ON_AIR, BroadcastState.PAUSED)


def stop_address(webinar: Webinar) -> str:
    """Give where a broadcast is stopped; "" where nothing is on air."""
    return reverse("courses:webinar_stop", args=[webinar.pk]) if is_running(webinar) else ""


@transaction.atomic
def webinar_changed(reference: str, is_hidden: bool) -> None:
    """Stop the broadcast of a webinar that an officer hides: who watches already never comes to its page again.

    Who comes to one that has not begun is told.
    """
    webinar = Webinar.objects.filter(pk=int(reference)).select_related("broadcast", "speaker").first()
    if webinar:
        missed.hiding_changed(webinar, is_now_hidden=is_hidden)
    if not is_hidden or webinar is None or webinar.broadcast is None or not is_running(webinar):
        return
    films.end_broadcast(webinar.broadcast, because=CONCERN)
    row = Hidden.objects.exclude(state=HiddenState.RESTORED).get(subject=f"webinar:{reference}")
    hide(f"film:{webinar.broadcast.film_id}", concern=row.concern, by=row.decided_by)
    who = row.decided_by.person if row.decided_by else None
    history.note(history.Kind.WEBINAR_STOPPED, who=who.key if who else None, subject=f"webinar:{webinar.pk}")


@transaction.atomic
def stop(webinar: Webinar, *, by: Person, is_host: bool = True) -> Concern:
    """End a broadcast at once because of a concern and hide what was sent; the officers are told as of a risk.

    The caller has seen that `by` hosts, or is an officer. Raises WebinarOver when nothing is or was on air.
    """
    broadcast = webinar.broadcast
    if broadcast is None or not is_running(webinar):
        raise WebinarOver
    films.end_broadcast(broadcast, because=CONCERN)
    by_host = _("A host stopped the broadcast. Please look at what was sent.")
    by_officer = _("A safeguarding officer stopped the broadcast. Please look at what was sent.")
    concern = report(
        by_host if is_host else by_officer,
        about=webinar.title, person=by, subject=f"film:{broadcast.film_id}", states_risk=True,
    )  # fmt: skip
    hide(f"film:{broadcast.film_id}", concern=concern)
    history.note(history.Kind.WEBINAR_STOPPED, who=by.key, subject=f"webinar:{webinar.pk}", is_check=by.is_check)
    return concern
