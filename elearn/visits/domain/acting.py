"""Who does something about an elder's visits: the elder, a helper of their choice, or our staff on the phone.

Asked at every deed, in its transaction: nobody gets round it by another page. What a helper does is written down for
the elder; staff who help somebody are their helper, and trainers answer for nobody they visit.
"""

from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Did, Person, Role, Scope

from ..enums import Channel, Way
from ..errors import NotYours

CHANNELS = {Way.SITE: Channel.SELF, Way.COMPANION: Channel.COMPANION, Way.OPERATOR: Channel.OPERATOR}


def way_of(person: Person, by: Account | None) -> Way:
    """Say in what part somebody acts for an elder. Raises NotYours for everybody who has none."""
    if by is None or not person.speaks_for_themself:
        raise NotYours
    if by.person_id == person.pk:
        return Way.SITE
    if people.is_helper_of(by.person_id, person.pk):
        if people.may_act(by, person, Scope.BOOK):
            return Way.COMPANION
        raise NotYours
    if is_office(by):
        return Way.OPERATOR
    raise NotYours


def is_office(by: Account | None) -> bool:
    """Say whether somebody takes calls and plans visits here."""
    return by is not None and (people.has_role(by, Role.OPERATOR) or people.has_role(by, Role.COORDINATOR))


def act_as(person: Person, *, by: Account | None, did: Did, subject: str = "", title: str = "") -> Way:
    """Give in what part somebody acts, and write a helper's act down. Raises NotYours. Call it in a transaction."""
    way = way_of(person, by)
    if way == Way.COMPANION and by is not None:
        try:
            people.act(by, person, scope=Scope.BOOK, did=did, subject=subject, title=title)
        except MayNotAct:
            raise NotYours from None
    return way
