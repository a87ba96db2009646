"""Who may, around a webinar: watch it live, stand in the studio, host it, type its captions.

What a webinar says of itself is public. To watch it live one is registered; who makes it needs no seat.
"""

from courses.models import Registration, RegistrationState, Webinar, WebinarState
from elearn.people.api import has_role, is_minor, person_of
from elearn.people.models import Role

from .policies import Visitor

RUN = "courses.run_webinar"
READ_ATTENDANCE = "courses.read_attendance"
# What everybody may read of; the rest is for who prepares it.
PUBLIC = (WebinarState.ANNOUNCED, WebinarState.ON_AIR, WebinarState.ENDED)


def may_prepare(user: Visitor) -> bool:
    """Say whether this person prepares and hosts webinars by their role."""
    return user.has_perm(RUN)


def is_speaker(user: Visitor, webinar: Webinar) -> bool:
    person = person_of(user)
    return person is not None and person.pk == webinar.speaker_id


def is_host(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person may press the buttons of a webinar from beside: its hosts, and who prepares webinars."""
    person = person_of(user)
    if person is None:
        return False
    return may_prepare(user) or webinar.hosts.filter(pk=person.pk).exists()


def hears_concerns(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person is told that somebody is worried: who hosts, and never the speaker it may be about."""
    return is_host(user, webinar) and not is_speaker(user, webinar)


def may_stop(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person may end a broadcast because somebody is at risk: who makes it, and the officers."""
    return has_role(user, Role.SAFEGUARDING) or may_use_studio(user, webinar)


def may_use_studio(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person may open the studio: the speaker, the hosts, and who prepares webinars."""
    return is_speaker(user, webinar) or is_host(user, webinar)


def may_caption(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person may type live captions: who was invited to, and who hosts; nobody under age.

    Everybody reads a line the moment it is typed, and no moderator before them.
    """
    person = person_of(user)
    if person is None or person.guarded or is_minor(person):
        return False
    return webinar.captioners.filter(pk=person.pk).exists() or is_host(user, webinar)


def is_registered(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person has a seat; the waiting list is none."""
    person = person_of(user)
    return (
        person is not None
        and Registration.objects.filter(
            webinar=webinar, person=person, state=RegistrationState.REGISTERED
        ).exists()
    )  # fmt: skip


def may_watch_live(user: Visitor, webinar: Webinar) -> bool:
    """Say whether this person watches while it is on air: with a seat, or as one of those who make it."""
    return is_registered(user, webinar) or may_use_studio(user, webinar) or may_caption(user, webinar)


def may_see(user: Visitor, webinar: Webinar) -> bool:
    """Say whether a webinar has a page for this person: public once announced, before that for who makes it.

    A cancelled one keeps its page when it had been announced, so that who comes learns of it.
    """
    if webinar.state in PUBLIC or (webinar.state == WebinarState.CANCELLED and webinar.announced_at):
        return True
    return may_use_studio(user, webinar)
