"""Needs: shown to staff for a reason, changed, and each time it is written down who did it.

Where somebody lives can be written here and not read: `homes` says who reads it.
"""

from django.db import transaction

from elearn.history import api as history

from ..models import Account, Look, Person, PrivateDetails
from ..signals import home_changed
from .homes import mark_of

FIELDS = ("address", "district", "hearing", "sight", "movement", "note")


@transaction.atomic
def look_at(person: Person, *, by: Account, why: str) -> PrivateDetails:
    """Give somebody's needs, the address left out, and write down that a colleague looked."""
    Look.objects.create(person=person, by=by, what=Look.What.SEEN, why=Look.Why(why))
    history.note(history.Kind.PRIVATE_SEEN, who=person.key, is_check=person.is_check, why=why)
    return PrivateDetails.objects.filter(person=person).defer("address").first() or PrivateDetails(person=person)


@transaction.atomic
def change(person: Person, *, by: Account, why: str, **values: str) -> PrivateDetails:
    """Keep address and needs as they are now; what is left out stays. Who changed it is written down, the words not."""
    details, _is_new = PrivateDetails.objects.update_or_create(
        person=person, defaults={name: values[name].strip() for name in FIELDS if name in values}
    )
    Look.objects.create(person=person, by=by, what=Look.What.CHANGED, why=Look.Why(why))
    history.note(history.Kind.PRIVATE_CHANGED, who=person.key, is_check=person.is_check)
    if "address" in values:
        home_changed.send(sender=PrivateDetails, person=person, mark=mark_of(details.address))
    return details
