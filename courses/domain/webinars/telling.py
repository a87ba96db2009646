"""What people are told about webinars: the facts that templates/notices/webinar_* speak of.

Times are kept as they are; the templates say them in the reader's language and in the time of this installation.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from courses.models import LiveCaptions, Registration, RegistrationState, Webinar, WebinarSeries
from elearn.notices.api import tell
from elearn.people.api import addressed, public_name
from elearn.people.models import Person
from elearn.safety.api import is_hidden


def facts_of(webinar: Webinar) -> dict[str, Any]:
    """Give what a message may say of a webinar."""
    return {
        "webinar": webinar.pk,
        "title": webinar.title,
        "speaker": public_name(webinar.speaker),
        "starts_at": iso(webinar.starts_at),
        "minutes": webinar.minutes,
        "spoken": webinar.language,
        "captions": webinar.live_captions != LiveCaptions.NONE,
        "address": reverse("courses:webinar", args=[webinar.pk]),
        "calendar": reverse("courses:webinar_calendar", args=[webinar.pk]),
    }


def iso(at: datetime | None) -> str:
    """Write a moment as facts hold it; "" for none."""
    return timezone.localtime(at).isoformat() if at else ""


def tell_place(row: Registration) -> None:
    """Tell somebody that they have a seat, or wait for one; once for each time they register."""
    kind = "webinar_registered" if row.state == RegistrationState.REGISTERED else "webinar_waiting"
    tell(
        row.person, kind, key=f"{kind}:{row.pk}:{row.registered_at.isoformat()}", facts=facts_of(row.webinar)
    )  # fmt: skip


def tell_series(person: Person, series: WebinarSeries, rows: Sequence[Registration]) -> None:
    """Tell in one message what somebody has registered for now."""
    if not rows:
        return
    lines = [
        {
            "title": row.webinar.title,
            "starts_at": iso(row.webinar.starts_at),
            "waits": row.state == RegistrationState.WAITING,
        }
        for row in rows
    ]
    facts = {"series": series.title, "lines": lines, "address": reverse("courses:webinars_mine")}
    newest = max(row.registered_at for row in rows)
    tell(person, "webinar_series", key=f"webinar_series:{series.pk}:{person.pk}:{newest.isoformat()}", facts=facts)


def everybody(webinar: Webinar) -> Iterable[Person]:
    """Give who has to know when something changes: who has a seat or waits, who speaks, hosts and types captions."""
    coming = Registration.objects.filter(webinar=webinar).exclude(state=RegistrationState.LEFT)
    found: dict[int, Person] = {row.person_id: row.person for row in coming.select_related("person")}
    for person in makers(webinar):
        found.setdefault(person.pk, person)
    return found.values()


def makers(webinar: Webinar) -> list[Person]:
    """Give who makes a webinar: its speaker, hosts and who types captions, each once."""
    found = {webinar.speaker_id: webinar.speaker}
    for person in (*webinar.hosts.all(), *webinar.captioners.all()):
        found.setdefault(person.pk, person)
    return list(found.values())


def tell_everybody(webinar: Webinar, kind: str, *, without: int | None = None, **more: Any) -> int:
    """Tell everybody who has to know, once for this state of the webinar; gives how many.

    While it is hidden, only who makes it: the others know that it does not take place as announced, and no more of it.
    """
    facts = facts_of(webinar) | more
    whom = makers(webinar) if is_hidden(f"webinar:{webinar.pk}") else everybody(webinar)
    told = [person for person in whom if person.pk != without]
    for person in told:
        tell(person, kind, key=f"{kind}:{webinar.pk}:{webinar.sequence}:{person.pk}", facts=facts)
    return len(told)


def tell_speaker(webinar: Webinar, kind: str, **more: Any) -> None:
    """Tell the speaker something, once for this state of the webinar."""
    facts = facts_of(webinar) | {"speaker": addressed(webinar.speaker)} | more
    tell(webinar.speaker, kind, key=f"{kind}:{webinar.pk}:{webinar.sequence}:{webinar.speaker_id}", facts=facts)


def tell_preparer(webinar: Webinar, kind: str, **more: Any) -> None:
    """Tell who prepared a webinar what has become of it."""
    by = webinar.created_by
    if by is not None and by.person_id and by.person_id != webinar.speaker_id:
        key = f"{kind}:{webinar.pk}:{webinar.sequence}:{by.person_id}"
        tell(by.person, kind, key=key, facts=facts_of(webinar) | more)
