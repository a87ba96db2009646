"""How a person is spoken to, and where they are reached."""

from collections.abc import Collection

from ..models import ContactPoint, FormOfAddress, Person


def addressed(person: Person) -> str:
    """Give the name with the form of address the person chose, in the active language: "Leyla xanım"."""
    if person.form_of_address == FormOfAddress.PLAIN:
        return person.name
    return f"{person.name} {FormOfAddress(person.form_of_address).label}"


def best_contact(person: Person, *, without: Collection[str] = ()) -> ContactPoint | None:
    """Give the address that messages go to: preferred first, then proved, then the first noted; never a landline."""
    known = [contact for contact in person.contact_points.all() if contact.value not in without]
    reachable = [contact for contact in known if not contact.is_landline]
    return min(
        reachable,
        key=lambda contact: (not contact.is_preferred, contact.verified_at is None, contact.pk),
        default=None,
    )
