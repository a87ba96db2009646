"""Who else can be seen or heard in the recording of a webinar: nobody described it, so a coordinator says so.

What an elder records by themself is described with who is in it. A webinar is on air before anybody knows; so it
becomes a lesson only after one of us has watched it through, had everybody asked, and said that there is nobody else.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.errors import NotLookedThrough
from courses.models import Contribution, Webinar
from elearn.history.api import Kind, note
from elearn.people.api import consents_for
from elearn.people.models import Account, Consent, Person
from elearn.web.numbers import number_in

from ..films.consents import ask_known, subject_of
from .recording import webinar_of


def is_looked_through(contribution: Contribution) -> bool:
    """Say whether nothing is wanting here: somebody said who is in the recording, or it is no webinar's."""
    webinar = webinar_of(contribution)
    return webinar is None or webinar.looked_through_at is not None


def refuse_unlooked(contribution: Contribution) -> None:
    """Raise NotLookedThrough while nobody has said who else is in the recording of a webinar."""
    if not is_looked_through(contribution):
        raise NotLookedThrough


def perhaps_seen(contribution: Contribution) -> QuerySet[Person]:
    """Give the hosts of a webinar who were not asked yet: they may have come into the picture, or spoken."""
    webinar = webinar_of(contribution)
    if webinar is None:
        return Person.objects.none()
    asked = consents_for(subject_of(contribution.film)).values("person")
    return webinar.hosts.exclude(pk__in=asked).exclude(pk=contribution.person_id).order_by("name", "pk")


@transaction.atomic
def ask_host(contribution: Contribution, person_id: str, *, by: Account) -> Consent | None:
    """Ask a host of the webinar whether they may be seen or heard; None where they are none, or asked already."""
    host = perhaps_seen(contribution).filter(pk=number_in(person_id)).first()
    return ask_known(contribution, host, by=by) if host else None


@transaction.atomic
def looked_through(contribution: Contribution, *, by: Account) -> bool:
    """Note that somebody watched the recording, and that nobody else is in it than who is asked; says if it was new."""
    webinar = webinar_of(contribution)
    if webinar is None:
        return False
    rows = Webinar.objects.filter(pk=webinar.pk, looked_through_at=None)
    if not rows.update(looked_through_at=timezone.now(), looked_through_by=by):
        return False
    note(
        Kind.RECORDING_LOOKED_THROUGH, who=by.person.key, subject=f"film:{contribution.film_id}",
        is_check=contribution.film.is_check,
    )  # fmt: skip
    return True
